"""What the collecting DAG calls: the hosts there are, and one visit to all sources of a host."""

import logging
from datetime import UTC, datetime

from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.catalog.sources import Source
from infodesk.kernel.credentials import Credentials
from infodesk.kernel.errors import InfodeskError

log = logging.getLogger(__name__)

_COUNTS = ("new", "known", "duplicate", "failed", "left_over", "not_due")
_NEVER = datetime.min.replace(tzinfo=UTC)


class CollectingFailed(InfodeskError):
    """Sources could not be visited because of an error of our own."""


def source_hosts() -> list[str]:
    """Return the hosts that we collect from, in a fixed order; one task a host."""
    return sorted({source.host for source in wiring().catalog.sources.values()})


def run_collect_host(
    host: str, *, credentials: Credentials | None = None, force: bool = False
) -> dict[str, int]:
    """Collect every source of one host that is due, one after the other; return counts.

    With `force` those that are not due are collected too. A source that fails opens a problem of
    its own and the next one goes on, whatever it was. Raises CollectingFailed at the end where
    that was an error of our own, so that the task is tried again.
    """
    del credentials  # no source of today needs to sign in
    here = wiring()
    totals = dict.fromkeys(_COUNTS, 0)
    crashed: list[tuple[Source, Exception]] = []
    for source in _in_order(host, here):
        try:
            outcome = _collect(source, here, force=force)
        except Exception as error:
            log.exception("采集来源 %s 时程序出错，先采集其余来源", source.id)
            _report_crash(source, error, here)
            crashed.append((source, error))
            continue
        for name, count in outcome.items():
            totals[name] += count
    if crashed:
        names = "、".join(source.name for source, _ in crashed)
        raise CollectingFailed(
            f"{len(crashed)} 个来源因程序自身的错误未能采集：{names}",
            remedy="请查看上面的日志，排除后清除任务重跑；其余来源已采集，不会重复入库",
        ) from crashed[0][1]
    return totals


def _in_order(host: str, here: Wiring) -> list[Source]:
    """Return the sources of a host: what only compares last, then the longest unvisited first.

    A task that is cut off by its time limit would otherwise leave out the same ones every time.
    """
    sources = [source for source in here.catalog.sources.values() if source.host == host]
    with here.database.read() as records:
        visits = {source.id: records.sources.last(source.id) for source in sources}

    def rank(source: Source) -> tuple[bool, datetime]:
        visit = visits[source.id]
        return bool(source.compares), visit.last_checked_at if visit else _NEVER

    return sorted(sources, key=rank)


def _collect(source: Source, here: Wiring, *, force: bool) -> dict[str, int]:
    from infodesk.collecting.collect_source import collect_source

    outcome = collect_source(
        source,
        department_id=here.catalog.centre.id,
        rules=here.catalog.collecting,
        pages=here.pages,
        captures=here.captures,
        files=here.files,
        begin=here.database.begin,
        clock=here.clock,
        is_forced=force,
    )
    if not outcome.is_due:
        log.info("来源 %s 未到采集时间，本次跳过", source.id)
    return {name: getattr(outcome, name) for name in _COUNTS}


def _report_crash(source: Source, error: Exception, here: Wiring) -> None:
    from infodesk.collecting.alarms import source_crashed

    try:
        with here.database.begin() as records:
            records.problems.open(source_crashed(source, error), at=here.clock.now())
    except Exception:  # where the database is what failed, the task's own failure is all we have
        log.exception("未能登记来源 %s 的问题", source.id)
