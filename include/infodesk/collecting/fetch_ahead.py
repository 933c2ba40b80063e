"""Fetches the next page while the last one is being read and stored."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType
from typing import Any, Self

from infodesk.collecting.web.pages import NotModified, Page, WebPages

Answer = Page | NotModified


@dataclass(frozen=True, slots=True)
class _OnItsWay:
    url: str
    options: dict[str, Any]
    answer: Future[Answer]


class FetchAhead:
    """Pages of which the next of a known order is on its way; a context, because it has a thread.

    One page at most is ahead, so memory stays bounded. It is asked for only after the page before
    it had come: a host that fails or wants a person is not asked once more behind our back. How
    many requests a host gets, and when, is decided further below, as without this.
    """

    def __init__(self, pages: WebPages, *, order: Sequence[str]) -> None:
        self._pages = pages
        self._next = dict(pairwise(order))
        self._on_its_way: _OnItsWay | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="fetch-ahead")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def fetch(self, url: str, **options: Any) -> Answer:
        """Fetch an address, or take what has come; then let the one behind it come."""
        ahead = self._on_its_way
        if ahead is not None and (ahead.url, ahead.options) == (url, options):
            self._on_its_way = None
            answer = ahead.answer.result()
        else:
            answer = self._pages.fetch(url, **options)
        following = self._next.pop(url, None)
        if following is not None and self._on_its_way is None:
            self._on_its_way = _OnItsWay(
                following, options, self._thread.submit(self._pages.fetch, following, **options)
            )
        return answer
