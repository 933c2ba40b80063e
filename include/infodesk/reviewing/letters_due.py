"""Which letters a case owes right now; writing none of them changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from infodesk.access.links import Purpose
from infodesk.approvals.approval import Approval
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.people import Person, Role
from infodesk.reviewing.cases import CaseFile, CaseState
from infodesk.reviewing.forms import IssuedForm
from infodesk.reviewing.letters import Letter, LetterKind
from infodesk.reviewing.ports import ReviewRecords

# Editors get one digest with one link to their queue; everybody else one mail an item.
_DIGEST_ROLES = frozenset({Role.CENTRE_EDITOR, Role.DEPARTMENT_EDITOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLetter:
    """A letter that is owed, with what it takes to write it."""

    letter: Letter
    person: Person
    file: CaseFile
    purpose: Purpose | None  # of its link; None for a letter without one
    step_key: str = ""


def letters_due(
    file: CaseFile, *, form: IssuedForm | None, catalog: Catalog, records: ReviewRecords
) -> list[DueLetter]:
    """Return what is owed about a case and was not sent yet."""
    owed = [
        *_request(file, catalog),
        *_form_to_print(file, form, catalog),
        *_voided(file, catalog, records),
    ]
    return [due for due in owed if not records.letters.was_sent(due.letter)]


def _request(file: CaseFile, catalog: Catalog) -> Iterable[DueLetter]:
    step = file.approval.current_step
    person = catalog.people.get(file.approval.assignee_id)
    if file.case.state is not CaseState.UNDER_REVIEW or step is None or person is None:
        return
    is_digest = step.role in _DIGEST_ROLES
    yield DueLetter(
        letter=Letter(
            kind=LetterKind.REVIEW_QUEUE if is_digest else LetterKind.REVIEW_ITEM,
            person_id=person.id,
            case_id=file.case.id,
            occasion=f"{step.key}:{_round(file.approval)}",
        ),
        person=person,
        file=file,
        purpose=Purpose.QUEUE if is_digest else Purpose.ITEM,
        step_key=step.key,
    )


def _form_to_print(
    file: CaseFile, form: IssuedForm | None, catalog: Catalog
) -> Iterable[DueLetter]:
    clerk = next(iter(catalog.people_in(Role.CENTRE_CLERK)), None)
    if form is None or clerk is None or not file.approval.awaits_paper:
        return
    yield DueLetter(
        letter=Letter(
            kind=LetterKind.PRINT_FORM,
            person_id=clerk.id,
            case_id=file.case.id,
            occasion=form.number,
        ),
        person=clerk,
        file=file,
        purpose=Purpose.UPLOAD,
    )


def _voided(file: CaseFile, catalog: Catalog, records: ReviewRecords) -> Iterable[DueLetter]:
    """Those who had agreed to the text as it was before the last edit, but not its editor."""
    earlier = [c for c in records.cases.of_article(file.article.id) if c.number < file.case.number]
    before = records.approvals.get(earlier[-1].id) if earlier else None
    if before is None:
        return
    for person_id in dict.fromkeys(o.person_id for o in before.standing.values()):
        if person_id == file.revision.created_by or person_id not in catalog.people:
            continue
        yield DueLetter(
            letter=Letter(
                kind=LetterKind.VOIDED,
                person_id=person_id,
                case_id=file.case.id,
                occasion="voided",
            ),
            person=catalog.people[person_id],
            file=file,
            purpose=None,
        )


def _round(approval: Approval) -> int:
    """How much has been said so far: a step that comes back is a new occasion."""
    is_refused_on_paper = approval.paper is not None and not approval.has_signed_paper
    return len(approval.opinions) + int(is_refused_on_paper)
