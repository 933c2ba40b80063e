"""
### 采集转载信息

**做什么**：按目录里登记的来源，逐个网站取回新发布的信息，存成稿件，等待初审。

**为什么**：制度第四条第（一）项规定了转载的来源：国家、省发展改革委，市政府网站，本地主流媒体。

**什么时候**：周一至周五 8 时至 18 时，每两小时一次；久无新信息或读不到的栏目隔得久些。
要立即全部采集，点“触发”并勾选“现在就采集”。每个网站一个任务实例，一次只取一页，不给对方添负担。

**变红了怎么办**：网站打不开、改版、要求验证时，本任务一般**不会**变红，而是在“审签看板 → 问题”里
登记一条，写明处置办法；变红多半是数据库或磁盘出了故障。修好后点“清除”重跑即可：已收过的不会重复。
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, Param, dag, task

from infodesk_airflow.callbacks import report_failed_run, report_failure


@dag(
    dag_id="collect_sources",
    dag_display_name="采集转载信息",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("5 8-18/2 * * 1-5", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    tags=["采集", "转载", "第四条"],
    params={"force": Param(False, type="boolean", title="现在就采集，不论是否到时间")},
    on_failure_callback=report_failed_run,
    default_args={
        "owner": "公共信用信息中心",
        "retries": 2,
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": True,
        "execution_timeout": timedelta(minutes=30),
        "on_failure_callback": report_failure,
    },
)
def collect_sources() -> None:
    @task(task_display_name="列出网站")
    def list_hosts() -> list[str]:
        from infodesk.bootstrap import source_hosts

        return source_hosts()

    @task(task_display_name="采集一个网站", map_index_template="{{ task.op_kwargs['host'] }}")
    def collect_host(host: str, params: dict[str, bool] | None = None) -> dict[str, int]:
        from infodesk.bootstrap import run_collect_host
        from infodesk_airflow.credentials import TaskCredentials

        return run_collect_host(
            host, credentials=TaskCredentials(), force=bool(params and params["force"])
        )

    collect_host.expand(host=list_hosts())


collect_sources()
