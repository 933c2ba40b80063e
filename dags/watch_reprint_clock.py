"""
### 转载时限

**做什么**：看有时限的转载信息（国家、省发布的重要政策等）是否已在本委渠道上线；
超过时限还没有上线的，登记一个问题，写明卡在谁那里。

**为什么**：上级政府网站发布的重要政策信息应当及时转载，默认 12 小时，
哪些信息有时限、几小时，写在目录数据 `collecting.toml` 的相关性规则里，各条注明依据。

**什么时候**：每小时一次，节假日也看。

**变红了怎么办**：多半是数据库出了故障。修好后点“清除”重跑即可：每篇只登记一次。
超时本身不会使任务变红，请看“审签看板 → 重要政策转载时限”。
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from infodesk_airflow.callbacks import report_failed_run, report_failure


@dag(
    dag_id="watch_reprint_clock",
    dag_display_name="核对转载时限",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("35 * * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    tags=["采集", "转载", "第四条"],
    on_failure_callback=report_failed_run,
    default_args={
        "owner": "公共信用信息中心",
        "retries": 2,
        "retry_delay": timedelta(minutes=2),
        "execution_timeout": timedelta(minutes=5),
        "on_failure_callback": report_failure,
    },
)
def watch_reprint_clock() -> None:
    @task(task_display_name="核对时限")
    def check_clock() -> dict[str, int]:
        from infodesk.bootstrap import run_watch_reprint_clock

        return run_watch_reprint_clock()

    check_clock()


watch_reprint_clock()
