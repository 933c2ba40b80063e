"""Publishing's records in memory, with transactions that roll back and one writer at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime

from infodesk.articles.article import Revision
from infodesk.articles.states import check_transition
from infodesk.kernel.canonical import canonical_json
from infodesk.kernel.clock import as_text
from infodesk.kernel.outbox import Topic
from infodesk.ledger.entry import LedgerEntry
from infodesk.problems.problem import ProblemReport
from infodesk.publishing.clearance import Clearance
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import PUBLICATION_TRANSITIONS


@dataclass
class MemoryArticles:
    revisions: dict[str, Revision] = field(default_factory=dict)

    def revision(self, revision_id: str) -> Revision | None:
        return self.revisions.get(revision_id)


@dataclass
class MemoryClearances:
    by_article: dict[str, Clearance] = field(default_factory=dict)

    def of(self, article_id: str) -> Clearance | None:
        return self.by_article.get(article_id)


@dataclass
class MemoryPublications:
    rows: dict[str, Publication] = field(default_factory=dict)

    def add(self, publication: Publication) -> None:
        assert publication.id not in self.rows, "the id is unique"
        self.rows[publication.id] = publication

    def get(self, publication_id: str) -> Publication | None:
        return self.rows.get(publication_id)

    locked = get

    def of_article(self, article_id: str) -> list[Publication]:
        return [p for p in self.rows.values() if p.article_id == article_id]

    def save(self, publication: Publication) -> None:
        before = self.rows[publication.id].state
        if before != publication.state:
            check_transition(PUBLICATION_TRANSITIONS, before, publication.state)
        self.rows[publication.id] = publication


@dataclass
class MemoryProblems:
    reports: list[ProblemReport] = field(default_factory=list)

    def open(self, report: ProblemReport, *, at: datetime) -> str:
        self.reports.append(report)
        return str(len(self.reports))


@dataclass
class MemoryOutbox:
    errands: list[tuple[Topic, str, datetime]] = field(default_factory=list)

    def add(self, topic: Topic, subject: str, *, due_at: datetime) -> None:
        self.errands.append((topic, subject, due_at))


@dataclass
class MemoryLedger:
    log: list[LedgerEntry] = field(default_factory=list)

    def append(self, *, actor, action, subject, at, revision_hash="", payload=None):
        entry = LedgerEntry(
            seq=len(self.log) + 1,
            at=as_text(at),
            actor=actor,
            action=action,
            subject=subject,
            revision_hash=revision_hash,
            payload=canonical_json(payload or {}),
            previous_hash="",
            hash="",
        )
        self.log.append(entry)
        return entry

    def history(self, subject: str) -> list[LedgerEntry]:
        return [entry for entry in self.log if entry.subject == subject]


@dataclass
class MemoryRecords:
    articles: MemoryArticles = field(default_factory=MemoryArticles)
    clearances: MemoryClearances = field(default_factory=MemoryClearances)
    publications: MemoryPublications = field(default_factory=MemoryPublications)
    problems: MemoryProblems = field(default_factory=MemoryProblems)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)


class MemoryDatabase:
    """`begin` yields the records; an exception in the block undoes all that it did."""

    def __init__(self) -> None:
        self.records = MemoryRecords()
        self._writer = threading.Lock()

    @contextmanager
    def begin(self) -> Iterator[MemoryRecords]:
        with self._writer:
            working = _copied(self.records)
            yield working
            self.records = working

    @property
    def actions(self) -> list[str]:
        """What the ledger records, in order."""
        return [str(entry.action) for entry in self.records.ledger.log]

    def publication(self, publication_id: str) -> Publication:
        return self.records.publications.rows[publication_id]

    def tamper(self, publication_id: str, **changes) -> None:
        """Change a row behind everybody's back."""
        rows = self.records.publications.rows
        rows[publication_id] = replace(rows[publication_id], **changes)


def _copied(records: MemoryRecords) -> MemoryRecords:
    # One level is enough: the rows themselves are frozen.
    return MemoryRecords(
        **{
            part: type(repository)(**{k: copy(v) for k, v in vars(repository).items()})
            for part, repository in vars(records).items()
        }
    )
