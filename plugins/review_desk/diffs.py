"""What changed between two texts, character by character: Chinese has no words to go by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from diff_match_patch import diff_match_patch

_SECONDS = 0.5  # after that the rest is compared coarsely; a page must not hang on a long text
_MARKS = {0: "same", 1: "added", -1: "removed"}


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Some characters of a line, with one fate."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """One paragraph; or, where `skipped` is not 0, so many unchanged ones left out."""

    spans: tuple[Span, ...] = ()
    skipped: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything was added or removed in it."""
        return any(span.change is not Change.SAME for span in self.spans)


def diff_text(before: str, after: str) -> list[Span]:
    """Return how one text became the other, in pieces that a reader can follow."""
    differ = diff_match_patch()
    differ.Diff_Timeout = _SECONDS
    found: list[tuple[int, str]] = differ.diff_main(before, after)
    differ.diff_cleanupSemantic(found)
    return [Span(change=Change(_MARKS[kind]), text=text) for kind, text in found]


def diff_paragraphs(before: str, after: str) -> list[DiffLine]:
    """Return the change of a text of many lines; runs of unchanged lines are folded into one.

    The line before and the line after a change are kept, so that its place can be told.
    """
    lines = list(_lines(diff_text(before, after)))
    near = {
        neighbour
        for number, line in enumerate(lines)
        if line.is_changed
        for neighbour in (number - 1, number, number + 1)
    }
    return list(_folded(lines, near))


def _lines(spans: Sequence[Span]) -> Iterator[DiffLine]:
    line: list[Span] = []
    for span in spans:
        first, *rest = span.text.split("\n")
        line += _span(span.change, first)
        for text in rest:
            # A paragraph mark that came or went is shown, or joining two lines would look like
            # nothing at all.
            if span.change is not Change.SAME:
                line += _span(span.change, "¶")
            yield DiffLine(spans=tuple(line))
            line = _span(span.change, text)
    if line:
        yield DiffLine(spans=tuple(line))


def _span(change: Change, text: str) -> list[Span]:
    return [Span(change=change, text=text)] if text else []


def _folded(lines: Sequence[DiffLine], near: set[int]) -> Iterator[DiffLine]:
    for is_near, group in groupby(enumerate(lines), key=lambda pair: pair[0] in near):
        if is_near:
            yield from (line for _, line in group)
        else:
            yield DiffLine(skipped=len(list(group)))
