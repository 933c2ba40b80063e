"""What every text must have: a title, words, and for a reprint its source and date (article 4)."""

from collections.abc import Iterator

from infodesk.articles.article import Origin
from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding
from infodesk.reviewing.checking.rule import Family, Rule


def _empty_title(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    if not text.content.title.strip():
        yield Finding(what="没有标题", remedy="请补上标题")


def _empty_body(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    content = text.content
    if not text.body.text and not content.images and not content.attachments:
        yield Finding(what="正文是空的", remedy="请补上正文，或不予采用")


def _wordless_body(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    content = text.content
    if not text.body.text and (content.images or content.attachments):
        yield Finding(
            what="正文没有文字，只有图片或附件",
            remedy="请写一段说明文字；确需如此的写明理由",
        )


def _missing_credit(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    if text.origin is Origin.REPRINT and not text.content.credit.strip():
        yield Finding(what="转载信息没有写明来源", remedy="请填写来源，如“国家发展改革委网站”")


def _missing_source_link(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    if text.origin is Origin.REPRINT and not text.content.credit_url.strip():
        yield Finding(
            what="转载信息没有原文链接",
            remedy="请补上原文网址；原文只见于纸质媒体的写明理由",
        )


def _missing_source_date(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    if text.origin is Origin.REPRINT and not text.has_source_date:
        yield Finding(
            what="转载信息没有原文发布日期",
            remedy="请打开原文核对发布日期，写明是哪一天；原文没有日期的写明理由",
        )


RULES = (
    Rule(
        id="title_empty",
        family=Family.PARTS,
        severity=Severity.BLOCK,
        title="没有标题",
        reports="标题为空",
        leaves="有标题的一律不报",
        basis="第七条",
        find=_empty_title,
    ),
    Rule(
        id="body_empty",
        family=Family.PARTS,
        severity=Severity.BLOCK,
        title="正文是空的",
        reports="正文没有文字，也没有图片和附件",
        leaves="只有图片或附件的另按“正文没有文字”处理",
        basis="第七条",
        find=_empty_body,
    ),
    Rule(
        id="body_without_text",
        family=Family.PARTS,
        severity=Severity.MUST_ANSWER,
        title="正文没有文字",
        reports="正文只有图片或附件，没有说明文字",
        leaves="有一段说明文字的不报",
        basis="第七条",
        find=_wordless_body,
    ),
    Rule(
        id="credit_missing",
        family=Family.PARTS,
        severity=Severity.BLOCK,
        title="转载没有来源",
        reports="转载类信息的来源为空",
        leaves="报送类、制发类信息不需要来源",
        basis="第四条（一）、第七条",
        find=_missing_credit,
    ),
    Rule(
        id="source_link_missing",
        family=Family.PARTS,
        severity=Severity.MUST_ANSWER,
        title="转载没有原文链接",
        reports="转载类信息没有原文网址",
        leaves="报送类、制发类信息不需要原文网址",
        basis="第四条（一）、第七条",
        find=_missing_source_link,
    ),
    Rule(
        id="source_date_missing",
        family=Family.PARTS,
        severity=Severity.MUST_ANSWER,
        title="转载没有原文日期",
        reports="采集和录入时都没有得到原文的发布日期",
        leaves="报送类、制发类信息不需要原文日期",
        basis="第四条（一）、第七条",
        find=_missing_source_date,
    ),
)
