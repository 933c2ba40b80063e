"""The dates that a page shows, each weighed by its place and the words around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from infodesk.collecting.reading.date_claims import DateClaim, claim_in
from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.page_facts import PageFacts

_PUBLISHED = re.compile(
    r"(?:发布|发表|刊发|上传|录入|添加|发稿|公开|生成|出版)(?:日期|时间|于)|^\s*(?:日期|时间)\s*[:：]|首发"
)
_OTHER_TIME = re.compile(
    r"更新|修改|截[止至]|有效期|成文|印发|施行|实施|开始时间|结束时间|当前|今天是|现在是|打印时间|回复|访问"
)
_NAME = re.compile(r"pub|time|date|source|info|laiyuan|shijian|riqi|meta|author|fbsj|sj\b")
_YEAR = re.compile(r"(?:19|20)\d{2}|\d{2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}")
_LABEL_BEFORE = re.compile(r"[:：]\s*$")
_SENTENCE = 40  # characters; a line of date, source and buttons has less between its marks
_LINE_LENGTH = 200  # characters; a longer line is text
_BLOCK_LENGTH = 1_500
_LINES = 500  # looked at; a page with more is a list or a table of figures


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDates:
    """Looks for dates in the text of a page: most trusted right under the title."""

    facts: PageFacts
    boxes: Sequence[Box]
    title: Box | None
    content: Box | None
    today: date
    years: dict[int, bool] = field(default_factory=dict)  # whether the page names them

    def claims(self) -> Iterator[tuple[float, DateClaim]]:
        """Yield each date with its weight; one in comments or other articles has next to none."""
        dated = [box for box in self.boxes if box.is_dated or box.tag == "time"]
        for box in dated[:_LINES]:
            if box.tag == "time":
                yield from self._of_time_element(box)
            if box.is_dated and box is not self.title and box.chars <= _BLOCK_LENGTH:
                for line in self._lines(box):
                    yield from self._of_line(box, line)

    def _of_time_element(self, box: Box) -> Iterator[tuple[float, DateClaim]]:
        claim = claim_in(box.element.get("datetime", ""), where="page", today=self.today)
        if claim and not box.is_junk:
            yield self._place(box) + 2.0, claim

    def _lines(self, box: Box) -> list[str]:
        if box.chars > _LINE_LENGTH:
            return "".join(box.pieces).split("\n")
        # In tables of 发文字号 and 发布日期 the label is a cell of its own.
        before = self.boxes[max(box.order - 3, 0) : box.order]
        labels = [b.text for b in before if b.is_block and 0 < b.chars < 12]
        is_labelled = bool(labels) and _LABEL_BEFORE.search(labels[-1])
        return [(labels[-1] if is_labelled else "") + box.spaced_text]

    def _of_line(self, box: Box, line: str) -> Iterator[tuple[float, DateClaim]]:
        if len(line) > _LINE_LENGTH:
            return
        label = _PUBLISHED.search(line)
        if not label and box.stops > 1 and box.chars > _SENTENCE:
            return
        claim = claim_in(line[label.start() :] if label else line, where="page", today=self.today)
        if claim is None:
            return
        # "10-08 12:00" is taken to be of the latest such year; a page of that year also names it.
        if not _YEAR.search(line) and not self._names_year(claim.day.year):
            return
        weight = self._place(box) + _words_weight(box, line, is_labelled=bool(label))
        weight += 1.5 if claim.has_time else 0.0
        if weight > 0:
            yield weight, claim

    def _place(self, box: Box) -> float:
        """Return how much a date at this place is worth."""
        content, title = self.content, self.title
        if content is not None and box.order >= content.end:
            return 0.8 if box.order < content.end + 15 else -1.0
        if content is not None and content.order + 25 < box.order:
            return 0.0
        if content is not None and -15 <= box.order - content.order <= 10:
            near_content = 2.5
        else:
            near_content = 0.3
        return max(near_content, _near_title(box, title))

    def _names_year(self, year: int) -> bool:
        if year not in self.years:
            written = str(year)
            self.years[year] = (
                any(written in piece for box in self.boxes for piece in box.pieces)
                or any(written in text for texts in self.facts.metas.values() for text in texts)
                or written in self.facts.scripts
            )
        return self.years[year]


def _near_title(box: Box, title: Box | None) -> float:
    distance = box.order - title.order if title is not None else -99
    if 0 <= distance <= 40:
        return 4.5 - distance * 0.05
    return 2.5 if -10 <= distance < 0 else 0.3


def _words_weight(box: Box, line: str, *, is_labelled: bool) -> float:
    weight = 3.0 if is_labelled else 0.0
    weight += 1.0 if _NAME.search(box.name) else 0.0
    weight -= 3.0 if not is_labelled and _OTHER_TIME.search(line) else 0.0
    weight -= 3.0 if box.stops > 3 else 0.0
    weight -= 4.0 if box.is_junk else 0.0
    weight -= 2.0 if box.is_mostly_links else 0.0
    return weight
