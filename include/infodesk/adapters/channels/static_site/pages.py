"""Turn records and editions into pages: Jinja2 with escaping on, no script, no third party."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from infodesk.adapters.channels.static_site.imprint import Imprint
from infodesk.adapters.channels.static_site.lists import ListPage
from infodesk.adapters.channels.static_site.records import SiteRecord
from infodesk.articles.article import Attachment, Content
from infodesk.catalog.channels import Channel
from infodesk.kernel.canonical import canonical_json, sha256_hex
from infodesk.kernel.clock import SHANGHAI

TEMPLATES = Path(__file__).parent.parent / "templates" / "portal"
STYLE_SHEET = "site.css"
ICON = "icon.svg"
CONTROLS = "\x0b\x0c\x1c\x1d\x1e\x1f"  # white space to Python, forbidden in XML


class SitePages:
    """Renders the portal's pages. The same input gives the same bytes."""

    def __init__(self, channel: Channel, imprint: Imprint) -> None:
        self._address = str(channel.public_url).rstrip("/")
        self._jinja = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._jinja.filters.update(
            day=lambda at: f"{at.astimezone(SHANGHAI):%Y-%m-%d}",
            minute=lambda at: f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            second=lambda at: f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
            instant=lambda at: at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            size=readable_size,
            words=visible_words,
            web_address=web_address,
        )
        self.assets = {
            # Named by content: a page published long ago keeps the style that it was made with.
            f"assets/{_fingerprinted(name)}": (TEMPLATES / name).read_bytes()
            for name in (STYLE_SHEET, ICON)
        }
        self._jinja.globals.update(
            channel=channel,
            imprint=imprint,
            address=self._address,
            domain=urlsplit(self._address).netloc,
            titles={column.id: column.title for column in channel.columns},
            base_path=urlsplit(self._address).path.rstrip("/") + "/",
            style_sheet=f"assets/{_fingerprinted(STYLE_SHEET)}",
            icon=f"assets/{_fingerprinted(ICON)}",
        )
        self._look = sha256_hex(
            canonical_json(
                [
                    *((p.name, sha256_hex(p.read_bytes())) for p in sorted(TEMPLATES.iterdir())),
                    channel.model_dump_json(),
                    canonical_json(asdict(imprint)),
                ]
            )
        )

    def url(self, path: str) -> str:
        """Return the public address of a page."""
        return f"{self._address}/{path}"

    def fingerprint(self, page: ListPage) -> str:
        """Return a hash of everything that a list page is made from, its template included."""
        return sha256_hex(
            canonical_json(
                [
                    self._look,
                    page.path,
                    page.newer,
                    page.older,
                    [_said_of(r) for r in page.pinned],
                    [[c.id, [_said_of(r) for r in rs]] for c, rs in page.sections],
                    [_said_of(r) for r in page.records],
                ]
            )
        )[:32]

    def list_page(self, page: ListPage) -> bytes:
        """Render a page that is made from records; it carries its fingerprint."""
        return self._rendered(
            page.template, page.path, page=page, fingerprint=self.fingerprint(page)
        )

    def article(
        self,
        record: SiteRecord,
        content: Content,
        *,
        body_html: str,
        attachments: Sequence[tuple[Attachment, str]],
    ) -> bytes:
        """Render an article's page. `body_html` is prepared, attachments come with their paths."""
        return self._rendered(
            "article.html.jinja",
            record.path,
            record=record,
            content=content,
            # The one place where markup is let through: prepared_body has made it inert.
            body=Markup(body_html),  # noqa: S704  see above
            attachments=attachments,
        )

    def _rendered(self, template: str, path: str, **values: object) -> bytes:
        # Links are relative, so that the site works in a sub-folder and from a disk as well.
        up = "../" * (len(PurePosixPath(path).parts) - 1)
        text = self._jinja.get_template(template).render(path=path, up=up, **values)
        return text.encode()


def readable_size(size_bytes: int) -> str:
    """Return a size as people read it."""
    if size_bytes < 1024 * 1024:
        return f"{max(1, round(size_bytes / 1024))} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"


def visible_words(text: str) -> str:
    """Drop control characters, which XML forbids and nobody reads."""
    return "".join(c for c in text if c.isprintable() or (c.isspace() and c not in CONTROLS))


def web_address(address: str) -> str:
    """Return an address that a link may point to; anything but http and https points nowhere."""
    return address if address.strip().lower().startswith(("http://", "https://")) else "#"


def _said_of(record: SiteRecord) -> list[str]:
    # The content hash stands for summary, credit and document number.
    return [record.path, record.published_at, record.title, record.content_hash]


def _fingerprinted(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256_hex((TEMPLATES / name).read_bytes())[:10]}.{ending}"
