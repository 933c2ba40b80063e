"""Leads from a task in Airflow's grid to the problems that its failures opened."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from airflow.sdk import BaseOperatorLink

if TYPE_CHECKING:
    from airflow.sdk import BaseOperator
    from airflow.sdk.types import TaskInstanceKey

PROBLEMS_PAGE = "/review/problems"


class ProblemLink(BaseOperatorLink):
    """A button on every task instance; computed by the API server, so a dead worker has it too."""

    name = "登记的问题"

    def get_link(self, operator: "BaseOperator", *, ti_key: "TaskInstanceKey") -> str:
        """Return the page of problems, narrowed to this task."""
        del operator
        task = {"dag_id": ti_key.dag_id, "task_id": ti_key.task_id}
        return f"{PROBLEMS_PAGE}?{urlencode(task)}"
