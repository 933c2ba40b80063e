"""Which letters a case owes right now; writing none of them changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from infodesk.access.links import Purpose
from infodesk.approvals.approval import Approval
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.chains import ChainStep
from infodesk.catalog.channels import ChannelKind
from infodesk.catalog.people import Person, Role
from infodesk.kernel.clock import as_text
from infodesk.reviewing.cases import CaseFile, CaseState, ReviewCase
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
        *_to_release(file, catalog),
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
            occasion=_occasion(step, file.approval),
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


def _to_release(file: CaseFile, catalog: Catalog) -> Iterable[DueLetter]:
    """Ask the clerk to check and release, or to publish by hand (article 3)."""
    clerk = next(iter(catalog.people_in(Role.CENTRE_CLERK)), None)
    kinds = {catalog.channels[p.channel_id].kind for p in file.case.destination.placements}
    needs_a_hand = ChannelKind.MANUAL in kinds or not file.approval.chain.releases_by_itself
    if clerk is None or file.case.state is not CaseState.COMPLETE or not needs_a_hand:
        return
    yield DueLetter(
        letter=Letter(
            kind=LetterKind.RELEASE,
            person_id=clerk.id,
            case_id=file.case.id,
            occasion="cleared",
        ),
        person=clerk,
        file=file,
        purpose=Purpose.QUEUE,
    )


def _voided(file: CaseFile, catalog: Catalog, records: ReviewRecords) -> Iterable[DueLetter]:
    """Those who had agreed to the text as it was before an edit, but not who edited it.

    All earlier cases are asked: the letter about one of them may still be owed when the next edit
    follows.
    """
    cases = [c for c in records.cases.of_article(file.article.id) if c.number <= file.case.number]
    for earlier, later in pairwise(cases):
        approval = records.approvals.get(earlier.id)
        agreed = {o.person_id for o in approval.standing.values()} if approval else set()
        for person_id in sorted(agreed - {_editor_between(earlier, later, records)}):
            if person_id in catalog.people:
                yield DueLetter(
                    letter=Letter(
                        kind=LetterKind.VOIDED,
                        person_id=person_id,
                        case_id=earlier.id,
                        occasion="voided",
                    ),
                    person=catalog.people[person_id],
                    file=file,
                    purpose=None,
                )


def _editor_between(earlier: ReviewCase, later: ReviewCase, records: ReviewRecords) -> str:
    """Return who wrote the later case's revision; nobody where only the destination changed."""
    revision = records.articles.revision(later.revision_id)
    if revision is None or later.revision_id == earlier.revision_id:
        return ""
    return revision.created_by


def _occasion(step: ChainStep, approval: Approval) -> str:
    """Tell one request from the next: by what was said so far, and since when the person has it.

    A step that comes back is asked for again, and so is one that was reassigned and given back.
    """
    is_refused_on_paper = approval.paper is not None and not approval.has_signed_paper
    said = len(approval.opinions) + int(is_refused_on_paper)
    return f"{step.key}:{said}:{as_text(approval.step_since)}"
