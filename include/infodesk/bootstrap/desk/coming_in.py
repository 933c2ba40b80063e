"""Who comes in: links, PINs, and what was refused."""

from datetime import datetime

from infodesk.access.errors import AccessRefused
from infodesk.access.links import Link
from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.people import Person
from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport


def person(person_id: str) -> Person | None:
    """Return a person of the catalog, None for one who has left it."""
    return wiring().catalog.people.get(person_id)


def open_link(token: str, *, method: str, address: str, agent: str) -> Link:
    """Return the live link of a token and log the opening. Raises LinkUnknown or LinkDead."""
    from infodesk.access.open_link import open_link as open_

    here = wiring()
    return open_(
        token,
        method=method,
        address=address,
        agent=agent,
        begin=here.database.begin,
        clock=here.clock,
    )


def check_pin(person_id: str, pin: str) -> None:
    """Return when the PIN is right. Raises PinNotSet, PinRefused or PinLocked."""
    from infodesk.access.pins import check_pin as check

    here = wiring()
    check(person_id, pin, begin=here.database.begin, hasher=here.pin_hasher, clock=here.clock)


def pin_set_at(person_id: str) -> datetime | None:
    """Return since when the person's PIN is set; a remembered device is bound to it."""
    with wiring().database.read() as records:
        pin = records.pins.get(person_id)
    return None if pin is None or pin.is_locked else pin.set_at


def set_pin(person_id: str, *, code: str, pin: str) -> None:
    """Set a PIN with the operator's code. Raises PinTooWeak or EnrolmentRefused."""
    from infodesk.access.pins import set_pin as set_

    here = wiring()
    set_(
        person_id,
        code=code,
        pin=pin,
        begin=here.database.begin,
        hasher=here.pin_hasher,
        clock=here.clock,
    )


def issue_pin_code(person_id: str, *, issued_by: str) -> str:
    """Return a new enrolment code. Raises InfodeskError for somebody not in the catalog."""
    from infodesk.access.pins import issue_code

    here = wiring()
    if person_id not in here.catalog.people:
        raise InfodeskError(f"目录中没有人员 {person_id}", remedy="请核对 people.toml 中的 id")
    return issue_code(person_id, issued_by=issued_by, begin=here.database.begin, clock=here.clock)


def report_refusal(
    refusal: InfodeskError, *, doing: str, who: str, address: str, agent: str
) -> None:
    """Record that somebody was refused, and show it to the operator.

    Anonymous attempts are counted in one problem a kind, so that nobody can fill the ledger by
    knocking; what a known person was refused stands in the ledger.
    """
    here = wiring()
    now = here.clock.now()
    kind = type(refusal).__name__
    with here.database.begin() as records:
        records.problems.open(
            ProblemReport(
                kind="access_refused" if isinstance(refusal, AccessRefused) else "request_refused",
                subject=f"{doing}:{kind}:{who or 'anonymous'}",
                title=f"{doing}被拒绝：{refusal.message}",
                details=f"人员：{who or '未知'}\n来自：{address}\n浏览器：{agent[:200]}",
                remedy="如频繁出现，请与本人核实是否为其操作；不是本人的，请改发口令设置码",
            ),
            at=now,
        )
        if who:
            records.ledger.append(
                actor=who,
                action=Action.REQUEST_REFUSED,
                subject=f"person:{who}",
                payload={"doing": doing, "refusal": kind, "address": address},
                at=now,
            )
