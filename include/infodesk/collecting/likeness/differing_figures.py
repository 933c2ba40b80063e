"""Whether two texts that read alike say different figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from infodesk.collecting.likeness.folded_words import (
    FIGURE,
    folded,
    share_in,
    shingles,
    without_figures,
)

_SAME_LINE = 0.6  # of a line's words, figures apart, that stand in the other text
_BESIDE = 4  # characters on either side by which a figure is told from the same one elsewhere


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure with the characters right before it, and with those right behind it."""

    before: str
    behind: str


def figures_differ(one: str, other: str) -> bool:
    """Tell whether a line that both readable texts have says another figure in one of them.

    A line is known by its words without figures: `下调85元` and `下调80元` are the same line. Lines
    that only one text has (a header, an editor's line, a paragraph that was cut) may hold any
    figures: what is added or left out is no other statement. A figure is found again by the words
    on one side of it, so that a cut beside it does not count.
    """
    lines, others = _folded_lines(one), _folded_lines(other)
    return _says_others(lines, others) or _says_others(others, lines)


def _says_others(lines: list[str], others: list[str]) -> bool:
    plain = without_figures("".join(others))
    passages = shingles(plain)
    known = [figure for _, figure in _figures(others)]
    before, behind = {f.before for f in known}, {f.behind for f in known}
    stands: dict[int, bool] = {}
    for number, figure in _figures(lines):
        if figure.before in before or figure.behind in behind:
            continue
        if number not in stands:
            stands[number] = _stands_in(without_figures(lines[number]), plain, passages)
        if stands[number]:
            return True
    return _says_them_otherwise(lines, others)


def _says_them_otherwise(lines: list[str], others: list[str]) -> bool:
    """Tell whether a line is in both, figures apart, and says its figures in another order."""
    sayings: dict[str, set[tuple[str, ...]]] = {}
    for line in others:
        sayings.setdefault(without_figures(line), set()).add(tuple(FIGURE.findall(line)))
    return any(
        tuple(FIGURE.findall(line)) not in known
        for line in lines
        if (known := sayings.get(without_figures(line))) is not None
    )


def _stands_in(line: str, plain: str, passages: frozenset[int]) -> bool:
    return line in plain or share_in(shingles(line), passages) >= _SAME_LINE


def _folded_lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := folded(raw))]


def _figures(lines: list[str]) -> Iterator[tuple[int, _Figure]]:
    """Yield each figure with the number of its line; its neighbours may stand in another line."""
    for number, line in enumerate(lines):
        ahead = "".join(lines[max(0, number - _BESIDE) : number])[-_BESIDE:]
        after = "".join(lines[number + 1 : number + 1 + _BESIDE])[:_BESIDE]
        for match in FIGURE.finditer(line):
            start, end = match.span()
            yield (
                number,
                _Figure(
                    before=(ahead + line[:start])[-_BESIDE:] + match[0],
                    behind=match[0] + (line[end : end + _BESIDE] + after)[:_BESIDE],
                ),
            )
