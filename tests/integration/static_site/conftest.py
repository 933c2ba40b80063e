"""A portal in a folder of its own."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import html as lxml_html
from tests.fakes.fake_channel import sample_content
from tests.fakes.file_store import MemoryFileStore

from infodesk.adapters.channels.static_site import Imprint, StaticSite
from infodesk.articles.article import Attachment
from infodesk.catalog.channels import Channel
from infodesk.channels.channel import Edition, Receipt

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Portal:
    """The portal, and how tests make and read its pages."""

    folder: Path
    files: MemoryFileStore
    channel: Channel

    def open(self, **ports) -> StaticSite:
        return StaticSite(
            self.channel,
            imprint=Imprint(office="吕梁市发展和改革委员会", contact="公共信用信息中心"),
            folder=self.folder,
            files=self.files,
            **ports,
        )

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
            "published_at": NOON + timedelta(minutes=number),
        }
        return Edition(**(values | changes))

    def publish(self, number: int = 1, **changes) -> Receipt:
        return self.open().publish(self.edition(number, **changes))

    def attach(self, name: str, content: bytes, media_type: str) -> Attachment:
        return Attachment(
            name=name,
            sha256=self.files.put(content),
            size_bytes=len(content),
            media_type=media_type,
        )

    def path(self, address: str) -> Path:
        return self.folder / "public" / address.removeprefix("https://portal.example/")

    def page(self, path: str) -> lxml_html.HtmlElement:
        content = (self.folder / "public" / path).read_text("utf-8")
        return lxml_html.document_fromstring(content.encode())

    def titles(self, path: str) -> list[str]:
        """Return the titles that a list page names, in order."""
        return [a.text_content() for a in self.page(path).xpath("//ul[@class='items']/li/a")]

    def pages(self) -> Iterator[str]:
        public = self.folder / "public"
        return (str(p.relative_to(public)) for p in sorted(public.rglob("*.html")))


@pytest.fixture
def portal(tmp_path) -> Portal:
    return Portal(
        folder=tmp_path / "portal",
        files=MemoryFileStore(),
        channel=Channel(
            id="portal",
            name="门户网站",
            kind="static_site",
            public_url="https://portal.example/",
            columns=[
                {"id": "national", "title": "国家发展改革委"},
                {"id": "media", "title": "媒体关注"},
            ],
        ),
    )


@pytest.fixture
def quick_disk(monkeypatch) -> None:
    """Spare the disk where a test is about pages and nothing is killed."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
