"""How the sources fare, for the operators."""

from datetime import timedelta

from infodesk.bootstrap.wiring import wiring
from infodesk.collecting.source_health import SourceHealth

LATE = timedelta(days=30)


def sources() -> list[SourceHealth]:
    """Return every source of the catalog, those that need a person first."""
    from infodesk.collecting.source_health import source_health

    here = wiring()
    catalog = here.catalog.sources
    with here.database.read() as records:
        visits = {found.source_id: found for found in map(records.sources.last, catalog) if found}
        harvested = records.harvests.harvested(since=here.clock.now() - LATE)
    return source_health(catalog.values(), visits=visits, harvested=harvested)
