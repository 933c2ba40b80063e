"""Looks whether the links of a text lead anywhere, within a number and a time."""

from collections.abc import Callable, Mapping, Sequence
from time import monotonic

from infodesk.collecting.web.page_errors import PageError, PageGone, PageTooLarge, RobotsRefused
from infodesk.collecting.web.pages import WebPages
from infodesk.reviewing.checking.web_links import LinkState

MOST_LINKS = 10  # of one text; it waits for its first reader meanwhile
SECONDS = 30.0  # for all of them together, but for the answer that is under way


class LinksOverWeb:
    """Fetches each address through the polite and guarded web that collecting uses."""

    def __init__(self, pages: WebPages, *, clock: Callable[[], float] = monotonic) -> None:
        self._pages = pages
        self._clock = clock

    def look(self, addresses: Sequence[str]) -> Mapping[str, LinkState]:
        """Return what was seen; what number, time or a robots.txt did not allow is left out."""
        seen: dict[str, LinkState] = {}
        end = self._clock() + SECONDS
        for address in addresses[:MOST_LINKS]:
            if self._clock() >= end:
                break
            state = self._state(address)
            if state is not None:
                seen[address] = state
        return seen

    def _state(self, address: str) -> LinkState | None:
        try:
            self._pages.fetch(address)
        except PageGone:
            return LinkState.GONE
        except PageTooLarge:
            return LinkState.ALIVE
        except RobotsRefused:
            return None
        except PageError:
            return LinkState.SILENT
        return LinkState.ALIVE
