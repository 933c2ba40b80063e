"""
### 回看原文

**做什么**：把已收转载信息的原文再看一遍；改了、撤了的，登记并发邮件请编辑处理，**从不自动改稿**。

**为什么**：制度第七条要求杜绝内容差错；来源更正或撤下了原文，我们的转载就可能成为差错。

**什么时候**：每天 8 至 18 时，每小时一次；先勤后疏，间隔见 `collecting.toml` 的 `[source_watch]`。

**变红了怎么办**：网站打不开**不会**变红：过一阵再看，三次看不清才在“审签看板 → 问题”里登记。
“通知编辑”变红多半是邮件服务器不通，恢复后自动补发。清除重跑即可，同一变化只登记一次。
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, TriggerRule, dag, task

from infodesk_airflow.callbacks import report_failed_run, report_failure


@dag(
    dag_id="watch_originals",
    dag_display_name="回看原文",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("35 8-18 * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    tags=["采集", "转载", "第七条"],
    on_failure_callback=report_failed_run,
    default_args={
        "owner": "公共信用信息中心",
        "retries": 2,
        "execution_timeout": timedelta(minutes=20),
        "on_failure_callback": report_failure,
    },
)
def watch_originals() -> None:
    @task(task_display_name="列出网站")
    def list_hosts() -> list[str]:
        from infodesk.bootstrap import watched_hosts

        return watched_hosts()

    @task(task_display_name="回看一个网站", map_index_template="{{ task.op_kwargs['host'] }}")
    def watch_host(host: str) -> dict[str, int]:
        from infodesk.bootstrap import run_watch_originals

        return run_watch_originals(host)

    @task(task_display_name="通知编辑", trigger_rule=TriggerRule.ALL_DONE)
    def tell_editors() -> dict[str, int]:
        from infodesk.bootstrap import run_tell_of_originals
        from infodesk_airflow.credentials import TaskCredentials

        return run_tell_of_originals(credentials=TaskCredentials())

    watch_host.expand(host=list_hosts()) >> tell_editors()


watch_originals()
