"""
### 校验台账

**做什么**：从第一条起逐条核对审查记录台账的指纹链，并把链尾指纹用邮件发到外面留底。

**为什么**：制度第七条要求做好审查记录和台账管理。指纹链让事后改动、删除看得出来；
链尾指纹每天离开本机一次，连从末尾截断也看得出来。

**什么时候**：每天 6 时 30 分。

**变红了怎么办**：这是最严重的一类红。**不要**重跑了事，也不要动数据库：保留现场，立即报告分管领导，
把数据库和最近一封“台账指纹”邮件一并封存，再按操作手册“台账校验不通过”一节处理。
只有日志写明是数据库打不开、邮件发不出时，才是普通故障，修好后重跑。
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from infodesk_airflow.callbacks import report_failed_run, report_failure


@dag(
    dag_id="verify_ledger",
    dag_display_name="校验台账",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("30 6 * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    tags=["台账", "第七条"],
    on_failure_callback=report_failed_run,
    default_args={
        "owner": "公共信用信息中心",
        "retries": 1,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(hours=1),
        "on_failure_callback": report_failure,
    },
)
def verify_ledger() -> None:
    @task(task_display_name="核对指纹链")
    def verify() -> dict[str, object]:
        from infodesk.bootstrap import run_verify_ledger
        from infodesk_airflow.credentials import TaskCredentials

        return run_verify_ledger(credentials=TaskCredentials())

    verify()


verify_ledger()
