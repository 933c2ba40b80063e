"""Tries the examples that stand beside the office's words on the rules they are about."""

from collections.abc import Iterator

from infodesk.articles.article import Content, Origin
from infodesk.catalog.rules import ReviewRules, RuleExample
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.checking.checked_text import CheckedText, checked_text
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.rule_book import RULES


def failing_examples(rules: ReviewRules) -> Iterator[Issue]:
    """Yield each example of `review_rules.toml` that the rules do not bear out."""
    tables = OfficeTables(rules)
    for example in rules.examples:
        rule = next((r for r in RULES if r.id == example.rule), None)
        if rule is None:
            yield _failed(example, "没有这条规则", "规则名见 docs/zh/checks.md")
            continue
        for words in example.finds:
            if not any(rule.find(_text(words), tables)):
                yield _failed(example, f"“{words}”应当查到，没有查到", "请改字样或改例子")
        for words in example.leaves:
            if any(rule.find(_text(words), tables)):
                yield _failed(example, f"“{words}”不应查到，却查到了", "请补 unless，或写长字样")


def _text(words: str) -> CheckedText:
    lines = "".join(f"<p>{_escaped(line)}</p>" for line in words.split("\n"))
    return checked_text(Content(title="", body_html=lines), origin=Origin.IN_HOUSE)


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _failed(example: RuleExample, what: str, remedy: str) -> Issue:
    return Issue(
        rule_id="review_rules.example",
        severity=Severity.BLOCK,
        message=f"review_rules.toml：规则 {example.rule} 的例子{what}",
        remedy=remedy,
    )
