"""Totals in tables that are not the sum of what they total (article 7): a hint, never more.

A table says in many ways what its total covers. Only where every plain reading fails is it told:
all rows above or below, the subtotals alone, or the rows between two subtotals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import CheckedTable, CheckedText
from infodesk.reviewing.checking.files import Rows
from infodesk.reviewing.checking.folding import BLANKS, fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Passage
from infodesk.reviewing.checking.rule import Family, Rule

_TOTAL = re.compile(r"(?:合计|总计|共计|总和|总数)(?:[(][^)]*[)])?[:：]?$")
_SUBTOTAL = re.compile(r".{0,12}小计[:：]?$")
_OF_WHICH = re.compile(r"^(?:其中|含|内)")
# Columns that are never added up: serial numbers, rates, prices, ranks, years, codes.
_NOT_ADDED = re.compile(
    r"序号|编号|代码|率|占比|比重|比例|增长|增速|增幅|同比|环比|[±%％]|均|单价|价格|指数|排名|名次|位次"
    r"|年份|年度|日期|时间|电话|备注|得分|系数|密度"
)
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")
_NOTHING = frozenset({"", "-", "—", "——", "/", "－", "0", "无"})

MOST_ROWS = 2_000
MOST_TOTALS = 20  # of one table


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number with its exactness; None stands for words that are no number."""

    value: Decimal

    @property
    def slack(self) -> Decimal:
        """Half a unit of the last place: what rounding may take or give."""
        exponent = self.value.as_tuple().exponent
        return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


def _wrong_sums(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    for table in text.tables:
        if not 3 <= len(table.rows) <= MOST_ROWS:
            continue
        rows = [[_plain(cell) for cell in row] for row in table.rows]
        if any(_OF_WHICH.match(cell) for row in rows for cell in row[:2]):
            continue  # “其中” rows are parts of another row: what the total covers is open
        yield from _wrong_columns(table, rows)
        yield from _wrong_rows(table, rows)


def _wrong_columns(table: CheckedTable, rows: Rows) -> Iterator[Finding]:
    totals = [(y, row) for y, row in enumerate(rows) if _is_total(row)]
    for y, row in totals[:MOST_TOTALS]:
        label = next(cell for cell in row[:2] if _TOTAL.match(cell))
        for x, cell in enumerate(row):
            total = _number(cell)
            if total is None or _NOT_ADDED.search(_heading(rows, x)):
                continue
            if not _adds_up(total, _groups(rows, y, x)):
                yield _wrong(table, y, f"“{label}”一行第 {x + 1} 列为 {table.rows[y][x]}")


def _groups(rows: Rows, at: int, x: int) -> Iterator[list[_Cell]]:
    """Yield each set of cells that a total may mean; an empty set stands for “cannot be told”."""
    for part in (rows[:at], rows[at + 1 :]):
        plain = [r for r in part if not _is_total(r) and not _is_subtotal(r)]
        yield _cells(plain, x)
        yield _cells([r for r in part if _is_subtotal(r)], x)
    above = rows[:at]
    last = max((n for n, r in enumerate(above) if _is_total(r) or _is_subtotal(r)), default=-1)
    yield _cells(above[last + 1 :], x)


def _cells(rows: Rows, x: int) -> list[_Cell]:
    found = []
    for row in rows:
        cell = _number(row[x])
        if cell is not None:
            found.append(cell)
        elif row[x] not in _NOTHING and found:
            return []  # words among the numbers: this is no plain column
    return found


def _adds_up(total: _Cell, groups: Iterator[list[_Cell]]) -> bool:
    known = False
    for group in groups:
        if len(group) < 2:
            continue
        known = True
        slack = total.slack + sum((c.slack for c in group), Decimal(0))
        if not any(c.value.as_tuple().exponent for c in [*group, total]):
            slack = Decimal(0)  # whole numbers are counted, not rounded
        if abs(sum((c.value for c in group), Decimal(0)) - total.value) <= slack:
            return True
    return not known


def _wrong_rows(table: CheckedTable, rows: Rows) -> Iterator[Finding]:
    heads = [_heading(rows, x) for x in range(len(rows[0]))]
    totals = [x for x, head in enumerate(heads) if _TOTAL.search(head)]
    if len(totals) != 1 or any(_SUBTOTAL.search(h) for h in heads):
        return
    at = totals[0]
    added = [x for x, h in enumerate(heads) if x != at and h and not _NOT_ADDED.search(h)]
    for y, row in enumerate(rows):
        total = _number(row[at])
        parts = [c for x in added if (c := _number(row[x])) is not None]
        if total is None or len(parts) < 2 or _has_words(row, added):
            continue
        if not _adds_up(total, iter([parts])):
            yield _wrong(table, y, f"第 {y + 1} 行“{rows[0][at] or '合计'}”为 {table.rows[y][at]}")


def _has_words(row: Sequence[str], columns: Sequence[int]) -> bool:
    """Tell whether words stand between the numbers: the columns are of different kinds then."""
    seen = False
    for x in columns:
        if _number(row[x]) is not None:
            seen = True
        elif seen and row[x] not in _NOTHING:
            return True
    return False


def _wrong(table: CheckedTable, y: int, what: str) -> Finding:
    start, end = _place(table.passage, table.rows[y])
    return Finding(
        what=f"的表格中{what}，与各项相加不符",
        remedy="请核对表中数字；四舍五入或口径不同所致的不必改动",
        passage=table.passage,
        start=start,
        end=end,
        shown=f"{what}"[:40],
    )


def _place(passage: Passage, row: Sequence[str]) -> tuple[int, int]:
    line = "\t".join(cell for cell in row if cell)
    at = passage.text.find(line)
    return (at, at + len(line)) if at >= 0 and line else (0, 0)


def _heading(rows: Rows, x: int) -> str:
    """Return the words above the first number of a column."""
    words = []
    for row in rows[:4]:
        if _number(row[x]) is not None:
            break
        words.append(row[x])
    return "".join(words)


def _is_total(row: Sequence[str]) -> bool:
    return any(_TOTAL.match(cell) for cell in row[:2])


def _is_subtotal(row: Sequence[str]) -> bool:
    return any(_SUBTOTAL.match(cell) for cell in row[:3])


def _number(cell: str) -> _Cell | None:
    if not _NUMBER.fullmatch(cell):
        return None
    try:
        return _Cell(Decimal(cell.replace(",", "")))
    except InvalidOperation:
        return None


def _plain(cell: str) -> str:
    return fold(cell, dropped=BLANKS).text


RULES = (
    Rule(
        id="table_sum",
        family=Family.NUMBERS,
        severity=Severity.HINT,
        title="表格合计不符",
        reports="正文、Word、Excel 表格中“合计”“总计”的行和列与各项相加不符",
        leaves="四舍五入的差数，率、均价、序号等不相加的列，有“其中”的表",
        basis="第七条",
        find=_wrong_sums,
    ),
)
