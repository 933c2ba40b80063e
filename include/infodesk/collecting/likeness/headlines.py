"""A title as it is kept: printable, on one line, and no longer than a title can be."""

from infodesk.collecting.web.page_tree import printable
from infodesk.kernel.issues import Issue, Severity

LONGEST_TITLE = 300  # characters; the longest titles of official documents stay below 150
_READ_AT_MOST = 10_000


def headline(text: str) -> str:
    """Return a title as it is kept; what stands behind 300 characters is left out."""
    return " ".join(printable(text[:_READ_AT_MOST]).split())[:LONGEST_TITLE].rstrip()


def title_cut(text: str) -> list[Issue]:
    """Report a title of which `headline` keeps only the beginning."""
    if len(headline(text)) == len(" ".join(printable(text).split())):
        return []
    return [
        Issue(
            rule_id="reading.title_cut",
            severity=Severity.MUST_ANSWER,
            message=f"标题超过 {LONGEST_TITLE} 字，只保留了开头",
            remedy="请打开原文核对标题，必要时手工改正",
            excerpt=headline(text)[:80],
        )
    ]
