"""Builds the review desk as an app of its own, to be mounted by Airflow or served alone."""

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.staticfiles import StaticFiles

from infodesk.bootstrap import Settings, desk
from review_desk.doorkeeper import Doorkeeper
from review_desk.envelope import Envelope
from review_desk.failures import answer_failures
from review_desk.pages import STATIC, failure_page
from review_desk.routes import (
    board,
    decisions,
    editing,
    items,
    links,
    originals,
    papers,
    pins,
    problems,
    queue,
    releases,
    reprints,
)


def create_app() -> FastAPI:
    """Return the desk. Raises KeyTooShort when its sessions could not be signed safely."""
    settings = Settings()
    app = FastAPI(
        title="审签台",
        description="审核人员经邮件链接进入；页面为中文网页，不是数据接口。",
        docs_url=None,  # its pages would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.doorkeeper = Doorkeeper(
        settings.secret_key.get_secret_value(),
        is_secure=settings.desk_url.startswith("https://"),
    )
    answer_failures(app)
    app.add_middleware(Envelope, failure_page=failure_page)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for module in (
        links, queue, items, originals, reprints, decisions, editing, papers, pins, releases, board,
        problems,
    ):  # fmt: skip
        app.include_router(module.router)
    app.add_api_route("/health", _health, summary="审签台是否可用")
    return app


def _health() -> JSONResponse:
    try:
        return JSONResponse(dict(desk.health()))
    except Exception:  # noqa: BLE001 -- whatever is wrong, a probe wants to hear that it is
        return JSONResponse({"status": "unavailable"}, status_code=503)
