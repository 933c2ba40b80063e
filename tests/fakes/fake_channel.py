"""A channel in memory that keeps the contract, and breaks off wherever a test asks it to."""

from dataclasses import dataclass, field

from infodesk.articles.article import Content
from infodesk.channels.channel import (
    ChannelUnavailable,
    Edition,
    EditionUnfit,
    Outcome,
    Receipt,
    Sighting,
)
from infodesk.channels.rendering import content_text
from infodesk.kernel.files import FileStore


@dataclass
class FakeChannel:
    """Shows editions at once, or hands them over when `outcome` says so.

    `refuse_before` and `break_after` count the sendings that fail: before anything happened, or
    after the edition was accepted but before the answer arrived.
    """

    outcome: Outcome = Outcome.LIVE
    columns: tuple[str, ...] = ("national", "media")
    files: FileStore | None = None
    refuse_before: int = 0
    break_after: int = 0
    look_fails: int = 0
    shown: dict[str, Edition] = field(default_factory=dict)
    sendings: list[Edition] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)  # address -> words, for handed-over ones

    def publish(self, edition: Edition) -> Receipt:
        self.sendings.append(edition)
        if self.refuse_before:
            self.refuse_before -= 1
            raise ChannelUnavailable("渠道没有响应", remedy="稍后重试")
        if edition.column_id not in self.columns:
            raise EditionUnfit("没有这个栏目", remedy="请改栏目")
        if self.files is not None:
            for file in (*edition.content.attachments, *edition.content.images):
                self.files.get(file.sha256)
        known = self.shown.setdefault(edition.publication_id, edition)
        if known.content_hash != edition.content_hash:
            raise EditionUnfit("同一编号已发布过另一内容")
        if self.break_after:
            self.break_after -= 1
            raise ChannelUnavailable("等待回答超时", remedy="稍后核对")
        if self.outcome is Outcome.HANDED_OVER:
            return Receipt(outcome=self.outcome, address=f"/packages/{edition.publication_id}")
        return Receipt(
            outcome=self.outcome,
            address=f"https://channel.example/{edition.publication_id}",
            published_at=known.published_at,
        )

    def look(self, edition: Edition, *, address: str = "") -> Sighting:
        if self.look_fails:
            self.look_fails -= 1
            raise ChannelUnavailable("渠道没有响应", remedy="稍后重试")
        if self.outcome is Outcome.HANDED_OVER:
            words = self.pages.get(address)
            return Sighting(is_visible=words is not None, address=address, text=words or "")
        known = self.shown.get(edition.publication_id)
        if known is None:
            return Sighting(is_visible=False)
        return Sighting(
            is_visible=True,
            address=f"https://channel.example/{edition.publication_id}",
            published_at=known.published_at,
            text=content_text(known.content),
        )


@dataclass
class MemoryPages:
    """What the public sees at an address: HTML."""

    html: dict[str, str] = field(default_factory=dict)
    fails: bool = False

    def read(self, address: str) -> str | None:
        if self.fails:
            raise ChannelUnavailable("网站没有响应")
        return self.html.get(address)


def sample_content(title: str = "关于做好冬季取暖保供工作的通知", **changes) -> Content:
    """Return a text as collecting leaves it."""
    values = {
        "title": title,
        "body_html": "<p>各县（市、区）：</p><p>现将有关事项通知如下。</p>",
        "credit": "国家发展改革委",
        "credit_url": "https://source.example/t20261123_1.html",
    }
    return Content(**(values | changes))
