"""What the DAG that watches originals calls: its hosts, one visit to a host, and the letter."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from infodesk.access.links import LIFETIMES, Link, Purpose, new_token
from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.catalog.people import Person
from infodesk.collecting.originals.watched import OriginalChange
from infodesk.kernel.credentials import Credentials
from infodesk.kernel.ids import new_id
from infodesk.ledger.entry import Action
from infodesk.publishing.states import PublicationState

if TYPE_CHECKING:  # adapters are costly to import, and a DAG file must parse fast
    from infodesk.adapters.database.records import Records

LETTER = "original_changed"  # how the ledger names the letter
ORIGINALS = "originals"  # the subject of a link that opens the list of changes


def watched_hosts() -> list[str]:
    """Return the hosts of the originals that are due, in a fixed order; one task a host."""
    here = wiring()
    with here.database.read() as records:
        return records.originals.due_hosts(now=here.clock.now())


def run_watch_originals(host: str, *, credentials: Credentials | None = None) -> dict[str, int]:
    """Look at the originals of one host that are due; return counts by what was found."""
    from infodesk.collecting.originals.watch_originals import Lookout, watch_originals

    del credentials  # originals stand open to the public
    here = wiring()
    lookout = Lookout(
        pages=here.pages,
        captures=here.captures,
        begin=here.database.begin,
        clock=here.clock,
        rules=here.catalog.collecting.source_watch,
        sources=here.catalog.sources,
    )
    return watch_originals(host, lookout=lookout)


def run_tell_of_originals(*, credentials: Credentials | None = None) -> dict[str, int]:
    """Write to the editors about every change that waits and that they were not told of.

    One mail a person. Killed between mail and record, the person gets the letter once more.
    Raises MailRefused; then nothing counts as told, and the next run tells it.
    """
    here = wiring()
    mails = 0
    for person in editors_of_reprints(here):
        with here.database.begin() as records:
            changes = _untold(person, records)
            if not changes:
                continue
            token, link = _new_link(person, records, here)
        message_id = _send(person, changes, token=token, link=link, here=here, via=credentials)
        with here.database.begin() as records:
            _record(person, changes, message_id, records, here)
        mails += 1
    return {"mails": mails}


def editors_of_reprints(here: Wiring) -> list[Person]:
    """Return who reviews reprints first (article 5.1): they settle changes of originals."""
    chains = [c for c in here.catalog.review_chains.values() if "reprint" in c.origins]
    centre = here.catalog.centre.id
    return list(
        {
            person.id: person
            for chain in chains
            for person in here.catalog.reviewers_of(chain.steps[0], department_id=centre)
        }.values()
    )


def standing_of(article_id: str, records: "Records", here: Wiring) -> str:
    """Say in a few words where our copy of a text stands."""
    live = {
        p.placement.channel_id
        for p in records.publications.of_article(article_id)
        if p.state is PublicationState.LIVE
    }
    if live:
        channels = here.catalog.channels
        names = [channels[name].name if name in channels else name for name in sorted(live)]
        return f"已在{'、'.join(names)}发布"
    article = records.articles.get(article_id)
    return _STANDINGS.get(str(article.state), "尚未发布") if article else "尚未发布"


_STANDINGS = {
    "received": "尚未送审",
    "under_review": "正在审核",
    "cleared": "审签完毕，尚未上线",
    "needs_changes": "已退回修改",
    "spiked": "不予采用",
}


def _untold(person: Person, records: "Records") -> list[OriginalChange]:
    return [
        change
        for change in records.originals.open_changes()
        if not any(
            entry.action == Action.LETTER_SENT and _is_of(entry.payload, change, person)
            for entry in records.ledger.history(f"article:{change.article_id}")
        )
    ]


def _is_of(payload: str, change: OriginalChange, person: Person) -> bool:
    told = json.loads(payload)
    return bool(told.get("change") == change.id and told.get("person") == person.id)


def _new_link(person: Person, records: "Records", here: Wiring) -> tuple[str, Link]:
    token, hashed = new_token()
    now = here.clock.now()
    link = Link(
        id=new_id(),
        person_id=person.id,
        purpose=Purpose.VIEW,
        subject=ORIGINALS,
        step_key="",
        approval_hash="",
        issued_at=now,
        expires_at=now + LIFETIMES[Purpose.VIEW],
    )
    records.links.add(link, token_hash=hashed)
    return token, link


def _send(
    person: Person,
    changes: Sequence[OriginalChange],
    *,
    token: str,
    link: Link,
    here: Wiring,
    via: Credentials | None,
) -> str:
    from infodesk.collecting.originals.original_letter import ChangeLine, original_letter

    with here.database.read() as records:
        lines = [
            ChangeLine(
                title=article.revision.content.title,
                kind=change.kind,
                found_at=change.found_at,
                standing=standing_of(change.article_id, records, here),
            )
            for change in changes
            if (article := records.articles.get(change.article_id))
        ]
    mail = original_letter(
        lines,
        to=person.email,
        name=person.name,
        office_name=here.catalog.office.name,
        address=f"{here.settings.desk_url}/open?token={token}",
        expires_at=link.expires_at,
    )
    return here.mailer(via).send(mail)


def _record(
    person: Person,
    changes: Sequence[OriginalChange],
    message_id: str,
    records: "Records",
    here: Wiring,
) -> None:
    for change in changes:
        records.ledger.append(
            actor="infodesk",
            action=Action.LETTER_SENT,
            subject=f"article:{change.article_id}",
            payload={
                "change": change.id,
                "kind": LETTER,
                "person": person.id,
                "message": message_id,
            },
            at=here.clock.now(),
        )
