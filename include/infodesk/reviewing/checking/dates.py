"""Days that no calendar has, weekdays that do not fit, periods that end before they begin."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.folding import fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Passage
from infodesk.reviewing.checking.rule import Family, Rule, in_passages

_BLANKS = frozenset(" \u3000\xa0\u200b\ufeff")
_fold = partial(fold, dropped=_BLANKS)

_FULL_DATE = re.compile(
    r"(?<![0-9])(?<![0-9][-/.])(?:([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日"
    r"|([12][0-9]{3})([-/.])([0-9]{1,2})\5([0-9]{1,2})(?![0-9]|[-/.][0-9]))"
)
_DAY_OF_YEAR = re.compile(r"(?<![0-9年])([0-9]{1,2})月([0-9]{1,2})日")
_MONTH = re.compile(r"(?<![0-9])[12][0-9]{3}年([0-9]{1,2})月(?![0-9])")
_LUNAR = re.compile(r"(?:农历|阴历|旧历)[^，。；]{0,8}$")
LEAP_YEAR = 2000  # a day without a year may be 29 February

_WEEKDAY = re.compile(
    r"(?<![0-9])(?:([12][0-9]{3})年)?([0-9]{1,2})月([0-9]{1,2})日[(（，,]?(?:星期|周|礼拜)([一二三四五六日天])"
)
_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_WEEK = "一二三四五六日"

_TO = r"(?:至|到|—{1,2}|–|-|~|～)"
_FULL_PERIOD = re.compile(
    rf"(?<![0-9])([12][0-9]{{3}})年([0-9]{{1,2}})月([0-9]{{1,2}})日(?:起)?{_TO}"
    r"([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日"
)
_MONTHS_PERIOD = re.compile(
    rf"(?<![0-9])([12][0-9]{{3}})年([0-9]{{1,2}})月(?:份)?(?:起)?{_TO}([12][0-9]{{3}})年([0-9]{{1,2}})月(?![0-9])"
)
_YEARS_PERIOD = re.compile(rf"(?<![0-9-])([12][0-9]{{3}})年?{_TO}([12][0-9]{{3}})年(?![0-9])")
_DAYS_PERIOD = re.compile(
    rf"(?<![0-9])([0-9]{{1,2}})月([0-9]{{1,2}})日(?:起)?{_TO}(?:\1月)?([0-9]{{1,2}})日"
)
_PERIODS = (_FULL_PERIOD, _MONTHS_PERIOD, _YEARS_PERIOD)


def _impossible_dates(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    folded = _fold(passage.text)
    for match in _FULL_DATE.finditer(folded.text):
        year, month, day = (int(part) for part in match.groups() if part and part.isdigit())
        if _day(year, month, day) is None:
            yield _impossible(passage, match[0], folded.span(*match.span()))
    for match in _DAY_OF_YEAR.finditer(folded.text):
        if _LUNAR.search(folded.text, max(0, match.start() - 12), match.start()):
            continue
        if _day(LEAP_YEAR, int(match[1]), int(match[2])) is None:
            yield _impossible(passage, match[0], folded.span(*match.span()))
    for match in _MONTH.finditer(folded.text):
        if not 1 <= int(match[1]) <= 12:
            yield _impossible(passage, match[0], folded.span(*match.span()))


def _impossible(passage: Passage, text: str, span: tuple[int, int]) -> Finding:
    return Finding(
        what=f"的日期“{text}”不存在",
        remedy="请核对原文",
        passage=passage,
        start=span[0],
        end=span[1],
    )


def _wrong_weekdays(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    for passage in text.passages:
        folded = _fold(passage.text)
        for match in _WEEKDAY.finditer(folded.text):
            day = _meant(match[1], int(match[2]), int(match[3]), text.dated)
            if day is None or day.weekday() == _DAYS[match[4]]:
                continue
            start, end = folded.span(*match.span())
            yield Finding(
                what=f"的星期不对：{day.year}年{day.month}月{day.day}日是星期{_WEEK[day.weekday()]}",
                remedy="请核对日期和星期",
                passage=passage,
                start=start,
                end=end,
            )


def _meant(year: str | None, month: int, day: int, dated: date | None) -> date | None:
    """Return the day that is meant; without a year, the one nearest to the text's own day."""
    if year:
        return _day(int(year), month, day)
    if dated is None:
        return None
    near = [_day(dated.year + offset, month, day) for offset in (-1, 0, 1)]
    return min((d for d in near if d), key=lambda d: abs(d - dated), default=None)


def _backward_periods(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    folded = _fold(passage.text)
    for pattern in _PERIODS:
        for match in pattern.finditer(folded.text):
            parts = [int(part) for part in match.groups()]
            half = len(parts) // 2
            if parts[:half] > parts[half:]:
                yield _backward(passage, match[0], folded.span(*match.span()))
    for match in _DAYS_PERIOD.finditer(folded.text):
        if int(match[2]) > int(match[3]):
            yield _backward(passage, match[0], folded.span(*match.span()))


def _backward(passage: Passage, text: str, span: tuple[int, int]) -> Finding:
    return Finding(
        what=f"的起止时间“{text}”止在起之前",
        remedy="请核对起止时间",
        passage=passage,
        start=span[0],
        end=span[1],
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


RULES = (
    Rule(
        id="impossible_date",
        family=Family.DATES,
        severity=Severity.HINT,
        title="不存在的日期",
        reports="2月30日、13月这样日历上没有的日期",
        leaves="农历日期，学年，编号和网址中的数字",
        basis="第七条",
        find=in_passages(_impossible_dates),
    ),
    Rule(
        id="weekday_mismatch",
        family=Family.DATES,
        severity=Severity.HINT,
        title="日期与星期不符",
        reports="“11月23日（星期二）”与日历不符；没写年份的按离稿件日期最近的一天算",
        leaves="没写年份、稿件也没有日期的",
        basis="第七条",
        find=_wrong_weekdays,
    ),
    Rule(
        id="period_reversed",
        family=Family.DATES,
        severity=Severity.HINT,
        title="起止时间颠倒",
        reports="止日在起日之前",
        leaves="没写年份的跨年时段，如“11月1日至3月31日”",
        basis="第七条",
        find=in_passages(_backward_periods),
    ),
)
