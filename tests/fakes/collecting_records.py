"""What collecting reads and changes, in memory, with transactions that roll back."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from infodesk.articles.article import Article
from infodesk.channels.destination import Destination
from infodesk.collecting.ports import SourceVisit
from infodesk.kernel.outbox import Topic
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport


@dataclass
class State:
    """Everything that is recorded."""

    articles: dict[str, Article] = field(default_factory=dict)
    destinations: dict[str, Destination] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    visits: dict[str, SourceVisit] = field(default_factory=dict)
    problems: dict[tuple[str, str], ProblemReport] = field(default_factory=dict)
    times_seen: dict[tuple[str, str], int] = field(default_factory=dict)
    errands: list[tuple[Topic, str]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)


class MemoryRecords:
    """One transaction over a state; each subject is served by the object itself."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.articles = self.sources = self.problems = self.outbox = self.ledger = self

    def known(self, source_keys: Collection[str]) -> frozenset[str]:
        return frozenset(key for key in source_keys if key in self.state.keys)

    def with_fingerprint(self, fingerprint: str) -> str | None:
        return self.state.fingerprints.get(fingerprint)

    def receive(
        self, article: Article, *, destination: Destination, source_key: str, fingerprint: str
    ) -> bool:
        if source_key in self.state.keys:
            return False
        self.state.keys[source_key] = article.id
        self.state.articles[article.id] = article
        self.state.destinations[article.id] = destination
        self.state.fingerprints.setdefault(fingerprint, article.id)
        return True

    def add_witness(
        self, article_id: str, *, source_key: str, source_id: str, url: str, at: datetime
    ) -> None:
        self.state.keys.setdefault(source_key, article_id)

    def last(self, source_id: str) -> SourceVisit | None:
        return self.state.visits.get(source_id)

    def save(self, visit: SourceVisit) -> None:
        self.state.visits[visit.source_id] = visit

    def open(self, report: ProblemReport, *, at: datetime) -> str:
        key = (report.kind, report.subject)
        self.state.problems[key] = report
        self.state.times_seen[key] = self.state.times_seen.get(key, 0) + 1
        return "/".join(key)

    def add(self, topic: Topic, subject: str, *, due_at: datetime) -> None:
        self.state.errands.append((topic, subject))

    def append(
        self,
        *,
        actor: str,
        action: Action,
        subject: str,
        at: datetime,
        revision_hash: str = "",
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        self.state.entries.append(
            {
                "actor": actor,
                "action": action,
                "subject": subject,
                "revision_hash": revision_hash,
                "payload": dict(payload or {}),
            }
        )


class MemoryDatabase:
    """Opens transactions, one at a time; an error inside one leaves everything as it was."""

    def __init__(self) -> None:
        self.state = State()
        self.is_open = False
        self.commits = 0
        self.die_before_commit = 0  # the number of the commit that does not happen

    @contextmanager
    def begin(self) -> Iterator[MemoryRecords]:
        assert not self.is_open, "a transaction inside a transaction"
        self.is_open = True
        draft = deepcopy(self.state)
        try:
            yield MemoryRecords(draft)
            if self.die_before_commit == self.commits + 1:
                raise KeyboardInterrupt
            self.state = draft
            self.commits += 1
        finally:
            self.is_open = False
