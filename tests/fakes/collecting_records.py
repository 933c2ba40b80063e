"""What collecting reads and changes, in memory, with transactions that roll back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from infodesk.articles.article import Article
from infodesk.channels.destination import Destination
from infodesk.collecting.likeness.duplicates import Comparable, comparable_text
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.originals.watched import OriginalWatch
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.reprints import (
    Candidate,
    DuplicateVerdict,
    PossibleDuplicate,
    ReprintFacts,
)
from infodesk.collecting.web.page_tree import host_of
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
    sightings: list[tuple[str, Sighting]] = field(default_factory=list)
    facts: dict[str, ReprintFacts] = field(default_factory=dict)
    sketches: dict[str, frozenset[int]] = field(default_factory=dict)
    watches: dict[str, OriginalWatch] = field(default_factory=dict)
    questions: dict[tuple[str, str], PossibleDuplicate] = field(default_factory=dict)
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
        self.reprints = MemoryReprints(state)
        self.originals = self

    def known(self, source_keys: Collection[str]) -> frozenset[str]:
        return frozenset(key for key in source_keys if key in self.state.keys)

    def with_fingerprint(self, fingerprint: str) -> str | None:
        return self.state.fingerprints.get(fingerprint)

    def receive(
        self, article: Article, *, destination: Destination, sighting: Sighting, fingerprint: str
    ) -> bool:
        if not self.add_witness(article.id, sighting):
            return False
        self.state.articles[article.id] = article
        self.state.destinations[article.id] = destination
        self.state.fingerprints.setdefault(fingerprint, article.id)
        return True

    def add_witness(self, article_id: str, sighting: Sighting) -> bool:
        if sighting.source_key in self.state.keys:
            return False
        self.state.keys[sighting.source_key] = article_id
        self.state.sightings.append((article_id, sighting))
        return True

    def watch(self, watch: OriginalWatch) -> None:
        self.state.watches.setdefault(watch.article_id, watch)

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


class MemoryReprints:
    """What is known of the reprints of a state."""

    def __init__(self, state: State) -> None:
        self.state = state

    def add(self, facts: ReprintFacts, *, sketch: Sequence[int]) -> None:
        self.state.facts[facts.article_id] = facts
        self.state.sketches[facts.article_id] = frozenset(sketch)

    def facts(self, article_id: str) -> ReprintFacts | None:
        return self.state.facts.get(article_id)

    def candidates(
        self, text: Comparable, *, sketch: Sequence[int], title_days: int
    ) -> list[Candidate]:
        del title_days  # whether the days are few enough, the judgement says again
        found = [
            article
            for article in self.state.articles.values()
            if len(self.state.sketches[article.id] & set(sketch)) >= 2
            or self.state.facts[article.id].title_key == text.title_key
            or (text.number and self.state.facts[article.id].document_number == text.number)
        ]
        return [
            Candidate(
                article_id=article.id,
                received_at=article.received_at,
                text=Comparable(
                    title=article.revision.content.title,
                    text=comparable_text(article.revision.content.body_html),
                    document_number=article.revision.content.document_number,
                    attachments=frozenset(
                        file.sha256 for file in article.revision.content.attachments
                    ),
                    at=article.source_published_at or article.received_at,
                    host=host_of(article.source_url),
                ),
            )
            for article in found
        ]

    def sightings(self, article_id: str) -> list[Sighting]:
        return [sighting for id_, sighting in self.state.sightings if id_ == article_id]

    def ask(self, question: PossibleDuplicate) -> None:
        key = (question.article_id, question.other_id)
        self.state.questions.setdefault(
            key,
            replace(
                question,
                other_title=self.state.articles[question.other_id].revision.content.title,
            ),
        )

    def question(self, article_id: str, other_id: str) -> PossibleDuplicate | None:
        return self.state.questions.get((article_id, other_id))

    def settle(
        self, article_id: str, other_id: str, *, verdict: DuplicateVerdict, by: str, at: datetime
    ) -> None:
        key = (article_id, other_id)
        self.state.questions[key] = replace(
            self.state.questions[key], verdict=verdict, settled_by=by, settled_at=at
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
