"""One cleared reprint on its way to the portal, ready to be spoilt."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from tests.fakes.clock import StoppedClock
from tests.fakes.fake_channel import FakeChannel, sample_content
from tests.fakes.publishing_records import MemoryDatabase

from infodesk.articles.article import Revision
from infodesk.channels.channel import Channel, EditionUnfit
from infodesk.channels.destination import Destination, Placement, approval_hash
from infodesk.publishing.clearance import Clearance
from infodesk.publishing.plan_publications import plan_publications
from infodesk.publishing.publication import Publication, publication_id

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PORTAL = Placement(channel_id="portal", column_id="national")


@dataclass
class Office:
    """A database with one article under review, a channel and a clock."""

    database: MemoryDatabase
    channel: FakeChannel
    clock: StoppedClock
    revision: Revision
    clearance: Clearance

    @property
    def begin(self):
        return self.database.begin

    @property
    def ports(self):
        return {"begin": self.begin, "channel_for": self.channel_for, "clock": self.clock}

    def channel_for(self, channel_id: str) -> Channel:
        if channel_id != "portal":
            raise EditionUnfit(f"没有渠道 {channel_id}", remedy="请核对目录")
        return self.channel

    def clear(self, **changes) -> Clearance:
        """Let the review say something else from now on; the hash follows unless given."""
        destination = changes.get("destination", self.clearance.destination)
        revision = self.database.records.articles.revisions[
            changes.get("revision_id", self.clearance.revision_id)
        ]
        changes.setdefault(
            "approval_hash", approval_hash(revision.content.content_hash, destination)
        )
        self.clearance = replace(self.clearance, **changes)
        self.database.records.clearances.by_article["a1"] = self.clearance
        return self.clearance

    def revise(self, revision_id: str, **content) -> Revision:
        """Store a further revision."""
        changed = replace(self.revision.content, **content)
        revision = replace(
            self.revision,
            id=revision_id,
            number=int(revision_id[1:]),
            content=changed,
            content_hash=changed.content_hash,
        )
        self.database.records.articles.revisions[revision_id] = revision
        return revision

    def plan(self) -> list[Publication]:
        with self.begin() as records:
            return plan_publications(self.clearance, records=records, at=self.clock.now())

    def id_of(self, placement: Placement = PORTAL) -> str:
        return publication_id("a1", self.clearance.approval_hash, placement)


@pytest.fixture
def office() -> Office:
    content = sample_content()
    revision = Revision(
        id="r1",
        article_id="a1",
        number=1,
        content=content,
        content_hash=content.content_hash,
        created_by="collector",
        created_at=NOON,
    )
    destination = Destination(placements=(PORTAL,))
    clearance = Clearance(
        article_id="a1",
        revision_id="r1",
        approval_hash=approval_hash(content.content_hash, destination),
        destination=destination,
        chain_is_complete=True,
        releases_by_itself=True,
    )
    database = MemoryDatabase()
    database.records.articles.revisions["r1"] = revision
    database.records.clearances.by_article["a1"] = clearance
    return Office(
        database=database,
        channel=FakeChannel(),
        clock=StoppedClock(NOON),
        revision=revision,
        clearance=clearance,
    )
