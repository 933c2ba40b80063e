"""The port of the general reader: what reads a page that nobody wrote selectors for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """What the general reader makes of a page; an empty field was not found."""

    title: str = ""
    published: datetime | None = None
    credit: str = ""
    author: str = ""
    body_html: str = ""  # as found: neither sanitised nor with absolute addresses


class GeneralReader(Protocol):
    """Reads any article page by what such pages have in common."""

    def read(self, html: str, *, url: str) -> ReadArticle:
        """Read a page. Never raises: a page that it cannot read has empty fields."""
        ...
