"""Kept pages, shown and read again without asking any site (what was reprinted, years later)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.sources import ArticleSelectors
from infodesk.collecting.web.pages import Page
from infodesk.kernel.clock import SHANGHAI, local_date
from infodesk.kernel.errors import InfodeskError

_SHA256_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One kept page: where it was seen and what came over the wire."""

    sha256: str
    page: Page
    taken_at: datetime
    source_id: str = ""  # the source that listed it, where that is known
    title: str = ""  # as it stood there

    @property
    def facts(self) -> Mapping[str, str]:
        """What a person wants to know of it, in the order of telling."""
        last = self.page.exchanges[-1]
        return {
            "存证编号": self.sha256,
            "取得时间": self.taken_at.astimezone(SHANGHAI).isoformat(),
            "请求的网址": self.page.url,
            "得到的网址": self.page.final_url,
            "跳转": "、".join(hop.url for hop in self.page.exchanges[1:]) or "无",
            "对方地址": last.peer or "未记录",
            "状态": f"{last.status} {last.reason}".strip(),
            "类型": self.page.headers.get("content-type", "未写明"),
            "字节数": str(len(self.page.content)),
            "内容哈希": self.page.content_hash,
            "来源": self.source_id or "未知",
        }


def find_evidence(reference: str, *, source_id: str = "") -> list[Evidence]:
    """Return the kept pages of an article, or the one kept under a SHA-256, oldest first.

    `source_id` names the source of a single one, which its file does not tell. Raises
    InfodeskError where there is none, or where it is damaged.
    """
    if len(reference) == _SHA256_LENGTH:
        return [_read(reference, source_id=source_id)]
    with wiring().database.read() as records:
        seen = records.reprints.sightings(reference)
    if not seen:
        raise InfodeskError(
            f"没有稿件 {reference}，或它不是转载的", remedy="请从稿件页的网址中复制稿件编号"
        )
    found = [
        _read(sighting.capture, source_id=sighting.source_id, title=sighting.title)
        for sighting in seen
        if sighting.capture
    ]
    if not found:
        raise InfodeskError(
            f"稿件 {reference} 没有存证", remedy="它是启用存证之前收取的，请打开原文核对"
        )
    return found


def read_evidence(evidence: Evidence) -> dict[str, Any]:
    """Return what the kept page says, read as it was read when it came, as plain values.

    Raises PageUnreadable, PageTooLarge, SelectorInvalid.
    """
    from infodesk.collecting.listing.listed import ListedItem
    from infodesk.collecting.reading.read_article import read_article
    from infodesk.collecting.web.page_tree import host_of

    page = evidence.page
    source = wiring().catalog.sources.get(evidence.source_id)
    is_own = source is not None and host_of(page.final_url) == source.host
    draft = read_article(
        page,
        listed=ListedItem(url=page.url, title=evidence.title),
        selectors=source.article if source is not None and is_own else ArticleSelectors(),
        today=local_date(evidence.taken_at),
    )
    return {
        "title": draft.title,
        "published": draft.published.astimezone(SHANGHAI).isoformat() if draft.published else None,
        "source": draft.credit,
        "author": draft.author,
        "document_number": draft.document_number,
        "body_html": draft.body_html,
        "images": [{"url": file.url, "name": file.name} for file in draft.images],
        "attachments": [{"url": file.url, "name": file.name} for file in draft.attachments],
        "warnings": [issue.message for issue in draft.warnings],
    }


def evidence_file(evidence: Evidence) -> bytes:
    """Return the WARC file itself (.warc.gz), for whoever is to be shown it."""
    return wiring().files.get(evidence.sha256)


def _read(sha256: str, *, source_id: str, title: str = "") -> Evidence:
    capture = wiring().captures.capture(sha256)
    return Evidence(
        sha256=sha256,
        page=capture.page,
        taken_at=capture.taken_at,
        source_id=source_id,
        title=title,
    )
