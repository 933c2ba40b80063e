"""Plays the web: serves saved sites from a folder, chosen by the Host header, on loopback.

A file `sites/<host>/<path>` answers `http://<host>/<path>`; a path that ends in `/` is its
`index.html`. Beside a file, `<file>.headers.json` overrides or adds headers (a wrong charset, say)
and its `status` the status code. With `--pages` a folder of saved pages and their `gold.json`
answer as one more host, whose home page lists them.
"""

import argparse
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from rehearsal.premises import LOOPBACK, PROJECT

PAGES_HOST = "pages.infodesk.example"
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One answer of a saved site."""

    content: bytes
    media_type: str
    changed_at: float
    status: int = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A validator that changes with the bytes."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


class SavedWeb:
    """Finds the answer to a host and a path."""

    def __init__(self, *, sites: Path, pages: Path | None = None) -> None:
        self._sites = sites.resolve()
        self._pages = pages.resolve() if pages else None

    def find(self, host: str, path: str) -> Saved | None:
        """Return the answer, or None where the saved web has nothing."""
        if not _HOST.fullmatch(host):
            return None
        root = self._pages if host == PAGES_HOST and self._pages else self._sites / host
        if root == self._pages and path in {"/", "/index.html"}:
            return _list_of_pages(root)
        file = (root / unquote(path).lstrip("/")).resolve()
        if path.endswith("/"):
            file /= "index.html"
        is_ours = file.is_relative_to(root) and not file.name.endswith(".headers.json")
        return _read(file) if is_ours and file.is_file() else None


def _read(file: Path) -> Saved:
    guessed = mimetypes.guess_type(file.name)[0]
    overrides: dict[str, str] = {}
    beside = file.with_name(f"{file.name}.headers.json")
    if beside.exists():
        overrides = {
            str(name).lower(): str(value)
            for name, value in json.loads(beside.read_text(encoding="utf-8")).items()
        }
    return Saved(
        content=file.read_bytes(),
        media_type=overrides.pop("content-type", guessed or "text/html"),
        changed_at=file.stat().st_mtime,
        status=int(overrides.pop("status", HTTPStatus.OK)),
        headers=overrides,
    )


def _list_of_pages(folder: Path) -> Saved:
    """Return a list page as an office's site would have it, made out of gold.json."""
    gold = folder / "gold.json"
    items = "".join(
        f'<li><a href="{quote(entry["file"])}">{escape(entry.get("title") or entry["file"])}</a>'
        f"<span>{escape(entry.get('published') or '')}</span></li>\n"
        for entry in json.loads(gold.read_text(encoding="utf-8"))
    )
    page = (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<title>存档页面</title></head>\n<body><ul class="list">\n{items}</ul></body></html>\n'
    )
    return Saved(
        content=page.encode(),
        media_type="text/html; charset=utf-8",
        changed_at=gold.stat().st_mtime,
    )


class ReplayServer(ThreadingHTTPServer):
    """An HTTP server over a saved web."""

    daemon_threads = True

    def __init__(self, web: SavedWeb, *, port: int) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.web = web


class _Handler(BaseHTTPRequestHandler):
    server: ReplayServer
    protocol_version = "HTTP/1.1"
    server_version = "replay"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        found = self.server.web.find(host, urlsplit(self.path).path)
        if found is None:
            text = f"回放服务器没有 {host}{self.path}\n".encode()
            found = Saved(
                content=text,
                media_type="text/plain; charset=utf-8",
                changed_at=0,
                status=HTTPStatus.NOT_FOUND,
            )
        if found.status == HTTPStatus.OK and self._is_known(found):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._send_validators(found)
            self.end_headers()
            return
        self.send_response(found.status)
        headers = {"content-type": found.media_type, "content-length": str(len(found.content))}
        for name, value in (headers | found.headers).items():
            self.send_header(name, value)
        self._send_validators(found)
        self.end_headers()
        if with_body:
            self.wfile.write(found.content)

    def _is_known(self, found: Saved) -> bool:
        if etags := self.headers.get("If-None-Match"):
            return found.headers.get("etag", found.etag) in {e.strip() for e in etags.split(",")}
        since = self.headers.get("If-Modified-Since", "")
        try:
            return int(found.changed_at) <= parsedate_to_datetime(since).timestamp()
        except ValueError:  # a date that nobody can read is no condition
            return False

    def _send_validators(self, found: Saved) -> None:
        validators = {
            "etag": found.etag,
            "last-modified": formatdate(int(found.changed_at), usegmt=True),
        }
        for name, value in validators.items():
            if name not in found.headers and found.changed_at:
                self.send_header(name, value)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description="按 Host 头回放保存下来的网站（只听本机）")
    parser.add_argument("--sites", type=Path, default=PROJECT / "tests" / "fixtures" / "sites")
    parser.add_argument("--pages", type=Path, help="另一个文件夹：html/*.html 和 gold.json")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    ReplayServer(
        SavedWeb(sites=options.sites, pages=options.pages), port=options.port
    ).serve_forever()


if __name__ == "__main__":
    main()
