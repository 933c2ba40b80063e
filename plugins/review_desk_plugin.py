"""Puts the review desk under Airflow's API server and its board into Airflow's navigation."""

import logging
from functools import cached_property
from typing import Any

from airflow.plugins_manager import AirflowPlugin

from infodesk_airflow.problem_link import ProblemLink

log = logging.getLogger(__name__)


class ReviewDeskPlugin(AirflowPlugin):
    """The desk's pages, the board's place in the menu, a link from each task to its problems."""

    name = "review_desk"
    external_views = [  # noqa: RUF012 -- Airflow declares it so
        {
            "name": "审签看板",
            "href": "/review/board",
            "destination": "nav",
            "url_route": "review-board",
        }
    ]
    global_operator_extra_links = [ProblemLink()]  # noqa: RUF012 -- Airflow declares it so

    @cached_property
    def fastapi_apps(self) -> list[dict[str, Any]]:  # type: ignore[override]  # an attribute there
        """The mounted apps; built when asked, for only the API server of all parts asks."""
        from infodesk_airflow import chinese_interface

        return [
            {
                "app": chinese_interface.create_app(),
                "url_prefix": "/review/zh",
                "name": "中文界面",
            },
            {"app": _desk(), "url_prefix": "/review", "name": "审签台"},
        ]


def _desk() -> Any:
    """Return the desk, or a page that says why it is closed: Airflow itself must still come up."""
    try:
        from infodesk_airflow.operators import signed_in_operator
        from review_desk.app import create_app
        from review_desk.operators import current_operator

        desk = create_app()
        desk.dependency_overrides[current_operator] = signed_in_operator
    except Exception:
        log.exception("审签台未能启动")
        return _closed
    return desk


async def _closed(scope: dict[str, Any], receive: Any, send: Any) -> None:
    from starlette.responses import PlainTextResponse

    answer = PlainTextResponse("审签台未能启动，原因见 api-server 的日志。", status_code=503)
    await answer(scope, receive, send)
