"""Brackets, quotation marks and book-title marks without their other half, or wrongly nested."""

import re
from collections.abc import Iterator

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.folding import fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Part, Passage
from infodesk.reviewing.checking.rule import Family, Rule, in_passages

# Single quotes stay out: in Latin words they are apostrophes.
PAIRS = dict(zip("》〉”)】〕」』]", "《〈“(【〔「『[", strict=True))
_OPENERS = frozenset(PAIRS.values())

# “1)”, “(1)” and “a)” number the items of a list, with or without the opening bracket.
_LIST_NUMBER = re.compile(r"(?:^|[\n\t。；;，、：:])\s*[0-9A-Za-z一二三四五六七八九十]{1,3}$")
_STRAIGHT = '"'
# Pages of a PDF break sentences anywhere: only what one piece holds whole can be judged.
_WHOLE = frozenset(Part) - {Part.FILE}


def _unbalanced_pairs(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    """Yield each mark without its other half.

    A quotation over several paragraphs opens anew at each of them and closes once, as is usual.
    """
    folded = fold(passage.text)
    opened: list[tuple[str, int]] = []
    for at, character in enumerate(folded.text):
        if character in _OPENERS:
            if not _continues_quotation(folded.text, at, opened):
                opened.append((character, at))
        elif character in PAIRS:
            if opened and opened[-1][0] == PAIRS[character]:
                opened.pop()
            elif not (character == ")" and _LIST_NUMBER.search(folded.text, max(0, at - 8), at)):
                yield _unbalanced(passage, "没有前一半", folded.span(at, at + 1))
    for _mark, at in opened:
        yield _unbalanced(passage, "没有后一半", folded.span(at, at + 1))
    yield from _straight_quotes(passage)


def _continues_quotation(text: str, at: int, opened: list[tuple[str, int]]) -> bool:
    if text[at] != "“" or not any(mark == "“" for mark, _ in opened):
        return False
    return text[max(0, at - 16) : at].rstrip(" \t\u3000").endswith("\n")


def _straight_quotes(passage: Passage) -> Iterator[Finding]:
    """Yield the last of an odd number of straight quotes; after a digit they stand for inches."""
    folded = fold(passage.text)
    if _STRAIGHT not in folded.text:
        return
    places = [m.start() for m in re.finditer(r'(?<![0-9])"', folded.text)]
    if len(places) % 2:
        yield _unbalanced(passage, "不成对", folded.span(places[-1], places[-1] + 1))


def _unbalanced(passage: Passage, what: str, span: tuple[int, int]) -> Finding:
    return Finding(
        what=f"的标点 {passage.text[slice(*span)]} {what}",
        remedy="请补上成对的标点",
        passage=passage,
        start=span[0],
        end=span[1],
    )


def _nested_titles(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    """Yield each 《 inside 《…》: the inner mark is 〈〉 (GB/T 15834)."""
    depth = 0
    for at, character in enumerate(passage.text):
        if character == "《":
            depth += 1
            if depth == 2:
                yield Finding(
                    what="的书名号里又用了《》，内层应为〈〉",
                    remedy="请把内层的《》改为〈〉；转载的原文标题可以不改",
                    passage=passage,
                    start=at,
                    end=at + 1,
                )
        elif character == "》":
            depth = max(0, depth - 1)
        elif character == "\n":
            depth = 0


RULES = (
    Rule(
        id="unbalanced_pair",
        family=Family.STRUCTURE,
        severity=Severity.HINT,
        title="标点不成对",
        reports="缺了一半的引号、括号、书名号、方头括号",
        leaves="1）a）这样的项号，逐段重开、末段才收的引语，英寸符号，附件中的文字",
        basis="第七条",
        find=in_passages(_unbalanced_pairs, _WHOLE),
    ),
    Rule(
        id="nested_title_marks",
        family=Family.STRUCTURE,
        severity=Severity.HINT,
        title="书名号套书名号",
        reports="《》之中又用《》",
        leaves="内层用〈〉的",
        basis="第七条",
        find=in_passages(_nested_titles, _WHOLE),
    ),
)
