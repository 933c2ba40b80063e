"""Captures in memory."""

from datetime import datetime

from infodesk.collecting.web.pages import Page
from infodesk.kernel.canonical import sha256_hex


class MemoryCaptures:
    """Keeps pages under a hash of their content and of the moment."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}

    def keep(self, page: Page, *, at: datetime) -> str:
        sha256 = sha256_hex(page.url.encode() + page.content + at.isoformat().encode())
        self.pages[sha256] = page
        return sha256

    def read(self, sha256: str) -> Page:
        return self.pages[sha256]
