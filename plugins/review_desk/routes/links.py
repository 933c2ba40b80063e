"""Coming in by a link from a letter, and leaving again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import ORIGINALS, Link, Purpose, desk, wiring
from review_desk.doorkeeper import DEVICE_COOKIE, SESSION_COOKIE, SESSION_LIFETIME
from review_desk.envelope import HEAD_REQUEST
from review_desk.guards import Visitor, doorkeeper, posting, root_of
from review_desk.pages import plain_page
from review_desk.refusals import SessionMissing

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/open", summary="打开邮件中的链接", response_class=RedirectResponse, status_code=303)
def open_link(request: Request, token: Annotated[str, Query()] = "") -> Response:
    """Exchange a link for a session. Nothing else changes, however often a scanner comes by."""
    is_head = bool(request.scope.get(HEAD_REQUEST))
    link = desk.open_link(
        token,
        method="HEAD" if is_head else "GET",
        address=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
    )
    root = root_of(request)
    response = RedirectResponse(f"{root}{_page_of(link)}", status_code=303)
    if is_head:
        return response
    if desk.person(link.person_id) is None:
        raise SessionMissing
    keeper = doorkeeper(request)
    keeper.set_cookie(
        response,
        SESSION_COOKIE,
        keeper.new_session(link.person_id, now=wiring().clock.now()),
        root=root,
        lifetime=SESSION_LIFETIME,
    )
    return response


@router.get("/", include_in_schema=False)
def start(request: Request) -> Response:
    """Lead to the list of what waits."""
    return RedirectResponse(f"{root_of(request)}/queue", status_code=303)


@router.post("/leave", summary="退出，并不再记住本机")
def leave(request: Request, visitor: Annotated[Visitor, Depends(posting)]) -> Response:
    """End the session in this browser, as somebody does who shares a computer."""
    del visitor
    root = root_of(request)
    response = plain_page(
        root, 200, heading="您已退出", text="再次办理时，请打开最新一封邮件中的链接。"
    )
    for name in (SESSION_COOKIE, DEVICE_COOKIE):
        doorkeeper(request).drop_cookie(response, name, root=root)
    return response


def _page_of(link: Link) -> str:
    if link.purpose is Purpose.VIEW and link.subject == ORIGINALS:
        return "/originals"
    if link.purpose in {Purpose.ITEM, Purpose.UPLOAD, Purpose.VIEW}:
        return f"/items/{link.subject}"
    return "/queue"
