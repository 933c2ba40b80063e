"""The reprint clock: what is late, and the alarm for it."""

from datetime import timedelta

from infodesk.bootstrap.wiring import wiring
from infodesk.kernel.credentials import Credentials

_LOOK_BACK = timedelta(days=62)  # what was late before that has been reported, or was never seen


def run_watch_reprint_clock(*, credentials: Credentials | None = None) -> dict[str, int]:
    """Open a problem for each reprint whose time limit has passed unpublished, once; return counts.

    `running` are those whose limit is still to come.
    """
    from infodesk.collecting.watch_reprint_clock import watch_reprint_clock

    del credentials  # nothing outside is asked
    here = wiring()
    return watch_reprint_clock(
        sources=here.catalog.sources,
        people=here.catalog.people,
        begin=here.database.begin,
        clock=here.clock,
        since=here.clock.now() - _LOOK_BACK,
    )
