"""Turns every refusal into a page in Chinese; what touches security is recorded as well."""

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from infodesk.bootstrap import CaseUnknown, InfodeskError, LinkDead, LinkUnknown, desk
from review_desk.guards import root_of, who_is_there
from review_desk.pages import failure_page, plain_page
from review_desk.refusals import CsrfRefused, DeskRefused

log = logging.getLogger(__name__)

_STATUSES: dict[type[InfodeskError], int] = {LinkUnknown: 404, LinkDead: 410, CaseUnknown: 404}


def answer_failures(app: FastAPI) -> None:
    """Register the handlers. They are plain functions: recording a refusal blocks."""
    app.add_exception_handler(InfodeskError, _refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, InfodeskError)  # noqa: S101 -- registered for nothing else
    who = who_is_there(request)
    _record(request, error, who)
    status = error.status if isinstance(error, DeskRefused) else _STATUSES.get(type(error), 409)
    return plain_page(
        root_of(request), status, heading=error.message, text=error.remedy, to_queue=bool(who)
    )


def _record(request: Request, error: InfodeskError, who: str) -> None:
    """Record forged and dead links, foreign forms, and acts upon what is not the person's."""
    if isinstance(error, LinkUnknown | LinkDead):
        doing = "打开邮件链接"
    elif isinstance(error, CsrfRefused) or (
        isinstance(error, CaseUnknown) and request.method == "POST"
    ):
        doing = "提交表单"
    else:
        return
    try:
        desk.report_refusal(
            error,
            doing=doing,
            who=who,
            address=request.client.host if request.client else "",
            agent=request.headers.get("user-agent", ""),
        )
    except Exception:
        log.exception("拒绝一事未能登记：%s", error)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for nothing else
    # An address that no page can have is a missing page, not a form filled in wrongly.
    is_address = any(problem["loc"][0] == "path" for problem in error.errors())
    return failure_page(request.scope, 404 if is_address else 422)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for nothing else
    if error.status_code == 401:  # the host of the desk knows no operator at this browser
        return plain_page(
            root_of(request),
            401,
            heading="看板须由运维人员登录后查看",
            text="请先登录 Airflow，再从左侧的“审签看板”进入。",
        )
    response = failure_page(request.scope, error.status_code)
    response.status_code = error.status_code
    response.headers.update(error.headers or {})
    return response
