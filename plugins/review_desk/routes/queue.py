"""What waits for a person."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from infodesk.bootstrap import desk
from review_desk.guards import Visitor, signed_in
from review_desk.pages import page
from review_desk.proofs import has_pin

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/queue", summary="待办清单")
def queue(request: Request, visitor: Annotated[Visitor, Depends(signed_in)]) -> Response:
    """Show what waits for the person; for a clerk also what waits for release."""
    return page(
        request,
        "queue.html.jinja",
        visitor=visitor,
        items=desk.queue(visitor.person),
        has_pin=has_pin(visitor),
        changed_originals=_changed_originals(visitor),
        at_desk=len(desk.publications_at_desk()) if visitor.is_clerk else 0,
    )


def _changed_originals(visitor: Visitor) -> int:
    """Return how many changed originals wait for the person."""
    is_editor = desk.settles_originals(visitor.person)
    return len(desk.changed_originals(visitor.person)) if is_editor else 0
