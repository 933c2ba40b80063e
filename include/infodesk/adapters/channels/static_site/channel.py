"""The embedded portal as a channel: publish a page once, keep every list in step with the pages.

Order of writing: files, record, page, lists. A record without a page is not public and is not
listed; a page without its lists is mended by whoever comes next, be it only to look.
"""

from pathlib import Path

from lxml import html as lxml_html

from infodesk.adapters.channels.bodies import prepared_body
from infodesk.adapters.channels.static_site.folder import SiteFolder, file_path
from infodesk.adapters.channels.static_site.imprint import Imprint
from infodesk.adapters.channels.static_site.lists import ListPage, list_pages
from infodesk.adapters.channels.static_site.pages import SitePages
from infodesk.adapters.channels.static_site.records import SiteRecord, record_of
from infodesk.articles.article import Attachment
from infodesk.catalog.channels import Channel
from infodesk.channels.channel import (
    ChannelUnavailable,
    Edition,
    EditionUnfit,
    Outcome,
    PublicPages,
    Receipt,
    Sighting,
)
from infodesk.channels.rendering import readable_text
from infodesk.kernel.files import FileStore


class StaticSite:
    """A channel of kind `static_site`. Any number of workers of one host may share a folder."""

    def __init__(
        self,
        channel: Channel,
        *,
        imprint: Imprint,
        folder: Path,
        files: FileStore,
        public_pages: PublicPages | None = None,
    ) -> None:
        """Keep the site below `folder`; the web server serves `public_folder`.

        With `public_pages` a look goes the public's way, over the web server; without, it reads
        what the web server would serve.
        """
        self._channel = channel
        self._pages = SitePages(channel, imprint)
        self._folder = SiteFolder(folder)
        self._files = files
        self._public_pages = public_pages

    @property
    def public_folder(self) -> Path:
        """What the web server serves."""
        return self._folder.public

    def publish(self, edition: Edition) -> Receipt:
        """Show the edition on its page and in the lists. See `Channel.publish`.

        Raises ChannelUnavailable when the disk refuses, EditionUnfit for an unknown column,
        active content or an id that was used for another text, and FileMissing.
        """
        if edition.column_id not in {column.id for column in self._channel.columns}:
            raise EditionUnfit(
                f"渠道“{self._channel.name}”没有栏目 {edition.column_id}",
                remedy="请在渠道目录中补上该栏目，或改栏目后重新送审",
            )
        try:
            with self._folder.locked():
                record = self._placed(edition)
                self._settle()
        except OSError as error:
            raise ChannelUnavailable(
                f"门户目录无法写入：{error.strerror or error}",
                remedy="请检查磁盘空间和目录权限，系统会自动重试",
            ) from error
        return Receipt(
            outcome=Outcome.LIVE,
            address=self._pages.url(record.path),
            published_at=record.instant,
        )

    def look(self, edition: Edition, *, address: str = "") -> Sighting:  # noqa: ARG002  we know it
        """Read back the edition's page. See `Channel.look`."""
        try:
            if self._folder.is_unsettled:
                with self._folder.locked():
                    self._settle()
            record = self._folder.records.get(edition.publication_id)
        except OSError as error:
            raise ChannelUnavailable(
                f"门户目录无法读取：{error.strerror or error}", remedy="请检查目录权限"
            ) from error
        if record is None:
            return Sighting(is_visible=False)
        return self._seen(record)

    def rebuild(self) -> int:
        """Make every list anew, as after a change of the catalog; return how many there are."""
        with self._folder.locked():
            self._folder.mark_unsettled()
            return self._settle(anew=True)

    def _placed(self, edition: Edition) -> SiteRecord:
        known = self._folder.records.get(edition.publication_id)
        if known is not None and self._folder.has(known.path):
            if known.content_hash != edition.content_hash:
                raise EditionUnfit(
                    f"同一发布编号已发布过另一内容：{self._pages.url(known.path)}",
                    remedy="已发布的内容不能覆盖，请按更正或撤稿办理",
                )
            return known
        record = record_of(edition)
        page = self._article_page(record, edition)
        stranger = self._folder.read(record.path)
        if stranger is not None and edition.publication_id.encode() not in stranger:
            raise EditionUnfit(
                f"网址已被另一篇稿件占用：{self._pages.url(record.path)}",
                remedy="请联系运维人员核对门户目录",
            )
        for file in (*edition.content.attachments, *edition.content.images):
            self._folder.keep(file, self._files)
        self._folder.records.put(record)
        self._folder.mark_unsettled()
        self._folder.write(record.path, page)
        return record

    def _article_page(self, record: SiteRecord, edition: Edition) -> bytes:
        def file_url(file: Attachment) -> str:
            return f"../../{file_path(file)}"

        return self._pages.article(
            record,
            edition.content,
            body_html=prepared_body(edition.content, file_url=file_url),
            attachments=[(file, file_path(file)) for file in edition.content.attachments],
        )

    def _settle(self, *, anew: bool = False) -> int:
        """Bring lists, feed and site map in step with the pages; return how many were written."""
        if not self._folder.is_unsettled:
            return 0
        for path, content in self._pages.assets.items():
            if not self._folder.has(path):
                self._folder.write(path, content)
        shown = [r for r in self._folder.records.all() if self._folder.has(r.path)]
        pages = list(list_pages(self._channel, shown))
        written = sum(self._write_list(page, anew=anew) for page in pages)
        for column in self._channel.columns:
            self._folder.remove_stale_lists(column.id, {page.path for page in pages})
        self._folder.mark_settled()
        return written

    def _write_list(self, page: ListPage, *, anew: bool) -> bool:
        fingerprint = self._pages.fingerprint(page).encode()
        if not anew and fingerprint in self._folder.head(page.path):
            return False
        self._folder.write(page.path, self._pages.list_page(page))
        return True

    def _seen(self, record: SiteRecord) -> Sighting:
        address = self._pages.url(record.path)
        if self._public_pages is not None:
            html = self._public_pages.read(address)
        else:
            content = self._folder.read(record.path)
            html = content.decode() if content is not None else None
        text = _shown_text(html or "", record.publication_id)
        if text is None:
            return Sighting(is_visible=False)
        return Sighting(is_visible=True, address=address, published_at=record.instant, text=text)


def _shown_text(html: str, publication_id: str) -> str | None:
    """Return title and body of our page; None where another page or none is shown."""
    if not html.strip():
        return None
    # As bytes with a known encoding: lxml refuses a string that declares its own.
    parser = lxml_html.HTMLParser(encoding="utf-8")
    page = lxml_html.document_fromstring(html.encode(errors="replace"), parser=parser)
    for article in page.iter("article"):
        if article.get("data-publication") == publication_id:
            parts = [e for e in article.iter() if e.get("data-part") in {"title", "body"}]
            return "\n".join(
                readable_text(lxml_html.tostring(part, encoding="unicode", with_tail=False))
                for part in parts
            )
    return None
