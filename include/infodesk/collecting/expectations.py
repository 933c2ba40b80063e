"""What a source owes us, by its `[expect]`; a breach is an issue, never a silent gap."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from infodesk.catalog.sources import Expectations
from infodesk.collecting.draft import ArticleDraft
from infodesk.collecting.listing import Listing
from infodesk.kernel.clock import SHANGHAI, local_date
from infodesk.kernel.issues import Issue, Severity

FIELD_NAMES = {
    "title": "标题",
    "published": "发布时间",
    "credit": "来源",
    "author": "作者",
    "document_number": "文号",
    "body": "正文",
    "attachments": "附件",
}
_CLOCKS_DIFFER = timedelta(hours=1)


def check_listing(listing: Listing, expect: Expectations, *, now: datetime) -> list[Issue]:
    """Report too few items and items dated in the future. No items never means no news."""
    return [*_too_few(listing, expect), *_future_items(listing, now)]


def check_silence(
    last_new_at: datetime | None, expect: Expectations, *, now: datetime
) -> list[Issue]:
    """Report a source that has had nothing new for longer than it may."""
    if last_new_at is None or now - last_new_at <= timedelta(days=expect.maximum_silence_days):
        return []
    days = (local_date(now) - local_date(last_new_at)).days
    return [
        Issue(
            rule_id="expect.maximum_silence_days",
            severity=Severity.MUST_ANSWER,
            message=f"已有 {days} 天没有新条目（上限 {expect.maximum_silence_days} 天），"
            f"最近一条是 {local_date(last_new_at)}",
            remedy="请打开网站核对栏目是否停更、改版或换了地址",
        )
    ]


def check_article(draft: ArticleDraft, expect: Expectations, *, now: datetime) -> list[Issue]:
    """Report required fields that were not read, and a time in the future."""
    return [*_missing_fields(draft, expect), *_future_article(draft, now)]


def _too_few(listing: Listing, expect: Expectations) -> Iterator[Issue]:
    if len(listing.items) < expect.minimum_items:
        yield Issue(
            rule_id="expect.minimum_items",
            severity=Severity.MUST_ANSWER,
            message=f"列表只读到 {len(listing.items)} 条，少于应有的 {expect.minimum_items} 条",
            remedy="网站可能已改版，请打开列表页核对，并修改来源文件中 [list] 的选择器",
        )


def _future_items(listing: Listing, now: datetime) -> Iterator[Issue]:
    for item in listing.items:
        if item.published and item.published > now + _CLOCKS_DIFFER:
            yield _future(f"列表条目《{item.title}》", item.published)


def _missing_fields(draft: ArticleDraft, expect: Expectations) -> Iterator[Issue]:
    values = {
        "title": draft.title,
        "published": draft.published,
        "credit": draft.credit,
        "author": draft.author,
        "document_number": draft.document_number,
        "body": draft.body_html,
        "attachments": draft.attachments,
    }
    for name in expect.required:
        if name in draft.unmatched or not values[name]:
            yield Issue(
                rule_id="expect.required",
                severity=Severity.MUST_ANSWER,
                message=f"《{draft.title}》没有读到{FIELD_NAMES[name]}",
                remedy=f"请打开原文核对：{draft.url}",
            )


def _future_article(draft: ArticleDraft, now: datetime) -> Iterator[Issue]:
    if draft.published and draft.published > now + _CLOCKS_DIFFER:
        yield _future(f"《{draft.title}》", draft.published)


def _future(what: str, published: datetime) -> Issue:
    written = published.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return Issue(
        rule_id="expect.future_date",
        severity=Severity.MUST_ANSWER,
        message=f"{what}的发布时间 {written} 在将来",
        remedy="请核对是网站写错还是日期选择器取错了位置",
    )
