"""A cleared reprint on a real database, on its way to a real portal."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html as lxml_html
from tests.contracts.reviewing.review_office import ReviewOffice

from infodesk.adapters.channels.static_site import Imprint, StaticSite
from infodesk.adapters.database.database import Database
from infodesk.publishing.outcomes import PublishResult
from infodesk.publishing.plan_publications import plan_publications
from infodesk.publishing.publication import Publication
from infodesk.publishing.publish_due import publish_due


@dataclass
class Desk:
    """What the task does for errands about publications, and what the public then reads."""

    office: ReviewOffice
    folder: Path
    article_id: str

    def plan(self) -> list[Publication]:
        with self.office.database.begin() as records:
            clearance = records.clearances.of(self.article_id)
            return plan_publications(clearance, records=records, at=self.office.clock.now())

    def channel_for(self, channel_id: str) -> StaticSite:
        return StaticSite(
            self.office.catalog.channels[channel_id],
            imprint=Imprint(office="示例发改委"),
            folder=self.folder,
            files=self.office.files,
        )

    def publish(self, publication_id: str) -> PublishResult:
        return publish_due(
            publication_id,
            begin=self.office.database.begin,
            channel_for=self.channel_for,
            clock=self.office.clock,
        )

    def publish_and_die(self, publication_id: str, url: str, *, transaction: int, late: bool):
        """Be killed just before, or just after, the n-th commit."""
        database, opened = Database(url), 0

        @contextmanager
        def begin() -> Iterator[object]:
            nonlocal opened
            opened += 1
            with database.begin() as records:
                yield records
                if opened == transaction and not late:
                    os.kill(os.getpid(), signal.SIGKILL)
            if opened == transaction:
                os.kill(os.getpid(), signal.SIGKILL)

        publish_due(
            publication_id, begin=begin, channel_for=self.channel_for, clock=self.office.clock
        )

    def stored(self, publication_id: str) -> Publication:
        with self.office.database.read() as records:
            found = records.publications.get(publication_id)
        assert found is not None
        return found

    def titles(self) -> list[str]:
        """Return the titles that the public can read in the column's list."""
        page = self.folder / "public/news/index.html"
        if not page.exists():
            return []
        found = lxml_html.document_fromstring(page.read_bytes())
        return [a.text_content() for a in found.xpath("//ul[@class='items']/li/a")]

    def tamper(self, statement: str) -> None:
        """Change rows as somebody would who holds the database."""
        with self.office.database.engine.begin() as connection:
            assert connection.exec_driver_sql(statement).rowcount


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    office = ReviewOffice(database=database, folder=tmp_path / "files")
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")
    office.state(office.scan(article))
    return Desk(office=office, folder=tmp_path / "portal", article_id=article)
