"""A task that failed for good opens a problem and tells the operators (regulation, article 8.1).

Two callbacks, because Airflow calls the one of a task inside the task's own process: a task whose
process was killed reports nothing. The one of the DAG is called elsewhere, and covers that.
"""

import logging
from typing import TYPE_CHECKING

from airflow.sdk import Context

from infodesk_airflow.credentials import TaskCredentials

if TYPE_CHECKING:
    from airflow.sdk.types import RuntimeTaskInstanceProtocol

REPORTED = "problem"  # XCom key: the id of the problem that a failed task instance opened

log = logging.getLogger(__name__)


def report_failure(context: Context) -> None:
    """Register the failure of a task instance; never raises, the task has failed already."""
    instance = context["ti"]
    error = context.get("exception")
    in_words = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    problem = _register(instance, error=in_words)
    if problem:
        instance.xcom_push(REPORTED, problem)


def report_failed_run(context: Context) -> None:
    """Register the failure of a run whose task could not do so itself; never raises."""
    instance = context.get("ti")
    if instance is None or _was_reported(instance):
        return
    reason = "任务进程意外结束（被系统终止、内存不足或机器重启），没有留下错误信息"
    _register(instance, error=reason)


def _register(instance: "RuntimeTaskInstanceProtocol", *, error: str) -> str:
    map_index = instance.map_index
    try:
        from infodesk.bootstrap import run_report_task_failure

        problem = run_report_task_failure(
            dag_id=instance.dag_id,
            task_id=instance.task_id,
            run_id=instance.run_id,
            map_index=-1 if map_index is None else map_index,
            error=error,
            log_url=instance.log_url,
            credentials=TaskCredentials(),
        )
    except Exception:
        log.exception("任务失败未能登记为问题：请先恢复信息岗的数据库或邮件服务，再看本任务的日志")
        return ""
    log.error("已登记问题 %s，见审签看板的“问题”一栏", problem)
    return problem


def _was_reported(instance: "RuntimeTaskInstanceProtocol") -> bool:
    try:
        found = instance.xcom_pull(
            task_ids=instance.task_id, key=REPORTED, map_indexes=instance.map_index
        )
    except Exception:
        log.exception("查不到任务失败是否已登记，按未登记处理")
        return False
    return bool(found)
