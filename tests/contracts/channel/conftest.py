"""The kinds of channel that keep the one contract."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from tests.fakes.fake_channel import FakeChannel, MemoryPages, sample_content
from tests.fakes.file_store import MemoryFileStore

from infodesk.adapters.channels.manual import ManualChannel
from infodesk.adapters.channels.static_site import Imprint, StaticSite
from infodesk.articles.article import Attachment
from infodesk.catalog.channels import Channel as CatalogChannel
from infodesk.channels.channel import Channel, Edition, Outcome
from infodesk.channels.rendering import content_text

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
COLUMNS = [{"id": "national", "title": "国家发展改革委"}, {"id": "media", "title": "媒体关注"}]


def catalog_channel(kind: str) -> CatalogChannel:
    return CatalogChannel(
        id="portal",
        name="门户网站",
        kind=kind,
        public_url="https://portal.example/",
        columns=COLUMNS,
    )


@dataclass
class Bench:
    """A channel under test, and what a test needs to know of its kind."""

    open_channel: Callable[[], Channel]  # again, as after a restart
    outcome: Outcome
    files: MemoryFileStore
    put_online: Callable[[Edition], str]  # what the person does; returns the address
    channel: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.channel = self.open_channel()

    def edition(self, number: int = 1, **changes) -> Edition:
        content = changes.pop("content", sample_content(f"第{number}篇稿件"))
        values = {
            "publication_id": f"{number:032x}",
            "article_id": f"a{number}",
            "revision_number": 1,
            "content": content,
            "content_hash": content.content_hash,
            "column_id": "national",
            "is_pinned": False,
            "published_at": NOON,
        }
        return Edition(**(values | changes))

    def attach(self, name: str, content: bytes, media_type: str = "application/pdf") -> Attachment:
        return Attachment(
            name=name,
            sha256=self.files.put(content),
            size_bytes=len(content),
            media_type=media_type,
        )


def static_site(folder: Path) -> Bench:
    files = MemoryFileStore()
    return Bench(
        open_channel=lambda: StaticSite(
            catalog_channel("static_site"),
            imprint=Imprint(office="某市发展和改革委员会"),
            folder=folder,
            files=files,
        ),
        outcome=Outcome.LIVE,
        files=files,
        put_online=lambda _: "",
    )


def manual(folder: Path) -> Bench:
    files, pages = MemoryFileStore(), MemoryPages()

    def put_online(edition: Edition) -> str:
        address = f"https://credit.example/{edition.publication_id}.html"
        pages.html[address] = (
            "<html><head><title>信用中国</title></head><body><nav>首页</nav>"
            f"<h1>{escape(edition.content.title)}</h1>{edition.content.body_html}</body></html>"
        )
        return address

    return Bench(
        open_channel=lambda: ManualChannel(
            catalog_channel("manual"), packages=folder, files=files, public_pages=pages
        ),
        outcome=Outcome.HANDED_OVER,
        files=files,
        put_online=put_online,
    )


def in_memory(outcome: Outcome) -> Bench:
    files = MemoryFileStore()
    channel = FakeChannel(outcome=outcome, files=files)

    def put_online(edition: Edition) -> str:
        address = f"https://credit.example/{edition.publication_id}.html"
        channel.pages[address] = content_text(edition.content)
        return address if outcome is Outcome.HANDED_OVER else ""

    return Bench(open_channel=lambda: channel, outcome=outcome, files=files, put_online=put_online)


@pytest.fixture(params=["static_site", "manual", "fake_live", "fake_handed_over"])
def bench(request, tmp_path) -> Bench:
    match request.param:
        case "static_site":
            return static_site(tmp_path)
        case "manual":
            return manual(tmp_path)
        case "fake_live":
            return in_memory(Outcome.LIVE)
        case _:
            return in_memory(Outcome.HANDED_OVER)
