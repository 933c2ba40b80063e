"""Compare what a site's search says with what its lists gave us: nothing may have been missed."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from infodesk.catalog.sources import Source
from infodesk.collecting.listing.listed import ListedItem, Listing
from infodesk.collecting.web.normalised_url import normalised_url
from infodesk.kernel.clock import local_date
from infodesk.kernel.issues import Issue, Severity


def check_reconciliation(
    listing: Listing,
    source: Source,
    *,
    known: Callable[[Collection[str]], frozenset[str]],
    today: date,
) -> list[Issue]:
    """Report each item of the last days that none of the compared sources brought.

    An item of today is left to the lists' next visits; one without a date is counted in, because
    nothing says that it is old.
    """
    first_day = today - timedelta(days=source.compares_days)
    due = {normalised_url(i.url): i for i in listing.items if _is_due(i, first_day, today)}
    missed = due.keys() - known(due)
    return [_not_in_lists(item, source) for key, item in due.items() if key in missed]


def _is_due(item: ListedItem, first_day: date, today: date) -> bool:
    return item.published is None or first_day <= local_date(item.published) < today


def _not_in_lists(item: ListedItem, source: Source) -> Issue:
    day = f"{local_date(item.published)}" if item.published else "日期不明"
    return Issue(
        rule_id="expect.not_in_lists",
        severity=Severity.MUST_ANSWER,
        message=f"网站上有而列表没有收到：《{item.title}》（{day}）{item.url}",
        remedy=f"请核对 {'、'.join(source.compares)} 的列表是否漏读，或这篇属于没有采集的栏目；"
        f"依据 sources/{source.id}.toml 的 compares",
        excerpt=item.url,
    )
