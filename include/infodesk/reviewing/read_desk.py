"""Reads the desk's pages: a person's queue, one case, the operators' board."""

from datetime import datetime

from infodesk.articles.article import Revision
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.chains import ReviewChain
from infodesk.catalog.people import Person, Role
from infodesk.channels.destination import Destination
from infodesk.kernel.clock import local_date
from infodesk.reviewing.cases import CaseFile, CaseState, ReviewCase
from infodesk.reviewing.deadlines import due_on
from infodesk.reviewing.errors import CaseUnknown
from infodesk.reviewing.issue_form import column_titles, read_case_file
from infodesk.reviewing.views import Board, ItemPage, QueueItem, ReadingRecords, WaitingRow

_CENTRE_ROLES = frozenset({Role.CENTRE_EDITOR, Role.CENTRE_CLERK})
_EDITORS = frozenset({Role.CENTRE_EDITOR, Role.DEPARTMENT_EDITOR})


def queue(
    who: Person, *, records: ReadingRecords, catalog: Catalog, now: datetime
) -> list[QueueItem]:
    """Return what waits for a person; for a clerk also the forms that are out."""
    rows = records.desk_views.waiting(assignee_id=who.id)
    if Role.CENTRE_CLERK in who.roles:
        mine = {row.case_id for row in rows}
        rows += [
            row
            for row in records.desk_views.waiting()
            if row.form_number and row.case_id not in mine
        ]
    return [_queue_item(row, catalog, now) for row in rows]


def item(
    case_id: str, who: Person, *, records: ReadingRecords, catalog: Catalog, now: datetime
) -> ItemPage:
    """Return a case as a person sees it. Raises CaseUnknown for what is not his to see."""
    file = read_case_file(records, case_id)
    if file is None or not _may_see(file, who, records=records, catalog=catalog, now=now):
        raise CaseUnknown
    step = file.approval.current_step
    is_open = file.case.state is CaseState.UNDER_REVIEW and file.is_current
    return ItemPage(
        file=file,
        step=step,
        may_decide=is_open and step is not None and file.approval.assignee_id == who.id,
        is_final_step=step is not None and step.key == file.approval.final_step.key,
        due_on=due_on(file.approval, step, catalog.calendar) if step else None,
        columns=column_titles(file.case.destination, catalog),
        last_seen=_last_seen(file, who, records),
        last_destination=_last_destination(file, who, records),
        form=records.forms.of_case(case_id),
        scans=tuple(records.forms.scans_of_case(case_id)),
        may_edit=file.is_current
        and file.case.state not in {CaseState.REJECTED, CaseState.VOID}
        and not _EDITORS.isdisjoint(who.roles),
        may_upload=Role.CENTRE_CLERK in who.roles,
    )


def board(*, records: ReadingRecords, catalog: Catalog, now: datetime) -> Board:
    """Return what the operators see."""
    seq, head = records.ledger.head()
    return Board(
        waiting=tuple(_queue_item(row, catalog, now) for row in records.desk_views.waiting()),
        problems=tuple(records.problems.open_ones()),
        ledger_entries=seq,
        ledger_head=head,
        at=now,
    )


def _may_see(
    file: CaseFile, who: Person, *, records: ReadingRecords, catalog: Catalog, now: datetime
) -> bool:
    is_of_centre = file.article.department_id == catalog.centre.id
    return (
        file.approval.assignee_id == who.id
        or (is_of_centre and not _CENTRE_ROLES.isdisjoint(who.roles))
        or Role.CENTRE_CLERK in who.roles
        or any(o.person_id == who.id for o in file.approval.opinions)
        or any(link.subject == file.case.id for link in records.links.live_of(who.id, now=now))
    )


def _last_seen(file: CaseFile, who: Person, records: ReadingRecords) -> Revision | None:
    """Return the newest earlier revision that this person decided on, or wrote himself.

    Opening a page does not count: a mail scanner opens pages too.
    """
    revisions = records.articles.revisions(file.article.id)
    earlier = [r for r in revisions if r.number < file.revision.number]
    decided = {case.revision_id for case in _decided_before(file, who, records)}
    return next((r for r in reversed(earlier) if r.id in decided or r.created_by == who.id), None)


def _last_destination(file: CaseFile, who: Person, records: ReadingRecords) -> Destination | None:
    """Where the text was to go when this person last decided on an earlier case of it."""
    decided = _decided_before(file, who, records)
    return decided[-1].destination if decided else None


def _decided_before(file: CaseFile, who: Person, records: ReadingRecords) -> list[ReviewCase]:
    return [
        case
        for case in records.cases.of_article(file.article.id)
        for approval in [records.approvals.get(case.id)]
        if case.number < file.case.number
        and approval is not None
        and any(opinion.person_id == who.id for opinion in approval.opinions)
    ]


def _queue_item(row: WaitingRow, catalog: Catalog, now: datetime) -> QueueItem:
    chain = ReviewChain.model_validate_json(row.chain)
    step = next((s for s in chain.steps if s.key == row.step_key), chain.steps[-1])
    due = catalog.calendar.add_working_days(local_date(row.since), step.working_days)
    holder = catalog.people.get(row.assignee_id)
    return QueueItem(
        case_id=row.case_id,
        number=row.number,
        title=row.title,
        class_title=chain.title,
        credit=row.credit,
        source_id=row.source_id,
        assignee_id=row.assignee_id,
        waits_for=holder.name if holder else ("纸质签字" if row.form_number else "系统"),
        task=row.step_title or ("签字扫描件" if row.form_number else "自动检查"),
        since=row.since,
        due_on=due,
        is_overdue=local_date(now) > due,
        is_edited=row.revision_number > 1,
        form_number=row.form_number,
        priority=row.priority,
        reprint_by=row.reprint_by,
    )
