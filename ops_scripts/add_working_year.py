"""Write the working-day table of a year from the library chinesecalendar, once it knows the year.

Reach for it each November, after the State Council's notice and an upgrade of chinesecalendar.
Without --write it only shows what it would write. The notice's number and date are asked for
because a table without them cannot count as announced: compare the table with the notice.
"""

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

SHIPPED = Path(__file__).resolve().parents[1] / "include" / "catalog"
NAMES = {
    Holiday.new_years_day.value: "元旦",
    Holiday.spring_festival.value: "春节",
    Holiday.tomb_sweeping_day.value: "清明节",
    Holiday.labour_day.value: "劳动节",
    Holiday.dragon_boat_festival.value: "端午节",
    Holiday.mid_autumn_festival.value: "中秋节",
    Holiday.national_day.value: "国庆节",
}
TURN_OF_YEAR = (12, 29)  # a notice may reach back to the last days of December
NUMBER = re.compile(r"国办发明电〔20\d\d〕\d+号")


@dataclass(frozen=True, kw_only=True)
class Break:
    """One unbroken run of days off, with the days on which its work is made up."""

    names: list[str]
    first: date
    last: date
    make_up_days: list[date] = field(default_factory=list)


class NotKnown(Exception):
    """The library does not know the whole year."""


def known_breaks(
    year: int, days_off: Mapping[date, str], make_up_days: Mapping[date, str]
) -> list[Break]:
    """Return the year's breaks in order.

    Raises NotKnown unless every statutory holiday is there: the library takes a year for known
    as soon as it holds a single day of it.
    """
    inside = [day for day in sorted(days_off) if _belongs(day, year)]
    missing = set(NAMES) - {days_off[day] for day in inside if day.year == year}
    if missing:
        raise NotKnown("、".join(NAMES[name] for name in NAMES if name in missing))
    breaks = [_break(run, days_off) for run in _runs(inside)]
    for day in sorted(day for day in make_up_days if _belongs(day, year)):
        name = NAMES[make_up_days[day]]
        nearest = min(
            (found for found in breaks if name in found.names),
            key=lambda found: min(abs(found.first - day), abs(found.last - day)),
        )
        nearest.make_up_days.append(day)
    return breaks


def _belongs(day: date, year: int) -> bool:
    return date(year - 1, *TURN_OF_YEAR) <= day < date(year, *TURN_OF_YEAR)


def _runs(days: Sequence[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for day in days:
        if run and day - run[-1] > timedelta(days=1):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _break(run: Sequence[date], days_off: Mapping[date, str]) -> Break:
    names = list(dict.fromkeys(NAMES[days_off[day]] for day in run))
    return Break(names=names, first=run[0], last=run[-1])


def table(year: int, breaks: Sequence[Break], *, number: str, issued_on: date | None) -> str:
    """Return the TOML text of the year; without a notice it is provisional."""
    is_announced = bool(number) and issued_on is not None
    lines = [f"year = {year}", f'status = "{"announced" if is_announced else "provisional"}"']
    if is_announced:
        lines += ["", "[[notice]]", f'name = "国务院办公厅关于{year}年部分节假日安排的通知"']
        lines += [f'number = "{number}"', f"issued_on = {issued_on}"]
    for found in breaks:
        lines += ["", "[[holidays]]", f'name = "{"、".join(found.names)}"']
        lines += [f"first = {found.first}", f"last = {found.last}"]
        if found.make_up_days:
            lines.append(f"make_up_days = [{', '.join(map(str, found.make_up_days))}]")
    return "\n".join(lines) + "\n"


def _is_announced(path: Path) -> bool:
    return path.exists() and tomllib.loads(path.read_text("utf-8")).get("status") == "announced"


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("year", type=int)
    parser.add_argument("--number", default="", help="the notice's number, 国办发明电〔2026〕1号")
    parser.add_argument("--issued-on", type=date.fromisoformat, help="the notice's date")
    parser.add_argument("--write", action="store_true", help="write the file")
    parser.add_argument("--replace", action="store_true", help="replace an announced table")
    parser.add_argument(
        "--catalog", type=Path, default=Path(os.environ.get("INFODESK_CATALOG") or SHIPPED)
    )
    given = parser.parse_args(arguments)
    if bool(given.number) != bool(given.issued_on):
        parser.error("--number 和 --issued-on 须一起写")
    if given.number and not NUMBER.fullmatch(given.number):
        parser.error("--number 应写成 国办发明电〔2026〕1号 的样子")
    return given


def main(
    arguments: Sequence[str] | None = None,
    *,
    days_off: Mapping[date, str] = holidays,
    make_up_days: Mapping[date, str] = workdays,
) -> int:
    """Run the script; the two tables are the library's unless a test brings its own."""
    given = _parsed(arguments)
    path = given.catalog / "working_days" / f"{given.year}.toml"
    try:
        breaks = known_breaks(given.year, days_off, make_up_days)
    except NotKnown as error:
        print(
            f"chinesecalendar 还不知道 {given.year} 年的安排（缺 {error}）。\n"
            f"请在通知公布后升级该库再运行，或照通知手工写 {path}；在此之前该年按暂定计算。",
            file=sys.stderr,
        )
        return 1
    text = table(given.year, breaks, number=given.number, issued_on=given.issued_on)
    print(text)
    if not given.number:
        print("没有给出通知的文号和日期，该年仍为暂定；请加 --number 和 --issued-on。")
    if not given.write:
        print(f"以上内容尚未写入 {path}；请对照通知核对，无误后加 --write。")
        return 0
    if _is_announced(path) and not given.replace:
        print(f"{path} 已是公布的安排，没有改写；确要改写请加 --replace。", file=sys.stderr)
        return 1
    path.write_text(text, "utf-8")
    print(f"已写入 {path}；请运行 ops_scripts/check_catalog.py。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
