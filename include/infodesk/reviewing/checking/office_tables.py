"""The office's own tables for the checks, compiled once for all texts."""

from collections.abc import Iterable, Sequence

from infodesk.catalog.leaders import Leader
from infodesk.catalog.rules import Confusion, Phrase, ReviewRules
from infodesk.reviewing.checking.folding import BLANKS, PUNCTUATION, fold
from infodesk.reviewing.checking.lexicon import Lexicon


class OfficeTables:
    """What `review_rules.toml` and `leaders.toml` say, in the shape that the rules search with."""

    def __init__(self, rules: ReviewRules, leaders: Sequence[Leader] = ()) -> None:
        self.bank_card_context = rules.bank_card_context
        self.internal_marks = _phrases(rules.internal_marks)
        self.draft_marks = _phrases(rules.draft_marks)
        self.draft_hints = _phrases(rules.draft_hints)
        self.confusions = _confusions(rules.confusions)
        self.leaders = tuple(leaders)
        self.leader_names = Lexicon((name, (), name) for name in {p.name for p in leaders})


def bare(phrase: str) -> str:
    """Return a phrase as `Phrase` wants it compared: no blanks, no punctuation, small letters."""
    return fold(phrase, dropped=BLANKS | PUNCTUATION).text.lower()


def _phrases(phrases: Iterable[Phrase]) -> Lexicon[Phrase]:
    return Lexicon((bare(p.text), map(bare, p.unless), p) for p in phrases)


def _confusions(confusions: Iterable[Confusion]) -> Lexicon[Confusion]:
    return Lexicon((_joined(c.wrong), map(_joined, c.unless), c) for c in confusions)


def _joined(words: str) -> str:
    return fold(words, dropped=BLANKS).text
