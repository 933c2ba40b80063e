"""The rehearsal's inbox: takes every letter by SMTP and shows it on a page, on loopback."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from aiosmtpd.controller import Controller
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from rehearsal import inbox_pages
from rehearsal.mail_store import MailStore
from rehearsal.post_office import PostOffice
from rehearsal.premises import LOOPBACK


def create_app(office: PostOffice) -> FastAPI:
    """Return the web pages; the SMTP side starts and stops with them."""
    app = FastAPI(lifespan=_office_hours, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = office
    # The letters hold live links: a site whose name resolves to loopback must not read them.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])
    app.include_router(inbox_pages.router)
    return app


@asynccontextmanager
async def _office_hours(app: FastAPI) -> AsyncIterator[None]:
    office = app.state.office
    controller = Controller(office, hostname=LOOPBACK, port=office.smtp_port)
    controller.start()
    yield
    controller.stop()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description="演练收件箱：收下所有来信，在本机网页上显示")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--web-port", type=int, required=True)
    options = parser.parse_args()
    office = PostOffice(store=MailStore(options.folder), smtp_port=options.smtp_port)
    app = create_app(office)
    uvicorn.run(app, host=LOOPBACK, port=options.web_port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
