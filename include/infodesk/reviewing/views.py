"""What the desk shows: lists and pages, read from the database and never changed here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from infodesk.articles.article import Revision
from infodesk.catalog.chains import ChainStep
from infodesk.channels.destination import Destination
from infodesk.problems.problem import Problem
from infodesk.reviewing.cases import CaseFile
from infodesk.reviewing.forms import IssuedForm, Scan
from infodesk.reviewing.ports import ReviewRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A case that waits for somebody, as the database lists it."""

    case_id: str
    number: int
    article_id: str
    title: str
    credit: str
    origin: str
    source_id: str
    revision_number: int
    step_key: str  # empty while checks run, and when only the signed form is missing
    step_title: str
    assignee_id: str
    since: datetime
    chain: str  # JSON of the chain that the case follows
    form_number: str  # empty where no form is out
    priority: str = ""  # urgent, normal, low; empty where no rule speaks of the text
    reprint_by: datetime | None = None  # when a reprint must be published at the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """A case in somebody's list: who must do what by when."""

    case_id: str
    number: int
    title: str
    class_title: str
    credit: str
    source_id: str
    assignee_id: str
    waits_for: str  # name of the person, or what is awaited
    task: str  # the step's title, or 纸质签字
    since: datetime
    due_on: date
    is_overdue: bool
    is_edited: bool
    form_number: str
    priority: str = ""
    reprint_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """One case as one person sees it."""

    file: CaseFile
    step: ChainStep | None
    may_decide: bool
    is_final_step: bool
    due_on: date | None
    columns: tuple[str, ...]
    last_seen: Revision | None  # what this person decided on, or wrote, before
    last_destination: Destination | None  # where it was to go when he last decided
    form: IssuedForm | None
    scans: tuple[Scan, ...]
    may_edit: bool
    may_upload: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the operators see: who is waited for since when, and what is wrong."""

    waiting: tuple[QueueItem, ...]
    problems: tuple[Problem, ...]
    ledger_entries: int
    ledger_head: str
    at: datetime


class DeskViews(Protocol):
    """Lists for the desk, within one transaction that only reads."""

    def waiting(self, *, assignee_id: str | None = None) -> list[WaitingRow]:
        """Return the cases that wait for a decision or a signed form, the most urgent first.

        Of equal priority the earlier time limit of reprinting comes first, then the older step.
        """
        ...


class ReadingRecords(ReviewRecords, Protocol):
    """What the desk's pages are read from."""

    @property
    def desk_views(self) -> DeskViews:
        """Lists."""
        ...
