"""What is allowed in a catalog and still wants somebody's attention."""

from collections.abc import Iterator
from datetime import date

from infodesk.catalog.catalog import Catalog
from infodesk.kernel.issues import Issue, Severity
from infodesk.kernel.working_days import YearStatus

# The State Council announces the next year between late October and early December.
NOTICE_EXPECTED_FROM = (11, 1)


def advise(catalog: Catalog, *, today: date) -> list[Issue]:
    """Return hints about a catalog that loads, as of a day in Shanghai."""
    return [*_years(catalog, today), *_sources(catalog)]


def _years(catalog: Catalog, today: date) -> Iterator[Issue]:
    """Ask for each year's notice in time: until then every term over it is an estimate."""
    due = [today.year]
    if (today.month, today.day) >= NOTICE_EXPECTED_FROM:
        due.append(today.year + 1)
    for year in due:
        if catalog.calendar.status(year) is YearStatus.PROVISIONAL:
            yield _hint(
                "year_provisional",
                f"working_days/{year}.toml：{year} 年的放假安排是暂定的，用到它的期限会注明",
                f"通知公布后运行 ops_scripts/add_working_year.py {year}，或照通知写好该文件",
            )


def _sources(catalog: Catalog) -> Iterator[Issue]:
    if not catalog.sources:
        yield _hint(
            "no_sources",
            "sources/ 中没有信息源，不会采集转载信息",
            "一个栏目写一份 sources/<id>.toml",
        )
    unverified = [source.id for source in catalog.sources.values() if not source.verified]
    if unverified:
        yield _hint(
            "source_unverified",
            f"有 {len(unverified)} 个信息源尚未在真实网站上核对：{'、'.join(unverified)}",
            "逐个运行 ops_scripts/check_source.py ID，与网站核对无误后写 verified = true",
        )


def _hint(rule: str, message: str, remedy: str) -> Issue:
    return Issue(rule_id=f"catalog.{rule}", severity=Severity.HINT, message=message, remedy=remedy)
