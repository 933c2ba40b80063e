"""Look at the originals of our reprints again: what changed or went becomes an editor's task.

Nothing is ever edited or withdrawn by itself. Article 7 holds us to texts without errors, and a
text that its publisher has corrected or taken back is one as soon as we know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from infodesk.articles.states import ArticleState
from infodesk.catalog.collecting import SourceWatch
from infodesk.catalog.sources import Source
from infodesk.collecting.originals.look_at_original import (
    Gone,
    Known,
    Read,
    Unclear,
    look_at_original,
)
from infodesk.collecting.originals.looks import Look, LookRecords, LookResult, past_of
from infodesk.collecting.originals.original_verdicts import Meaning, Past
from infodesk.collecting.originals.record_look import end_watch, meaning_of, record_look
from infodesk.collecting.originals.watched import OriginalWatch
from infodesk.collecting.web.captures import Captures
from infodesk.collecting.web.page_errors import ChallengeMet, HostBusy, PageUnreachable
from infodesk.collecting.web.pages import Page, WebPages
from infodesk.kernel.clock import Clock, local_date
from infodesk.kernel.transactions import Begin

LOOKS_A_RUN = 120  # of one host; at one request a second that is two minutes
UNREACHABLE_IN_A_ROW = 3  # then the host is left alone until the next run
_NEWS = frozenset({Meaning.CHANGED, Meaning.GONE, Meaning.RESTORED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """Everything that looking at originals needs."""

    pages: WebPages
    captures: Captures
    begin: Begin[LookRecords]
    clock: Clock
    rules: SourceWatch
    sources: Mapping[str, Source]


def watch_originals(host: str, *, lookout: Lookout, limit: int = LOOKS_A_RUN) -> dict[str, int]:
    """Look at the originals of one host that are due, the longest due first; return counts.

    Network and evidence come first, outside any transaction; then one transaction a look records
    all that follows from it, so a kill loses one look, which is still due. A challenge, a busy
    host or several failures in a row end the visit: what is left over stays due.
    """
    counts = dict.fromkeys([*map(str, LookResult), "left_over"], 0)
    with lookout.begin() as records:
        due = records.originals.due(host=host, now=lookout.clock.now(), limit=limit)
    unreachable = 0
    for position, watch in enumerate(due):
        result, error = _look(watch, lookout)
        counts[result] += 1
        unreachable = unreachable + 1 if isinstance(error, PageUnreachable) else 0
        wants_peace = isinstance(error, ChallengeMet | HostBusy)
        if wants_peace or unreachable >= UNREACHABLE_IN_A_ROW:
            counts["left_over"] = len(due) - position - 1
            break
    return counts


def _look(watch: OriginalWatch, lookout: Lookout) -> tuple[LookResult, Exception | None]:
    """Look at one original and record it; return what it came to, and why where it is unclear."""
    with lookout.begin() as records:
        article = records.articles.get(watch.article_id)
        if article is None or article.state is ArticleState.SPIKED:
            return end_watch(watch, records=records), None
        past = past_of(watch.article_id, records)
    now = lookout.clock.now()
    source = lookout.sources.get(watch.source_id)
    title, body_html = past.text
    known = Known(
        title=title, body_html=body_html, published=article.source_published_at, source=source
    )
    observed = look_at_original(watch, known, pages=lookout.pages, today=local_date(now))
    look = Look(watch=watch, article=article, source=source, observed=observed, capture="", at=now)
    look = replace(look, capture=_kept(look, past, lookout))
    with lookout.begin() as records:
        result = record_look(look, rules=lookout.rules, records=records)
    return result, observed.error if isinstance(observed, Unclear) else None


def _kept(look: Look, past: Past, lookout: Lookout) -> str:
    """Keep the page that shows something new, and return the hash of its record."""
    page: Page | None = look.observed.page if isinstance(look.observed, Read | Gone) else None
    if page is None or meaning_of(look, past, lookout.rules) not in _NEWS:
        return ""
    return lookout.captures.keep(page, at=look.at)
