import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from chinese_calendar.constants import Holiday

import add_working_year
from infodesk.catalog.loading import load_catalog
from infodesk.kernel.working_days import YearStatus

SHIPPED = Path(__file__).parents[2] / "include" / "catalog"
NOTICE = ["--number", "国办发明电〔2030〕9号", "--issued-on", "2030-11-05"]

# A made-up year as the library would hold it.
BREAKS = [
    (Holiday.new_years_day, date(2030, 12, 31), 2),
    (Holiday.spring_festival, date(2031, 1, 22), 7),
    (Holiday.tomb_sweeping_day, date(2031, 4, 5), 3),
    (Holiday.labour_day, date(2031, 5, 1), 5),
    (Holiday.dragon_boat_festival, date(2031, 6, 24), 1),
    (Holiday.mid_autumn_festival, date(2031, 10, 1), 1),
    (Holiday.national_day, date(2031, 10, 2), 7),
]
DAYS_OFF = {
    first + timedelta(days=n): festival.value
    for festival, first, days in BREAKS
    for n in range(days)
}
MADE_UP = {
    date(2030, 12, 29): Holiday.new_years_day.value,
    date(2031, 1, 19): Holiday.spring_festival.value,
    date(2031, 10, 11): Holiday.national_day.value,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalog"))


def run(folder: Path, *arguments: str) -> int:
    return add_working_year.main(
        ["2031", "--catalog", str(folder), *arguments], days_off=DAYS_OFF, make_up_days=MADE_UP
    )


def test_shows_the_table_and_writes_nothing_by_default(folder: Path, capsys) -> None:
    assert run(folder, *NOTICE) == 0

    shown = capsys.readouterr().out
    assert 'status = "announced"' in shown
    assert "first = 2030-12-31\nlast = 2031-01-01\nmake_up_days = [2030-12-29]" in shown
    assert 'name = "中秋节、国庆节"\nfirst = 2031-10-01\nlast = 2031-10-08' in shown
    assert "尚未写入" in shown
    assert not (folder / "working_days" / "2031.toml").exists()


def test_written_table_loads_and_counts(folder: Path) -> None:
    assert run(folder, *NOTICE, "--write") == 0

    calendar = load_catalog(folder).calendar
    assert calendar.status(2031) is YearStatus.ANNOUNCED
    assert calendar.is_working_day(date(2030, 12, 29))  # a Sunday
    assert not calendar.is_working_day(date(2030, 12, 31))
    assert calendar.add_working_days(date(2031, 9, 30), 1) == date(2031, 10, 9)


def test_without_a_notice_the_year_stays_provisional(folder: Path, capsys) -> None:
    assert run(folder, "--write") == 0

    assert "仍为暂定" in capsys.readouterr().out
    assert load_catalog(folder).calendar.status(2031) is YearStatus.PROVISIONAL


def test_provisional_table_gives_way_and_an_announced_one_does_not(folder: Path, capsys) -> None:
    run(folder, "--write")
    assert run(folder, *NOTICE, "--write") == 0
    announced = (folder / "working_days" / "2031.toml").read_text("utf-8")

    assert run(folder, "--write") == 1
    assert "确要改写请加 --replace" in capsys.readouterr().err
    assert (folder / "working_days" / "2031.toml").read_text("utf-8") == announced
    assert run(folder, "--write", "--replace") == 0


def test_half_known_year_is_refused(folder: Path, capsys) -> None:
    """The library takes a year for known as soon as it holds a single day of it."""
    half = {day: name for day, name in DAYS_OFF.items() if day < date(2031, 5, 1)}

    done = add_working_year.main(
        ["2031", "--catalog", str(folder), "--write"], days_off=half, make_up_days=MADE_UP
    )

    assert done == 1
    assert "缺 劳动节、端午节、中秋节、国庆节" in capsys.readouterr().err
    assert not (folder / "working_days" / "2031.toml").exists()


def test_year_that_the_library_does_not_know_is_refused(folder: Path, capsys) -> None:
    assert add_working_year.main(["2040", "--catalog", str(folder), "--write"]) == 1
    assert "还不知道 2040 年" in capsys.readouterr().err


@pytest.mark.parametrize("year", range(2021, 2027))
def test_agrees_with_what_is_shipped(year: int, folder: Path) -> None:
    shipped = load_catalog(SHIPPED).calendar.years[year]
    notice = [
        "--number",
        shipped.notices[0].number,
        "--issued-on",
        f"{shipped.notices[0].issued_on}",
    ]

    add_working_year.main([str(year), "--catalog", str(folder), *notice, "--write", "--replace"])

    again = load_catalog(folder).calendar.years[year]
    assert set(again.holidays) == set(shipped.holidays)
    assert again.make_up_days == shipped.make_up_days
    assert again.notices == shipped.notices


@pytest.mark.parametrize(
    "arguments",
    [
        ["--number", "国办发明电〔2030〕9号"],
        ["--issued-on", "2030-11-05"],
        ["--number", "9", *NOTICE[2:]],
    ],
)
def test_notice_is_given_whole(folder: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(folder, *arguments)

    assert stopped.value.code == 2
