"""Cross-check the sources: each kind has what it needs, and names nothing that is not there."""

import re
from collections.abc import Iterator

from infodesk.catalog.channels import Channel
from infodesk.catalog.declared import Declared, broken
from infodesk.catalog.mistakes import suggestion
from infodesk.catalog.sources import (
    ArticleSelectors,
    JsonList,
    Paging,
    PagingKind,
    ReprintTarget,
    Source,
    SourceKind,
)
from infodesk.kernel.issues import Issue

# The table that says how a source of a kind is read; a feed says it itself.
_TABLES = {
    SourceKind.HTML_LIST: "list",
    SourceKind.JSON_API: "json_list",
    SourceKind.DIGITAL_PAPER: "paper",
}
_LEAST = {
    "list": "至少写 item 一行",
    "json_list": "至少写 items、link、title 三行",
    "paper": "至少写 page_link、article_link 两行",
}
_PAGING_KINDS = {
    SourceKind.HTML_LIST: frozenset(PagingKind),
    SourceKind.JSON_API: frozenset({PagingKind.NUMBERED}),
}


def check_sources(declared: Declared) -> Iterator[Issue]:
    """Report every source that could not be collected as it is written."""
    urls: dict[str, str] = {}
    for source in declared.sources.values():
        yield from _tables_of_kind(source)
        yield from _paging_of(source)
        yield from _json_of(source)
        yield from _required_fields(source)
        yield from _compared(source, declared)
        for target in source.target:
            yield from _target(source, target, declared)
        url = str(source.url)
        if url in urls and source.kind is not SourceKind.JSON_API:
            yield broken(
                "duplicate_source",
                f"{_file(source)}：url 与 sources/{urls[url]}.toml 相同",
                "同一个列表只采一次，请删去其中一个",
            )
        urls[url] = source.id


def _file(source: Source) -> str:
    return f"sources/{source.id}.toml"


def _tables_of_kind(source: Source) -> Iterator[Issue]:
    needed = _TABLES.get(source.kind)
    for table in _TABLES.values():
        is_written = getattr(source, table) is not None
        if table == needed and not is_written:
            yield broken(
                f"{table}_missing",
                f"{_file(source)}：kind 为 {source.kind}，但没有 [{table}]",
                f"请补上 [{table}]，{_LEAST[table]}",
            )
        if table != needed and is_written:
            yield broken(
                f"{table}_unused",
                f"{_file(source)}：kind 为 {source.kind}，用不到 [{table}]",
                f"请删去 [{table}]，或改 kind",
            )


def _paging_of(source: Source) -> Iterator[Issue]:
    paging = source.paging
    if paging is None:
        return
    kinds = _PAGING_KINDS.get(source.kind)
    if kinds is None:
        yield broken(
            "paging_unused",
            f"{_file(source)}：kind 为 {source.kind}，用不到 [paging]",
            "请删去 [paging]",
        )
    elif paging.kind not in kinds:
        yield broken(
            "paging_kind",
            f"{_file(source)}：kind 为 {source.kind}，[paging] 的 kind 不能是 {paging.kind}",
            f"可用：{'、'.join(sorted(kinds))}",
        )
    else:
        yield from _paging_fields(source, paging)


def _paging_fields(source: Source, paging: Paging) -> Iterator[Issue]:
    is_json = source.kind is SourceKind.JSON_API
    needs_address = paging.kind is PagingKind.NUMBERED and not is_json
    if needs_address and "{page}" not in paging.address:
        yield _paging_fault(source, "address 中没有 {page}", "请写成 node_142_{page}.htm 的样子")
    if paging.address and not needs_address:
        yield _paging_fault(source, "写了用不到的 address", _only_for(is_json))
    if paging.kind is PagingKind.NEXT_LINK and not paging.next_link:
        yield _paging_fault(source, "没有写 next_link", "请写“下一页”链接的选择器")
    if paging.kind is not PagingKind.NEXT_LINK and paging.next_link:
        yield _paging_fault(source, "写了用不到的 next_link", "请删去，或把 kind 改为 next_link")
    if is_json and source.json_list and not _names_page(source.json_list):
        yield _paging_fault(
            source, "要翻页，但 [json_list] 的 query 中没有 {page}", "请在页号参数的值里写 {page}"
        )


def _only_for(is_json: bool) -> str:
    if is_json:
        return "请删去：JSON 接口的页号写在 [json_list] 的 query 里"
    return "请删去，或把 kind 改为 numbered"


def _paging_fault(source: Source, what: str, remedy: str) -> Issue:
    return broken("paging_field", f"{_file(source)}：[paging] {what}", remedy)


def _names_page(query: JsonList) -> bool:
    return any("{page}" in value for value in query.query.values())


def _json_of(source: Source) -> Iterator[Issue]:
    query = source.json_list
    if query is None:
        return
    if bool(query.key_page) != bool(query.key_pattern):
        yield broken(
            "json_key",
            f"{_file(source)}：[json_list] 的 key_page 和 key_pattern 只写了一个",
            "两个都写，或都不写",
        )
    if any("{key}" in value for value in query.query.values()) and not query.key_page:
        yield broken(
            "json_key",
            f"{_file(source)}：[json_list] 的 query 用了 {{key}}，但没有写从哪里读出",
            "请补上 key_page 和 key_pattern",
        )
    try:
        re.compile(query.key_pattern)
    except re.error as error:
        yield broken(
            "json_key",
            f"{_file(source)}：[json_list] 的 key_pattern 不是正则（{error}）",
            "请改成正则，第一个括号内为要读出的参数",
        )


def _required_fields(source: Source) -> Iterator[Issue]:
    fields = [name for name in ArticleSelectors.model_fields if name != "drop"]
    for name in source.expect.required:
        if name not in fields:
            yield broken(
                "unknown_field",
                f"{_file(source)}：expect.required 写了没有的字段“{name}”",
                suggestion(name, fields),
            )


def _compared(source: Source, declared: Declared) -> Iterator[Issue]:
    others = [other.id for other in declared.sources.values() if other.id != source.id]
    for name in source.compares:
        if name not in others:
            yield broken(
                "unknown_source",
                f"{_file(source)}：compares 写了没有的信息源“{name}”",
                suggestion(name, others),
            )
        elif declared.sources[name].compares:
            yield broken(
                "compares_nothing",
                f"{_file(source)}：compares 中的 {name} 自身也只用来核对，没有收取的文章",
                "请写实际收取文章的信息源",
            )


def _target(source: Source, target: ReprintTarget, declared: Declared) -> Iterator[Issue]:
    if target.channel in declared.unread_channels:
        return
    channel: Channel | None = declared.channels.get(target.channel)
    if channel is None:
        yield broken(
            "unknown_channel",
            f"{_file(source)}：target 写了没有的渠道“{target.channel}”",
            suggestion(target.channel, declared.channels),
        )
        return
    columns = [column.id for column in channel.columns]
    if target.column not in columns:
        yield broken(
            "unknown_column",
            f"{_file(source)}：渠道 {target.channel} 没有栏目“{target.column}”",
            suggestion(target.column, columns),
        )
