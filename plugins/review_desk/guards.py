"""What a route asks before it does anything: who is there, and did this desk hand out the form."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Annotated

from fastapi import Depends, Request

from infodesk.bootstrap import desk, wiring
from infodesk.catalog.people import Person, Role
from review_desk.doorkeeper import BOARD_COOKIE, SESSION_COOKIE, Doorkeeper
from review_desk.operators import Operator, current_operator
from review_desk.refusals import CsrfRefused, NotYours, SessionMissing

_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A person who came in by a link."""

    person: Person
    csrf: str

    @property
    def is_clerk(self) -> bool:
        """Whether the person prints, scans and releases."""
        return Role.CENTRE_CLERK in self.person.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """An operator in front of the board, and the browser that he sits at."""

    name: str
    browser_id: str
    is_new_browser: bool
    csrf: str


def doorkeeper(request: Request) -> Doorkeeper:
    """Return the holder of the key of this desk."""
    keeper: Doorkeeper = request.app.state.doorkeeper
    return keeper


def root_of(request: Request) -> str:
    """Return the path under which the desk is mounted, without a slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def signed_in(request: Request) -> Visitor:
    """Return who is signed in. Raises SessionMissing, also for who has left the catalog."""
    keeper = doorkeeper(request)
    ticket = keeper.session(request.cookies.get(SESSION_COOKIE), now=wiring().clock.now())
    person = desk.person(ticket.person_id) if ticket else None
    if ticket is None or person is None:
        raise SessionMissing
    return Visitor(person=person, csrf=keeper.csrf_token(ticket.session_id))


async def posting(request: Request, visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
    """Return who posts a form of his own session. Raises SessionMissing or CsrfRefused."""
    await _check_token(request, visitor.csrf)
    return visitor


def clerk(visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
    """Return the signed-in clerk. Raises NotYours."""
    if not visitor.is_clerk:
        raise NotYours
    return visitor


def posting_clerk(visitor: Annotated[Visitor, Depends(posting)]) -> Visitor:
    """Return the clerk who posts. Raises NotYours."""
    return clerk(visitor)


def watching(request: Request, operator: Annotated[Operator, Depends(current_operator)]) -> Watcher:
    """Return the operator at the board. Raises OperatorMissing or NotYours."""
    if not operator.may_see_desk:
        raise NotYours
    known = request.cookies.get(BOARD_COOKIE, "")
    is_new = len(known) != 32 or not _HEX.issuperset(known)
    browser_id = token_hex(16) if is_new else known
    return Watcher(
        name=operator.name,
        browser_id=browser_id,
        is_new_browser=is_new,
        csrf=doorkeeper(request).csrf_token(f"{browser_id}:{operator.name}"),
    )


async def posting_operator(
    request: Request, watcher: Annotated[Watcher, Depends(watching)]
) -> Watcher:
    """Return the operator who posts. Raises OperatorMissing, NotYours or CsrfRefused."""
    await _check_token(request, watcher.csrf)
    return watcher


def who_is_there(request: Request) -> str:
    """Return the id of the person whose session this is, for a record of a refusal; or nothing."""
    ticket = doorkeeper(request).session(
        request.cookies.get(SESSION_COOKIE), now=wiring().clock.now()
    )
    return ticket.person_id if ticket and desk.person(ticket.person_id) else ""


async def _check_token(request: Request, expected: str) -> None:
    token = (await request.form()).get("csrf")
    if not isinstance(token, str) or not Doorkeeper.is_same(token, expected):
        raise CsrfRefused
