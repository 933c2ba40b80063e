"""Remembers the page that was fetched last, so that one that cannot be read can be shown."""

from typing import Any

from infodesk.collecting.web.pages import NotModified, Page, WebPages


class LastPage:
    """Pages, of which the last one is remembered."""

    def __init__(self, pages: WebPages) -> None:
        self._pages = pages
        self.page: Page | None = None

    def fetch(self, url: str, **options: Any) -> Page | NotModified:
        """Fetch an address and remember what came, nothing where nothing came."""
        self.page = None
        answer = self._pages.fetch(url, **options)
        if isinstance(answer, Page):
            self.page = answer
        return answer
