"""
### 送审

**做什么**：把等待审核的稿件送到应审的人：建立审核流程、
跑机器检查、打印审批单、发送带链接的邮件。

**为什么**：制度第五条规定了每类信息的审核程序，一步都不能少；第二条规定未经审核不得发布。

**什么时候**：稿件入库、有人签了意见、邮件需要重发时，门铃（资产 `errands_review`）几秒内叫醒它；
门铃万一失灵，每 10 分钟也会巡查一次。

**变红了怎么办**：先看“审签看板 → 问题”。常见原因是邮件服务器不通：恢复后无需任何操作，
未送出的会自动重发。
重跑不会让同一件事生效两次；个别邮件可能重复，以最新一封里的链接为准。
"""

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from infodesk_airflow.callbacks import report_failed_run, report_failure
from infodesk_airflow.doorbell import watched_asset


@dag(
    dag_id="request_reviews",
    dag_display_name="送审",
    doc_md=__doc__,
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/10 * * * *", timezone="Asia/Shanghai"),
        assets=[watched_asset("review")],
    ),
    catchup=False,
    max_active_runs=1,
    tags=["审核", "第五条"],
    on_failure_callback=report_failed_run,
    default_args={
        "owner": "公共信用信息中心",
        "retries": 3,
        "retry_delay": timedelta(seconds=20),
        "retry_exponential_backoff": True,
        "execution_timeout": timedelta(minutes=15),
        "on_failure_callback": report_failure,
    },
)
def request_reviews() -> None:
    @task(task_display_name="处理待审事项")
    def answer_doorbell() -> dict[str, int]:
        from infodesk.bootstrap import run_request_reviews
        from infodesk_airflow.credentials import TaskCredentials

        return run_request_reviews(credentials=TaskCredentials())

    answer_doorbell()


request_reviews()
