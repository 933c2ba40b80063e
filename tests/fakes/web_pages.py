"""Web pages without a network: recorded sites from a folder, and answers that a test writes."""

import json
import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from infodesk.collecting.web.page_errors import PageGone
from infodesk.collecting.web.pages import NotModified, Page

SITES = Path(__file__).parents[1] / "fixtures" / "sites"
_TYPES = {".shtml": "text/html", ".htm": "text/html", ".xml": "application/xml"}


class FakeWebPages:
    """Answers from `answers` first, then from `folder` laid out as `<host>/<path>`.

    An answer may be bytes, a Page, a NotModified or an error to raise. A recorded file may have
    `<file>.headers.json` beside it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self.answers: dict[str, bytes | Page | NotModified | Exception] = {}
        self.asked: list[str] = []
        self.validators: list[tuple[str, str]] = []

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        allow_private: bool = False,
        referer: str = "",
        heeds_robots: bool = True,
    ) -> Page | NotModified:
        self.asked.append(url)
        self.validators.append((etag, last_modified))
        answer = self.answers.get(url)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Page | NotModified):
            return answer
        if isinstance(answer, bytes):
            return page(url, answer)
        return self._recorded(url)

    def _recorded(self, url: str) -> Page:
        path = recorded_file(self._folder, url) if self._folder else None
        if path is None or not path.is_file():
            raise PageGone(f"网页不存在（404）：{url}", remedy="测试中没有这个网页")
        return page(url, path.read_bytes(), headers=recorded_headers(path))


def page(url: str, content: bytes, *, headers: dict[str, str] | None = None) -> Page:
    """Make a page as a server without peculiarities would send it."""
    headers = {"content-type": "text/html", **(headers or {})}
    return Page(
        url=url,
        final_url=url,
        status=200,
        headers=headers,
        content=content,
        charset_hint=headers["content-type"].partition("charset=")[2],
    )


def recorded_file(folder: Path, url: str) -> Path:
    """Return where a recorded page lies: `<host>/<path>`, a path ending in `/` is its index."""
    parts = urlsplit(url)
    path = unquote(parts.path) or "/"
    return folder / parts.netloc / (path.lstrip("/") + ("index.html" if path[-1] == "/" else ""))


def recorded_headers(path: Path) -> dict[str, str]:
    """Return the headers of a recorded page."""
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    headers = {"content-type": media_type or "application/octet-stream"}
    special = path.with_name(path.name + ".headers.json")
    if special.is_file():
        written = json.loads(special.read_text(encoding="utf-8"))
        headers |= {name.lower(): value for name, value in written.items()}
    return headers
