"""Paragraphs that stand twice and numbers of headings that skip one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.chinese_numerals import numeral_value
from infodesk.reviewing.checking.folding import fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Part, Passage
from infodesk.reviewing.checking.rule import Family, Rule, in_passages

SHORTEST_PARAGRAPH = 20  # characters; shorter ones (a caption, “特此通知”) may well stand twice
SHORTEST_SENTENCE = 10

_SENTENCE_END = re.compile(r"[。！？；]")
# Each shape of number is a level of its own: 一、 （一） 1. （1）.
_HEADINGS = (
    ("一、", re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、")),
    ("(一)", re.compile(r"[(](?P<number>[一二三四五六七八九十]{1,3})[)]")),
    ("1.", re.compile(r"(?P<number>[0-9]{1,2})[.、](?![0-9])")),
    ("(1)", re.compile(r"[(](?P<number>[0-9]{1,2})[)]")),
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def _repetitions(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    seen: set[str] = set()
    for line in _lines(passage.text):
        if "\t" in line.text:
            continue  # rows of a table may well be alike
        key = "".join(line.text.split())
        if len(key) >= SHORTEST_PARAGRAPH and key in seen and not key.endswith(("？", "?")):
            yield _repeated(passage, "这一段前面已经有过", line.start, line.end)
        else:
            yield from _repeated_sentences(passage, line)
        seen.add(key)


def _repeated_sentences(passage: Passage, line: _Line) -> Iterator[Finding]:
    before, start = "", 0
    for match in _SENTENCE_END.finditer(line.text):
        sentence = line.text[start : match.end()].strip()
        if sentence == before and len(sentence) >= SHORTEST_SENTENCE:
            place = (line.start + start, line.start + match.end())
            yield _repeated(passage, "这一句连写了两遍", *place)
        before, start = sentence, match.end()


def _repeated(passage: Passage, what: str, start: int, end: int) -> Finding:
    return Finding(
        what=f"中{what}",
        remedy="请看是不是多贴了一遍；有意重复的不必改动",
        passage=passage,
        start=start,
        end=end,
        shown=passage.text[start:end][:30] + ("…" if end - start > 30 else ""),
    )


def _numbering_gaps(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    folded = fold(passage.text)
    last: dict[int, int] = {}
    for line in _lines(folded.text):
        for level, (_shape, pattern) in enumerate(_HEADINGS):
            match = pattern.match(line.text)
            if match is None:
                continue
            number = numeral_value(match["number"])
            before = last.get(level, 0)
            if before and number not in (1, before + 1):
                place = folded.span(line.start, line.start + match.end())
                yield _gap(passage, match[0], before, number, place)
            last = {known: value for known, value in last.items() if known < level}
            last[level] = number
            break


def _gap(passage: Passage, shown: str, before: int, number: int, place: tuple[int, int]) -> Finding:
    trouble = "重复或倒退" if number <= before else "跳号"
    return Finding(
        what=f"的序号“{shown}”{trouble}：前一个是第 {before} 项",
        remedy="请核对有没有缺段、重段；节选原文的不必改动",
        passage=passage,
        start=place[0],
        end=place[1],
    )


def _lines(text: str) -> Sequence[_Line]:
    lines, start = [], 0
    for part in text.split("\n"):
        stripped = part.lstrip(" \t\u3000")
        begins = start + len(part) - len(stripped)
        lines.append(_Line(begins, start + len(part), stripped))
        start += len(part) + 1
    return lines


RULES = (
    Rule(
        id="repeated_text",
        family=Family.STRUCTURE,
        severity=Severity.HINT,
        title="段落、语句重复",
        reports=f"相同的段落（{SHORTEST_PARAGRAPH} 字以上），紧接着重写一遍的句子",
        leaves="表格各行，短的图注、称谓，访谈中的问句，附件中的文字",
        basis="第七条",
        find=in_passages(_repetitions, {Part.BODY}),
    ),
    Rule(
        id="numbering_gap",
        family=Family.STRUCTURE,
        severity=Severity.HINT,
        title="序号不连续",
        reports="“一、”“（一）”“1.”“（1）”各级序号跳号或重号",
        leaves="从 1 重新开始的，上一级换了新项的，从中间节选的第一个序号",
        basis="第七条",
        find=in_passages(_numbering_gaps, {Part.BODY}),
    ),
)
