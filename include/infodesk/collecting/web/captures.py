"""The port through which fetched pages are kept as evidence: what stood there, and when."""

from datetime import datetime
from typing import Protocol

from infodesk.collecting.web.pages import Page


class Captures(Protocol):
    """Pages as the sites sent them, each kept for years under the hash of its record.

    A text can be extracted again from it without fetching, and it shows what was reprinted.
    """

    def keep(self, page: Page, *, at: datetime) -> str:
        """Keep a page and return the SHA-256 of its record, 64 hex digits.

        Keeping the same page of the same moment again changes nothing and returns the same hash.
        """
        ...

    def read(self, sha256: str) -> Page:
        """Return a kept page. Raises InfodeskError when there is none, or it is damaged."""
        ...
