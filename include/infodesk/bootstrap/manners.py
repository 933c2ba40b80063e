"""How politely each site is asked: from the settings and the sources of the catalog."""

from collections.abc import Iterable

from infodesk.adapters.http_pages import Manners
from infodesk.catalog.sources import Source
from infodesk.settings import Settings

LEAST_INTERVAL_SECONDS = 1.0


def site_manners(settings: Settings, sources: Iterable[Source]) -> Manners:
    """Return the manners towards every host.

    Only in a rehearsal, where a replay server answers for every site, may the settings go below
    one request a second: a real site is never hurried by a setting.
    """
    if settings.replay_url:
        return Manners(interval_seconds=settings.fetch_interval_seconds, keeps_crawl_delay=False)
    intervals: dict[str, float] = {}
    exceptions = set()
    for source in sources:
        intervals[source.host] = max(source.interval_seconds, intervals.get(source.host, 0.0))
        if source.robots_exception:
            exceptions.add(source.host)
    return Manners(
        interval_seconds=max(LEAST_INTERVAL_SECONDS, settings.fetch_interval_seconds),
        intervals=intervals,
        robots_exceptions=frozenset(exceptions),
    )
