from datetime import date

import pytest

from infodesk.catalog.advice import advise
from infodesk.kernel.issues import Severity


def rules(office, today: date) -> list[str]:
    return [issue.rule_id for issue in advise(office.load(), today=today)]


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 6, 1), []),
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), ["catalog.year_provisional"]),
        (date(2026, 12, 31), ["catalog.year_provisional"]),
        (date(2027, 1, 4), ["catalog.year_provisional"]),
        (date(2027, 11, 2), ["catalog.year_provisional", "catalog.year_provisional"]),
    ],
)
def test_next_year_is_asked_for_from_november(office, today, found) -> None:
    office.replace("sources/news.toml", "[[target]]", "verified = true\n\n[[target]]")

    assert rules(office, today) == found


def test_unverified_sources_are_named(office) -> None:
    (hint,) = advise(office.load(), today=date(2026, 6, 1))

    assert hint.severity is Severity.HINT
    assert hint.message == "有 1 个信息源尚未在真实网站上核对：news"


def test_office_without_sources_is_told(office) -> None:
    (office.path / "sources/news.toml").unlink()

    assert rules(office, date(2026, 6, 1)) == ["catalog.no_sources"]
