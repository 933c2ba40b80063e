"""Serves the desk without Airflow: `uvicorn review_desk.standalone:app`.

For a host of its own, in front of which a proxy holds the certificate. There is no board here,
unless INFODESK_BOARD_OPERATOR_HEADER names a header in which that proxy says who has signed in.
"""

import logging
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from infodesk.bootstrap import Settings
from review_desk.app import create_app
from review_desk.operators import current_operator
from review_desk.refusals import OperatorMissing

PREFIX = "/review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxiedOperator:
    """An operator whom the proxy in front of the desk has signed in."""

    name: str
    may_see_desk: bool = True


class WithoutQuery(logging.Filter):
    """Takes the query off each line of uvicorn's log: a link's token stands in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the path among the arguments of an access record."""
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, version, status = record.args
            record.args = (client, method, str(path).partition("?")[0], version, status)
        return True


def create_standalone() -> Starlette:
    """Return an app that has the desk below /review and nothing else."""
    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
    desk = create_app()
    _admit_operators(desk, header=Settings().board_operator_header)
    return Starlette(
        routes=[
            Route("/", lambda _request: RedirectResponse(f"{PREFIX}/queue", status_code=303)),
            Mount(PREFIX, app=desk),
        ]
    )


def _admit_operators(desk: FastAPI, *, header: str) -> None:
    if not header:
        return

    def proxied_operator(request: Request) -> ProxiedOperator:
        name = request.headers.get(header, "").strip()
        if not name:
            raise OperatorMissing
        return ProxiedOperator(name=name)

    desk.dependency_overrides[current_operator] = proxied_operator


def __getattr__(name: str) -> Any:
    """Build `app` when uvicorn asks for it, and not when a test imports this module."""
    if name == "app":
        return create_standalone()
    raise AttributeError(name)
