"""Interfaces that answer in JSON."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.web_pages import page

from infodesk.catalog.sources import JsonList, ReprintTarget, Source, SourceKind
from infodesk.collecting.listing.json_lists import key_in, query_address, read_json_list
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.kernel.clock import SHANGHAI

URL = "http://www.lvliang.gov.cn/trs-search/searchAll.do"
TODAY = date(2026, 11, 23)
QUERY = JsonList(
    items="data.data",
    link="docpuburl",
    title="title",
    date="docpubtime",
    credit="sourcename",
    total="data.total",
    query={"pageNum": "{page}", "pageSize": "10", "startTime": "{since}", "endTime": "{until}"},
)


def _source(query: JsonList = QUERY, url: str = URL) -> Source:
    return Source(
        id="search",
        name="检索",
        kind=SourceKind.JSON_API,
        url=url,
        credit="示例网",
        target=(ReprintTarget(channel="portal", column="city"),),
        json_list=query,
        compares=("policies",),
    )


def _entry(**fields) -> dict:
    known = {
        "title": "关于<em>信用</em>的通知",
        "docpuburl": "/zcwj/202611/t20261120_1.html",
        "docpubtime": "2026-11-20 09:00:00",
        "sourcename": "市政府办",
    }
    return {**known, **fields}


def _read(entries, query: JsonList = QUERY, **data):
    content = json.dumps({"data": {"data": entries, **data}}, ensure_ascii=False).encode()
    return read_json_list(page(URL, content), source=_source(query), query=query, today=TODAY)


def test_an_entry() -> None:
    answer = _read([_entry()], total=57)
    (item,) = answer.listing.items
    assert item.url == "http://www.lvliang.gov.cn/zcwj/202611/t20261120_1.html"
    assert item.title == "关于信用的通知"
    assert item.published == datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
    assert item.credit == "市政府办"
    assert (answer.entries, answer.total) == (1, 57)
    assert answer.listing.dates_read == 1


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        (1795136400000, datetime.fromtimestamp(1795136400, tz=UTC)),
        (1795136400000.0, datetime.fromtimestamp(1795136400, tz=UTC)),
        ("1795136400", datetime.fromtimestamp(1795136400, tz=UTC)),
        ("2026年11月20日", datetime(2026, 11, 20, tzinfo=SHANGHAI)),
        ("", datetime(2026, 11, 20, tzinfo=SHANGHAI)),  # by the address
        (None, datetime(2026, 11, 20, tzinfo=SHANGHAI)),
    ],
)
def test_dates_as_words_and_as_numbers(written, instant) -> None:
    (item,) = _read([_entry(docpubtime=written)]).listing.items
    assert item.published == instant


def test_only_what_lies_under_the_given_addresses() -> None:
    query = QUERY.model_copy(update={"under": ("http://www.lvliang.gov.cn/zcwj/",)})
    answer = _read([_entry(), _entry(docpuburl="/xian/1.html")], query)
    assert [item.url[-17:] for item in answer.listing.items] == ["/t20261120_1.html"]
    assert answer.entries == 2


def test_an_entry_without_an_address_is_reported() -> None:
    listing = _read([_entry(), _entry(docpuburl="", title="没有地址")]).listing
    assert len(listing.items) == 1
    assert [issue.excerpt for issue in listing.issues] == ["没有地址"]


@pytest.mark.parametrize("entries", [[], None])
def test_nothing_is_an_empty_listing(entries) -> None:
    assert _read(entries).listing.items == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><body>\xe8\xaf\xb7\xe9\xaa\x8c\xe8\xaf\x81</body></html>", "网页"),
        (b'{"data": {"data": [', "损坏的数据"),
        (b"", "损坏的数据"),
        (b"[" * 100_000, "损坏的数据"),
    ],
)
def test_what_is_no_json(content, told) -> None:
    with pytest.raises(PageUnreadable, match="不是 JSON") as raised:
        read_json_list(page(URL, content), source=_source(), query=QUERY, today=TODAY)
    assert told in raised.value.message
    assert "sources/search.toml 的 url" in raised.value.remedy


@pytest.mark.parametrize(
    ("data", "path", "key"),
    [
        ({"data": {"list": []}}, "data.data", "items"),
        ({"data": {"data": {"0": "x"}}}, "data.data", "items"),
        ({"code": 500}, "data.data", "items"),
        ([], "data.data", "items"),
        ({"data": {"data": [{"title": "甲", "url": "/1.html"}]}}, "docpuburl", "link"),
        ({"data": {"data": [{"docpuburl": "/1.html", "name": "甲"}]}}, "title", "title"),
    ],
)
def test_a_path_that_leads_nowhere_is_named(data, path, key) -> None:
    with pytest.raises(PageUnreadable, match=f"没有 {path}") as raised:
        read_json_list(
            page(URL, json.dumps(data).encode()), source=_source(), query=QUERY, today=TODAY
        )
    assert f"sources/search.toml 的 [json_list] {key}" in raised.value.remedy


def test_an_answer_wrapped_in_a_call() -> None:
    content = b'jQuery123_4({"data": {"data": [{"title": "x", "docpuburl": "/1.html"}]}});'
    answer = read_json_list(page(URL, content), source=_source(), query=QUERY, today=TODAY)
    assert len(answer.listing.items) == 1


def test_a_byte_order_mark_and_gbk() -> None:
    text = json.dumps({"data": {"data": [_entry(title="吕梁市信用建设通知")]}}, ensure_ascii=False)
    for content in (b"\xef\xbb\xbf" + text.encode(), text.encode("gbk")):
        answer = read_json_list(page(URL, content), source=_source(), query=QUERY, today=TODAY)
        assert answer.listing.items[0].title == "吕梁市信用建设通知"


def test_the_query() -> None:
    asked = query_address(
        _source(url=URL + "?siteId=5"), QUERY, key="", place=3, today=date(2026, 11, 23)
    )
    assert asked == (
        URL + "?siteId=5&pageNum=3&pageSize=10&startTime=2026-11-09&endTime=2026-11-23"
    )


def test_pages_that_count_from_zero_and_a_key() -> None:
    query = QUERY.model_copy(update={"first_page": 0, "query": {"p": "{page}", "key": "{key}"}})
    asked = query_address(_source(query), query, key="a b", place=1, today=TODAY)
    assert asked == URL + "?p=0&key=a+b"


def test_the_key_is_read_from_its_page() -> None:
    query = QUERY.model_copy(
        update={"key_page": "http://a.cn/", "key_pattern": r"key\s*=\s*'(\w+)'"}
    )
    assert key_in("var key = 'ab12';", _source(query), query) == "ab12"
    with pytest.raises(PageUnreadable, match=r"没有在 http://a\.cn/ 中找到") as raised:
        key_in("nothing", _source(query), query)
    assert "key_pattern" in raised.value.remedy


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "title", "docpuburl", "docpubtime", "total", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(_ANYTHING)
def test_any_json_is_read_or_refused(data) -> None:
    content = json.dumps(data).encode("utf-8", errors="surrogatepass")
    with suppress(PageUnreadable):
        answer = read_json_list(page(URL, content), source=_source(), query=QUERY, today=TODAY)
        assert all(item.url.startswith("http") for item in answer.listing.items)


def test_half_a_character_and_an_endless_number_break_nothing() -> None:
    entry = _entry(title="通知\ud83d", docpuburl="/\ud83d.html")
    content = json.dumps({"data": {"data": [entry], "total": "9" * 5_000}}).encode()
    answer = read_json_list(page(URL, content), source=_source(), query=QUERY, today=TODAY)
    assert answer.listing.items == ()
    assert [issue.rule_id for issue in answer.listing.issues] == ["listing.entry_without_link"]
