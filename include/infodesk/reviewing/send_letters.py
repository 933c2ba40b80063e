"""Send the letters that are due: a fresh link each, the older one dies, then the mail.

Killed between the link and the mail, the next run sends another letter with another link; killed
between the mail and its record, the person gets a second letter whose link is the one that works.
"""

from collections.abc import Sequence
from itertools import groupby

from infodesk.access.links import LIFETIMES, End, Link, Purpose, new_token
from infodesk.catalog.catalog import Catalog
from infodesk.kernel.clock import Clock
from infodesk.kernel.ids import new_id
from infodesk.kernel.issues import Severity
from infodesk.kernel.mail import Mailer
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.deadlines import due_text
from infodesk.reviewing.issue_form import column_titles
from infodesk.reviewing.letters import LetterItem, compose
from infodesk.reviewing.letters_due import DueLetter
from infodesk.reviewing.ports import ReviewRecords


def bundles(due: Sequence[DueLetter]) -> list[list[DueLetter]]:
    """Put what goes into one mail together: a person's queue is one digest, the rest single."""
    singles = [[d] for d in due if d.purpose is not Purpose.QUEUE]
    digests = sorted((d for d in due if d.purpose is Purpose.QUEUE), key=_addressee)
    return singles + [list(group) for _, group in groupby(digests, key=_addressee)]


def _addressee(due: DueLetter) -> str:
    return due.person.id


def send_bundle(
    bundle: Sequence[DueLetter],
    *,
    desk_url: str,
    catalog: Catalog,
    mailer: Mailer,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> None:
    """Send one mail and record it. Raises MailRefused; then nothing counts as sent."""
    first = bundle[0]
    token, link = _new_link(first, begin=begin, clock=clock)
    mail = compose(
        first.letter.kind,
        person=first.person,
        office_name=catalog.office.name,
        items=[_item(due, catalog) for due in bundle],
        address=f"{desk_url}/open?token={token}" if token else "",
        expires_at=link.expires_at if link else None,
    )
    message_id = mailer.send(mail)
    now = clock.now()
    with begin() as records:
        for due in bundle:
            records.letters.add(due.letter, message_id=message_id, at=now)
            records.ledger.append(
                actor="infodesk",
                action=Action.LETTER_SENT,
                subject=f"article:{due.file.article.id}",
                revision_hash=due.file.case.approval_hash,
                payload={
                    "case": due.file.case.id,
                    "kind": str(due.letter.kind),
                    "person": due.person.id,
                    "message": message_id,
                },
                at=now,
            )


def _new_link(
    due: DueLetter, *, begin: Begin[ReviewRecords], clock: Clock
) -> tuple[str, Link | None]:
    if due.purpose is None:
        return "", None
    token, hashed = new_token()
    now = clock.now()
    is_queue = due.purpose is Purpose.QUEUE
    link = Link(
        id=new_id(),
        person_id=due.person.id,
        purpose=due.purpose,
        subject="" if is_queue else due.file.case.id,
        step_key=due.step_key if due.purpose is Purpose.ITEM else "",
        approval_hash="" if is_queue else due.file.case.approval_hash,
        issued_at=now,
        expires_at=now + LIFETIMES[due.purpose],
    )
    with begin() as records:
        records.links.end(
            because=End.REPLACED,
            at=now,
            subject=link.subject,
            purpose=link.purpose,
            person_id=link.person_id,
        )
        records.links.add(link, token_hash=hashed)
    return token, link


def _item(due: DueLetter, catalog: Catalog) -> LetterItem:
    file = due.file
    step = file.approval.current_step or file.approval.final_step
    return LetterItem(
        number=file.case.number,
        title=file.revision.content.title,
        class_title=file.approval.chain.title,
        credit=file.revision.content.credit,
        columns="、".join(column_titles(file.case.destination, catalog)),
        step_title=step.title,
        due_text=due_text(file.approval, step, catalog.calendar),
        findings=[f.message for f in file.case.findings if f.severity is not Severity.HINT],
        is_edited=file.revision.number > 1,
    )
