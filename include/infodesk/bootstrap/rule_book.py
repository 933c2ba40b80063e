"""The rules of the checks, for those who describe and try them."""

from infodesk.catalog.catalog import Catalog
from infodesk.kernel.issues import Issue
from infodesk.reviewing.checking.examples import failing_examples as failing
from infodesk.reviewing.checking.rule import Family, Rule
from infodesk.reviewing.checking.rule_book import RULES

__all__ = ["RULES", "Family", "Rule", "failing_examples"]


def failing_examples(catalog: Catalog) -> list[Issue]:
    """Return the examples of `review_rules.toml` that its rules do not bear out."""
    return list(failing(catalog.review_rules))
