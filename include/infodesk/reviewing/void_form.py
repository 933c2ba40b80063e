"""Void a form: its number is kept and marked, never used again."""

from dataclasses import replace
from datetime import datetime

from infodesk.access.links import End, Purpose
from infodesk.ledger.entry import Action
from infodesk.reviewing.forms import FormState
from infodesk.reviewing.ports import ReviewRecords


def void_form(
    case_id: str, *, because: str, link_ends: End, at: datetime, records: ReviewRecords
) -> None:
    """Void the form of a case, where there is one; its upload link dies with it, and says why."""
    form = records.forms.of_case(case_id)
    if form is None:
        return
    records.forms.save(replace(form, state=FormState.VOID))
    records.links.end(because=link_ends, at=at, subject=case_id, purpose=Purpose.UPLOAD)
    records.ledger.append(
        actor="infodesk",
        action=Action.FORM_VOIDED,
        subject=f"form:{form.number}",
        revision_hash=form.approval_hash,
        payload={"case": case_id, "because": because},
        at=at,
    )
