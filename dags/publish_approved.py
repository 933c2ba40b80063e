"""
### 发布已审定的信息

**做什么**：把审核程序走完、已经放行的稿件发到指定的渠道和栏目，并登记发布时间和地址。

**为什么**：制度第三条规定由公共信用信息中心按程序审核把关、及时发布；第二条规定未经审核不得发布，
所以发布前会重新计算正文指纹，与审定时不一致的一律不发，并登记为问题。

**什么时候**：稿件放行时，门铃（资产 `errands_publish`）几秒内叫醒它；
门铃万一失灵，每 10 分钟也会巡查一次。

**变红了怎么办**：先看“审签看板 → 问题”。渠道暂时不通会自动重试，不会发两遍：
重试前先看网上是否已有。
“指纹不符”说明稿件在审定后被改动，**不要**绕过，请退回重审。
"""

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from infodesk_airflow.callbacks import report_failed_run, report_failure
from infodesk_airflow.doorbell import watched_asset


@dag(
    dag_id="publish_approved",
    dag_display_name="发布已审定的信息",
    doc_md=__doc__,
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/10 * * * *", timezone="Asia/Shanghai"),
        assets=[watched_asset("publish")],
    ),
    catchup=False,
    max_active_runs=1,
    tags=["发布", "第三条"],
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
def publish_approved() -> None:
    @task(task_display_name="发布放行的稿件")
    def answer_doorbell() -> dict[str, int]:
        from infodesk.bootstrap import run_publish_approved

        return run_publish_approved()

    answer_doorbell()


publish_approved()
