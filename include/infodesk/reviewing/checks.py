"""What is checked before anybody reviews a text (regulation, articles 2 and 7).

A blocking issue holds the text until it is mended or lifted with a reason; one that must be
answered is answered by the editor; a hint only says where to look.
"""

from collections.abc import Iterator

from infodesk.articles.article import Content, Origin
from infodesk.catalog.rules import ReviewRules
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.passages import Finding, Passage, passages
from infodesk.reviewing.personal_numbers import find_personal_numbers
from infodesk.reviewing.plain_text import plain_text
from infodesk.reviewing.slips import find_impossible_dates, find_unbalanced_pairs
from infodesk.reviewing.wording import (
    find_confusions,
    find_draft_leftovers,
    find_internal_marks,
    find_possible_drafts,
    find_secrecy_marks,
)

_GRAVEST_FIRST = {Severity.BLOCK: 0, Severity.MUST_ANSWER: 1, Severity.HINT: 2}


def check_content(content: Content, *, origin: Origin, rules: ReviewRules) -> list[Issue]:
    """Return everything that the checks find, the gravest first, then in reading order.

    The offsets of an issue count in `plain_text(content.body_html)`; issues of the title, the
    source, the document number and the attachments' names have none.
    """
    issues = [*_missing_parts(content), *_missing_source(content, origin)]
    for passage in passages(content):
        findings = sorted(_findings(passage, rules), key=lambda finding: finding.start)
        issues.extend(passage.issue(finding) for finding in findings)
    return sorted(issues, key=lambda issue: _GRAVEST_FIRST[issue.severity])


def _findings(passage: Passage, rules: ReviewRules) -> Iterator[Finding]:
    yield from find_secrecy_marks(passage)
    yield from find_internal_marks(passage, rules.internal_marks)
    yield from find_personal_numbers(passage, card_context=rules.bank_card_context)
    yield from find_draft_leftovers(passage, rules.draft_marks)
    yield from find_confusions(passage, rules.confusions)
    yield from find_possible_drafts(passage, rules.draft_hints)
    yield from find_unbalanced_pairs(passage)
    yield from find_impossible_dates(passage)


def _missing_parts(content: Content) -> Iterator[Issue]:
    if not content.title.strip():
        yield _about_whole("title_empty", Severity.BLOCK, "没有标题", "请补上标题")
    if plain_text(content.body_html):
        return
    if content.images or content.attachments:
        yield _about_whole(
            "body_without_text",
            Severity.MUST_ANSWER,
            "正文没有文字，只有图片或附件",
            "请写一段说明文字；确需如此的写明理由",
        )
    else:
        yield _about_whole("body_empty", Severity.BLOCK, "正文是空的", "请补上正文，或不予采用")


def _missing_source(content: Content, origin: Origin) -> Iterator[Issue]:
    """Ask of a reprint where it comes from (article 4: 转载类), and the link to it."""
    if origin is not Origin.REPRINT:
        return
    if not content.credit.strip():
        yield _about_whole(
            "credit_missing",
            Severity.BLOCK,
            "转载信息没有写明来源",
            "请填写来源，如“国家发展改革委网站”",
        )
    if not content.credit_url.strip():
        yield _about_whole(
            "source_link_missing",
            Severity.MUST_ANSWER,
            "转载信息没有原文链接",
            "请补上原文网址；原文只见于纸质媒体的写明理由",
        )


def _about_whole(rule_id: str, severity: Severity, message: str, remedy: str) -> Issue:
    return Issue(rule_id=rule_id, severity=severity, message=message, remedy=remedy)
