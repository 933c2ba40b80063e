"""Records articles together where they come fast: the disk is waited for once, not for each."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.receive_article import (
    Fate,
    Intake,
    Prepared,
    prepare_article,
    record_articles,
)
from infodesk.collecting.tally import Tally
from infodesk.collecting.web.page_errors import PageError
from infodesk.collecting.web.selectors import SelectorInvalid

MOST_TOGETHER = 16  # some tens of milliseconds, for which the database is held
# An article that took so long was waited for, out of politeness or because its site is slow:
# recorded at once it survives a kill, and a transaction of its own costs nothing beside the wait.
QUICK_SECONDS = 0.2


class ArticleGroup:
    """The articles of a visit that are prepared and not recorded yet; a context for its thread.

    Evidence is kept beside, while the next article is read: packing a page and waiting for the
    disk leave the processor to others. No article is recorded before its evidence is kept.
    """

    def __init__(self, *, tally: Tally, intake: Intake) -> None:
        self._tally = tally
        self._intake = intake
        self._waiting: list[tuple[Prepared, Future[str]]] = []
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="evidence")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._keeper.shutdown(wait=True, cancel_futures=True)

    def take(self, item: ListedItem) -> None:
        """Prepare an article, and record it and those before it when it is time to."""
        began = time.monotonic()
        try:
            prepared = prepare_article(item, intake=self._intake)
        except (PageError, SelectorInvalid) as error:
            self._tally.failed(item, error)
            return
        self._tally.reached()
        evidence = self._keeper.submit(prepared.keep_page, self._intake.captures)
        self._waiting.append((prepared, evidence))
        is_slow = time.monotonic() - began > QUICK_SECONDS
        if is_slow or len(self._waiting) >= MOST_TOGETHER:
            self.record()

    def record(self) -> None:
        """Record what is prepared, all or nothing."""
        if not self._waiting:
            return
        proven = [prepared.with_evidence(kept.result()) for prepared, kept in self._waiting]
        now = self._intake.clock.now()
        for received in record_articles(proven, intake=self._intake):
            self._tally.received(received)
            if received.fate is Fate.NEW:
                self._tally.dated(received.draft.published or now, now=now)
                self._tally.issues += received.issues
        self._waiting.clear()
