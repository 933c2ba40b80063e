"""Bring every text that needs it one step further, and tell whoever must act."""

from collections.abc import Sequence
from dataclasses import dataclass

from infodesk.catalog.catalog import Catalog
from infodesk.kernel.clock import Clock
from infodesk.kernel.files import FileStore
from infodesk.kernel.transactions import Begin
from infodesk.reviewing.approval_form import FormPrinter
from infodesk.reviewing.assign_step import assign_step
from infodesk.reviewing.check_case import check_case
from infodesk.reviewing.checks import Checks
from infodesk.reviewing.issue_form import issue_form, read_case_file
from infodesk.reviewing.letters_due import DueLetter, letters_due
from infodesk.reviewing.open_review import open_review
from infodesk.reviewing.ports import ReviewRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What advancing a review takes."""

    catalog: Catalog
    checks: Checks
    printer: FormPrinter
    files: FileStore
    begin: Begin[ReviewRecords]
    clock: Clock


def advance_review(article_id: str, desk: Desk) -> Sequence[DueLetter]:
    """Open, check, assign and print what can be, and return the letters that are then due.

    Every part is idempotent and leaves the rest to the next call: killed anywhere, calling again
    goes on from there. Raises InfodeskError for what a person has to mend.
    """
    case_id = open_review(article_id, catalog=desk.catalog, begin=desk.begin, clock=desk.clock)
    if case_id is None:
        return ()
    check_case(case_id, checks=desk.checks, begin=desk.begin, clock=desk.clock)
    assign_step(case_id, catalog=desk.catalog, begin=desk.begin, clock=desk.clock)
    form = issue_form(
        case_id,
        catalog=desk.catalog,
        printer=desk.printer,
        files=desk.files,
        begin=desk.begin,
        clock=desk.clock,
    )
    with desk.begin() as records:
        file = read_case_file(records, case_id)
        if file is None or not file.is_current:
            return ()
        return letters_due(file, form=form, catalog=desk.catalog, records=records)
