"""What a source owes us, by its `[expect]`; a breach is an issue, never a silent gap."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from infodesk.catalog.source_lines import said_in
from infodesk.catalog.sources import Source, SourceKind
from infodesk.collecting.likeness.title_agreement import titles_agree
from infodesk.collecting.listing.listed import ListedItem, Listing
from infodesk.collecting.reading.draft import ArticleDraft
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
_PLACES = {
    "list": "列表",
    "selector": "网页",
    "page": "网页",
    "meta": "网页头部",
    "script": "网页脚本",
    "address": "网址",
}
_IN_PASSING = frozenset({"page", "script"})
_CLOCKS_DIFFER = timedelta(hours=1)
_ALIKE_FROM = 4  # items; fewer may well have one title in common
_LIST_TABLES = {
    SourceKind.HTML_LIST: "list",
    SourceKind.JSON_API: "json_list",
    SourceKind.DIGITAL_PAPER: "paper",
}


def check_listing(
    listing: Listing, source: Source, *, now: datetime, page_count: int = 0
) -> list[Issue]:
    """Report a list that is not as it should be. No items never means no news.

    `page_count` is how many pages the list says it has; 0 where it does not say.
    """
    return [
        *_too_few_items(listing, source),
        *_too_few_pages(page_count, source),
        *_no_dates(listing, source),
        *_all_alike(listing, source),
        *_future_items(listing, source, now),
    ]


def check_silence(last_new_at: datetime | None, source: Source, *, now: datetime) -> list[Issue]:
    """Report a source that has had nothing new for longer than it may."""
    expect = source.expect
    if last_new_at is None or now - last_new_at <= timedelta(days=expect.maximum_silence_days):
        return []
    days = (local_date(now) - local_date(last_new_at)).days
    return [
        _breach(
            "maximum_silence_days",
            f"已有 {days} 天没有新条目（上限 {expect.maximum_silence_days} 天），"
            f"最近一条是 {local_date(last_new_at)}",
            "请打开网站核对栏目是否停更、改版或换了地址；"
            f"{said_in(source, 'expect', 'maximum_silence_days')}",
        )
    ]


def check_article(
    draft: ArticleDraft, source: Source, *, listed: ListedItem, now: datetime
) -> list[Issue]:
    """Report what an article lacks, and where its page and its list do not agree."""
    return [
        *_missing_fields(draft, source),
        *_future_article(draft, source, now),
        *_other_title(draft, source, listed),
        *_dates_apart(draft, source),
    ]


def _too_few_items(listing: Listing, source: Source) -> Iterator[Issue]:
    least = source.expect.minimum_items
    if len(listing.items) < least:
        yield _breach(
            "minimum_items",
            f"列表只读到 {len(listing.items)} 条，少于应有的 {least} 条",
            f"网站可能已改版，请打开列表页核对，并修改{_list_table(source)}；"
            f"{said_in(source, 'expect', 'minimum_items')}",
        )


def _too_few_pages(page_count: int, source: Source) -> Iterator[Issue]:
    least = source.expect.minimum_pages
    if page_count and page_count < least:
        yield _breach(
            "minimum_pages",
            f"列表现在只有 {page_count} 页，少于应有的 {least} 页",
            "栏目可能已清空、合并或换了地址，请打开列表页核对；"
            f"{said_in(source, 'expect', 'minimum_pages')}",
        )


def _no_dates(listing: Listing, source: Source) -> Iterator[Issue]:
    table = {SourceKind.HTML_LIST: source.list, SourceKind.JSON_API: source.json_list}.get(
        source.kind
    )
    if table is not None and table.date and listing.items and not listing.dates_read:
        yield _breach(
            "list_dates",
            f"列表的 {len(listing.items)} 条都没有读到日期",
            "网站可能已改版，请打开列表页核对日期写在哪里；"
            f"{said_in(source, _LIST_TABLES[source.kind], 'date')}",
        )


def _all_alike(listing: Listing, source: Source) -> Iterator[Issue]:
    titles = {item.title for item in listing.items}
    if len(listing.items) >= _ALIKE_FROM and len(titles) == 1:
        what = f"列表的 {len(listing.items)} 条标题全都是“{titles.pop()[:30]}”"
    elif listing.repeated >= _ALIKE_FROM and listing.repeated > len(listing.items):
        what = (
            f"列表的 {listing.repeated + len(listing.items)} 条只通向 {len(listing.items)} 个网址"
        )
    else:
        return
    yield _breach(
        "list_repeats",
        what,
        f"选择器可能取错了位置，或网站返回了重复的列表；请核对{_list_table(source)}",
    )


def _future_items(listing: Listing, source: Source, now: datetime) -> Iterator[Issue]:
    key = _list_table(source)
    for item in listing.items:
        if item.published and item.published > now + _CLOCKS_DIFFER:
            yield _future(f"列表条目《{item.title}》", item.published, f"{key} 的日期写法")


def _missing_fields(draft: ArticleDraft, source: Source) -> Iterator[Issue]:
    values = {
        "title": draft.title,
        "published": draft.published,
        "credit": draft.credit,
        "author": draft.author,
        "document_number": draft.document_number,
        "body": draft.body_html,
        "attachments": draft.attachments,
    }
    for name in source.expect.required:
        if name in draft.unmatched or not values[name]:
            yield _breach(
                "required",
                f"《{draft.title}》没有读到{FIELD_NAMES[name]}",
                f"请打开原文核对：{draft.url}，读法是 {said_in(source, 'article', name)}；"
                f"{said_in(source, 'expect', 'required')}",
            )


def _future_article(draft: ArticleDraft, source: Source, now: datetime) -> Iterator[Issue]:
    if draft.published and draft.published > now + _CLOCKS_DIFFER:
        yield _future(
            f"《{draft.title}》", draft.published, said_in(source, "article", "published")
        )


def _other_title(draft: ArticleDraft, source: Source, listed: ListedItem) -> Iterator[Issue]:
    if source.expect.titles_agree and not titles_agree(listed.title, draft.title):
        yield _breach(
            "titles_agree",
            f"列表标题与文章标题不一致：列表写《{listed.title}》，文章写《{draft.title}》",
            f"请打开原文核对是否取错了标题，或列表链到了别的文章：{draft.url}；"
            f"{said_in(source, 'expect', 'titles_agree')}",
        )


def _dates_apart(draft: ArticleDraft, source: Source) -> Iterator[Issue]:
    # A page may name many days in passing: only the one believed counts, and where a day is said
    # to be that of publication.
    claims = [c for n, c in enumerate(draft.dates) if n == 0 or c.where not in _IN_PASSING]
    if not claims:
        return
    first = min(claims, key=lambda claim: claim.instant)
    last = max(claims, key=lambda claim: claim.instant)
    days = (local_date(last.instant) - local_date(first.instant)).days
    if days > source.expect.days_apart:
        said = "、".join(
            f"{_PLACES.get(claim.where, claim.where)} {local_date(claim.instant)}"
            for claim in (first, last)
        )
        yield _breach(
            "days_apart",
            f"《{draft.title}》各处日期相差 {days} 天（{said}）",
            f"请打开原文核对哪一个是发布日期：{draft.url}；"
            f"{said_in(source, 'expect', 'days_apart')}",
        )


def _list_table(source: Source) -> str:
    table = _LIST_TABLES.get(source.kind)
    return f" sources/{source.id}.toml 的 " + (f"[{table}]" if table else "url")


def _future(what: str, published: datetime, place: str) -> Issue:
    written = published.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return _breach(
        "future_date",
        f"{what}的发布时间 {written} 在将来",
        f"请核对是网站写错还是取错了位置：{place}",
    )


def _breach(rule: str, message: str, remedy: str) -> Issue:
    return Issue(
        rule_id=f"expect.{rule}", severity=Severity.MUST_ANSWER, message=message, remedy=remedy
    )
