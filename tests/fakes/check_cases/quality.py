"""How well each rule tells its seeded texts apart."""

from dataclasses import dataclass

from tests.fakes.check_cases.attached import file_cases
from tests.fakes.check_cases.seeds import TABLES, Seeded
from tests.fakes.check_cases.structures import structure_cases
from tests.fakes.check_cases.words import word_cases

from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.rule import Rule


@dataclass(frozen=True)
class Quality:
    """What a rule made of its set."""

    missed: list[str]
    mistaken: list[str]
    true: int
    near: int

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.true

    @property
    def precision(self) -> float:
        found = self.true - len(self.missed)
        return found / (found + len(self.mistaken)) if found else 0.0


def all_cases() -> dict[str, Seeded]:
    """Return every set by rule."""
    return word_cases() | structure_cases() | file_cases()


def quality(rule: Rule, cases: Seeded) -> Quality:
    """Try a rule on its set."""
    return Quality(
        missed=[_shown(text) for text in cases.true if not _reports(rule, text)],
        mistaken=[_shown(text) for text in cases.near if _reports(rule, text)],
        true=len(cases.true),
        near=len(cases.near),
    )


def _reports(rule: Rule, text: CheckedText) -> bool:
    return any(True for _ in rule.find(text, TABLES))


def _shown(text: CheckedText) -> str:
    names = [attachment.name for attachment in text.content.attachments]
    return f"{text.body.text} {[link.address for link in text.links]} {names}"
