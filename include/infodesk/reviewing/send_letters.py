"""Send the letters that are due: a fresh link each, the mail, and then the older link dies.

Killed between the link and the mail, the next run sends another letter with another link; killed
between the mail and its record, the person gets a second letter whose link is the one that works.
While the mail server refuses, the link of the last letter that arrived still opens.
"""

from collections.abc import Sequence
from datetime import datetime
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
from infodesk.reviewing.issue_form import column_titles, read_case_file
from infodesk.reviewing.letters import LetterItem, compose
from infodesk.reviewing.letters_due import DueLetter, letters_due
from infodesk.reviewing.ports import ReviewRecords


def bundles(due: Sequence[DueLetter]) -> list[list[DueLetter]]:
    """Put what goes into one mail together: a person's queue is one digest, the rest single.

    A letter that is owed twice, because two errands of one text were answered, is sent once.
    """
    each = list({d.letter: d for d in due}.values())
    singles = [[d] for d in each if d.purpose is not Purpose.QUEUE]
    digests = sorted((d for d in each if d.purpose is Purpose.QUEUE), key=_addressee)
    return singles + [list(group) for _, group in groupby(digests, key=_addressee)]


def _addressee(due: DueLetter) -> tuple[str, str]:
    return due.person.id, due.letter.kind


def send_bundle(
    bundle: Sequence[DueLetter],
    *,
    desk_url: str,
    catalog: Catalog,
    mailer: Mailer,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> bool:
    """Send one mail, record it and return True; False when nothing in it is owed any more.

    Raises MailRefused; then nothing counts as sent, and the links that arrived earlier live on.
    """
    token, link = "", None
    with begin() as records:
        bundle = _still_due(bundle, catalog, records)
        if not bundle:
            return False
        if bundle[0].purpose is not None:
            token, link = _new_link(bundle[0], bundle[0].purpose, records, now=clock.now())
    mail = compose(
        bundle[0].letter.kind,
        person=bundle[0].person,
        office_name=catalog.office.name,
        items=[_item(due, catalog) for due in bundle],
        address=f"{desk_url}/open?token={token}" if token else "",
        expires_at=link.expires_at if link else None,
    )
    message_id = mailer.send(mail)
    with begin() as records:
        _record(bundle, link, message_id, records, now=clock.now())
    return True


def _still_due(
    bundle: Sequence[DueLetter], catalog: Catalog, records: ReviewRecords
) -> list[DueLetter]:
    """Leave out what an edit or a decision has overtaken while other letters were being sent.

    The cases are held until the link is recorded: an edit that follows finds it and ends it.
    """
    still_due = []
    for due in sorted(bundle, key=lambda due: due.file.case.number):
        file = read_case_file(records, due.file.case.id, is_locked=True)
        if file is None:
            continue
        form = records.forms.of_case(file.case.id)
        owed = letters_due(file, form=form, catalog=catalog, records=records)
        if due.letter in {other.letter for other in owed}:
            still_due.append(due)
    return still_due


def _new_link(
    due: DueLetter, purpose: Purpose, records: ReviewRecords, *, now: datetime
) -> tuple[str, Link]:
    token, hashed = new_token()
    is_queue = purpose is Purpose.QUEUE
    link = Link(
        id=new_id(),
        person_id=due.person.id,
        purpose=purpose,
        subject="" if is_queue else due.file.case.id,
        step_key=due.step_key if purpose is Purpose.ITEM else "",
        approval_hash="" if is_queue else due.file.case.approval_hash,
        issued_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    records.links.add(link, token_hash=hashed)
    return token, link


def _record(
    bundle: Sequence[DueLetter],
    link: Link | None,
    message_id: str,
    records: ReviewRecords,
    *,
    now: datetime,
) -> None:
    if link is not None:
        records.links.end(
            because=End.REPLACED,
            at=now,
            subject=link.subject,
            purpose=link.purpose,
            person_id=link.person_id,
            but=link.id,
        )
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
