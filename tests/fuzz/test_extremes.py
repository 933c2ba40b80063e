"""Pages of a size and shape that no site means to send: answered in 5 s and 500 MB."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fuzz.in_child import read_in_child

MB = 1024 * 1024
WORDS = "各县市区发展改革局，现将有关事项通知如下，请认真贯彻执行。".encode()
TITLE = "关于价格的通知".encode()
HEAD = (
    b"<html><head><title>" + TITLE + b"</title></head><body><h1>" + TITLE + b"</h1>"
    b"<div id=b class='TRS_Editor'>"
)
PARAGRAPH = b"<p>" + WORDS + b"</p>"
RSS = b"<?xml version='1.0'?><rss version='2.0'><channel>"
ITEM = b"<item><title>" + TITLE + b"</title><link>http://a.gov.cn/%d.html</link></item>"
LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a0 'ha'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><rss version='2.0'><channel><title>&a11;</title><item><title>&a11;</title></item>"
)


def _full(piece: bytes, size: int) -> bytes:
    return (piece * (size // len(piece) + 1))[:size]


def _numbered(piece: bytes, count: int) -> bytes:
    return b"".join(piece % number for number in range(count))


PAGES: dict[str, Callable[[], bytes]] = {
    "nested 10,000 deep: div": lambda: HEAD + b"<div>" * 10_000 + PARAGRAPH,
    "nested 10,000 deep: b, closed": lambda: HEAD + b"<b>" * 10_000 + WORDS + b"</b>" * 10_000,
    "nested 10,000 deep: table": lambda: HEAD + b"<table><tr><td>" * 10_000 + PARAGRAPH,
    "nested 2,000 deep: div.source": lambda: b"<div class='source'>" * 2_000 + WORDS * 50_000,
    "20 MB of one tag: p": lambda: HEAD + _full(b"<p>", 20 * MB),
    "5 MB of one tag: p": lambda: HEAD + _full(b"<p>", 5 * MB - len(HEAD)),
    "as many p as are read": lambda: HEAD + b"<p>" * 99_000,
    "20 MB of one tag: b": lambda: HEAD + _full(b"<b>", 20 * MB),
    "one tag of 20 MB": lambda: HEAD + b"<div " + b"a" * (20 * MB),
    "one tag of 4.9 MB": lambda: HEAD + WORDS + b"<div " + b"a" * (4_900_000),
    "20 MB of text": lambda: HEAD + _full(WORDS, 20 * MB),
    "4.9 MB of text": lambda: HEAD + _full(WORDS, 4_900_000),
    "4 MB of paragraphs": lambda: HEAD + _full(PARAGRAPH, 4 * MB),
    "5 MB of attributes": lambda: HEAD + b"<div " + _numbered(b"a%d=b ", 450_000) + b">" + WORDS,
    "attributes behind a quoted >": lambda: b"<p a='>' " + _numbered(b"a%d=b ", 100_000) + b">",
    "20 tags of 5,000 attributes": lambda: (
        HEAD + (b"<p " + _numbered(b"a%d=b ", 5_000) + b">" + WORDS) * 20
    ),
    "a class of 4 MB": lambda: HEAD + WORDS + b"<p class='" + b" right-" * 600_000 + b"'>x",
    "1,000,000 br": lambda: HEAD + WORDS + b"<br>" * 1_000_000,
    "99,000 br": lambda: HEAD + WORDS + b"<br>" * 99_000,
    "100,000 links": lambda: HEAD + WORDS * 9 + _numbered(b"<a href='/%d.html'>x</a>", 100_000),
    "49,000 links": lambda: HEAD + WORDS * 9 + _numbered(b"<a href='/%d.html'>x</a>", 49_000),
    "99,000 open links": lambda: HEAD + WORDS * 20 + b"<a href='/x.html'>" * 99_000 + WORDS,
    "a table of 100,000 cells": lambda: (
        HEAD + b"<table>" + (b"<tr>" + b"<td>1</td>" * 10 + b"</tr>") * 10_000
    ),
    "a table of 45,000 cells": lambda: (
        HEAD + b"<table>" + (b"<tr>" + b"<td>1</td>" * 10 + b"</tr>") * 4_500
    ),
    "24,000 boxes with a paragraph": lambda: HEAD + (b"<div>" + PARAGRAPH + b"</div>") * 24_000,
    "40,000 paragraphs 190 deep": lambda: HEAD + b"<div>" * 190 + PARAGRAPH * 40_000,
    "junk among 20,000 paragraphs": lambda: (
        HEAD + (PARAGRAPH + b"<div class=share>x</div>") * 20_000
    ),
    "text around 16,000 boxes": lambda: (
        HEAD + (WORDS + b"<div>" + WORDS + PARAGRAPH + b"</div>") * 16_000
    ),
    "4 MB of &": lambda: HEAD + b"&" * (4 * MB),
    "190,000 references": lambda: HEAD + WORDS * 9 + b"&lt;" * 190_000,
    "90,000 unknown references": lambda: HEAD + WORDS * 9 + b"&abcdef;" * 90_000,
    "4 MB of >": lambda: HEAD + WORDS + b">" * (4 * MB),
    "4 MB of NUL": lambda: HEAD + WORDS + b"\0" * (4 * MB),
    "4 MB of 0xFF": lambda: b"\xff" * (4 * MB),
    "4 MB of blanks": lambda: HEAD + WORDS + b"\n " * (2 * MB) + WORDS,
    "a title of 1,000,000 characters": lambda: (
        b"<title>" + _full(TITLE + b"_", 3_000_000) + b"</title>" + PARAGRAPH
    ),
    "40,000 headings, a title of 100,000": lambda: (
        b"<title>" + _full(TITLE, 300_000) + b"</title>" + (b"<h2>" + TITLE + b"</h2>") * 40_000
    ),
    "45,000 dates": lambda: HEAD + b"<p>2026-07-31 08:00</p>" * 45_000,
    "80,000 metas": lambda: b"<meta name=pubdate content='2026-07-31'>" * 80_000 + PARAGRAPH,
    "90,000 ends": lambda: HEAD + b"</html>" * 90_000 + PARAGRAPH,
    "comments never closed": lambda: HEAD + PARAGRAPH + _full(b"<!-- x ", 600_000),
    "90,000 marks never closed": lambda: HEAD + b"<!--enpcontent-->" * 90_000 + PARAGRAPH,
    "scripts of pubtime": lambda: (
        HEAD + PARAGRAPH + (b"<script>" + b"pubtime = new Date(" * 4_000 + b"</script>") * 50
    ),
    "JSON-LD of backslashes": lambda: (
        HEAD + PARAGRAPH + b"<script type='application/ld+json'>" + b'"headline":"\\' * 300_000
    ),
    "a picture of 4 MB inline": lambda: (
        HEAD + PARAGRAPH + b"<img src='data:image/png;base64," + b"A" * (4 * MB) + b"'>"
    ),
}  # fmt: skip
FEEDS: dict[str, Callable[[], bytes]] = {
    "20 MB of items": lambda: RSS + _full(ITEM, 20 * MB),
    "as many items as are read": lambda: RSS + _numbered(ITEM, 8_000) + b"</channel></rss>",
    "the same, broken at its end": lambda: RSS + _numbered(ITEM, 8_000) + b"<a<b",
    "entities that unfold to gigabytes": lambda: LAUGHS,
    "a foreign entity": lambda: (
        b"<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item>"
        b"<title>&e;</title><link>http://a.gov.cn/1</link></item></channel></rss>"
    ),
    "nested 10,000 deep": lambda: RSS + b"<item>" * 10_000,
    "a million <": lambda: RSS + b"<" * MB,
    "49,000 <": lambda: RSS + b"<item><title>" + b"<" * 49_000,
    "190,000 &": lambda: RSS + b"<item><title>" + b"&" * 190_000,
    "20 MB of &": lambda: RSS + b"&" * (20 * MB),
    "4.9 MB of text": lambda: RSS + b"<item><title>" + _full(WORDS, 4_900_000),
    "a JSON Feed of 4 MB": lambda: (
        b'{"version":"https://jsonfeed.org/version/1","items":['
        + _numbered(b'{"url":"http://a.gov.cn/%d","title":"x"},', 90_000) + b"{}]}"
    ),
    "JSON nested 100,000 deep": lambda: b'{"a":' * 100_000,
}  # fmt: skip
ANSWERS: dict[str, Callable[[], bytes]] = {
    "20 MB": lambda: b'{"data":[' + _full(b'{"title":"x","url":"/1"},', 20 * MB) + b"]}",
    "4.9 MB of {}": lambda: b'{"data":[' + b"{}," * 1_630_000 + b"{}]}",
    "4.9 MB of []": lambda: b'{"data":' + b"[" * 4_900_000,
    "4.5 MB of items": lambda: (
        b'{"data":[' + _numbered(b'{"title":"<b>%d</b>","url":"/%%d"},', 24_000) + b"{}]}"
    ),
    "a number of 4,000,000 digits": lambda: b'{"data":' + b"9" * 4_000_000 + b"}",
    "a text of 4 MB": lambda: b'{"data":[{"title":"' + b"<b>" * 30_000 + b'","url":"/1"}]}',
}  # fmt: skip
FIRST = {  # what `make test` tries; the rest differs in detail and is left to `make test-full`
    "nested 10,000 deep: div", "20 MB of one tag: p", "as many p as are read", "one tag of 4.9 MB",
    "20 MB of text", "4 MB of paragraphs", "5 MB of attributes", "99,000 br", "99,000 open links",
    "a table of 45,000 cells", "24,000 boxes with a paragraph", "90,000 unknown references",
    "40,000 headings, a title of 100,000", "4 MB of 0xFF", "20 MB of items",
    "the same, broken at its end", "entities that unfold to gigabytes", "20 MB", "4.9 MB of {}",
    "4.9 MB of []",
}  # fmt: skip
OF_A_PAGE = ("script", "read_with_selectors", "read_without_selectors", "list_of_page", "paper")
CASES = [
    *(("extract", name, PAGES) for name in PAGES),
    *(("feed", name, FEEDS) for name in FEEDS),
    *(("json_list", name, ANSWERS) for name in ANSWERS),
    *((reader, name, PAGES) for reader in OF_A_PAGE for name in PAGES),
]
PARAMETERS = [
    pytest.param(
        *case,
        id=f"{case[0]}-{case[1]}",
        marks=() if case[1] in FIRST and case[0] not in OF_A_PAGE else pytest.mark.full,
    )
    for case in CASES
]


@pytest.mark.parametrize(("reader", "name", "made"), PARAMETERS)
def test_an_extreme_is_answered_in_bounded_time_and_memory(
    reader: str, name: str, made: dict[str, Callable[[], bytes]], tmp_path: Path
) -> None:
    _read(reader, made[name](), tmp_path)


@pytest.mark.parametrize("name", ["nested 10,000 deep: div", "as many p as are read"])
def test_the_operators_script_answers_in_bounded_time_and_memory(name: str, tmp_path: Path) -> None:
    _read("script", PAGES[name](), tmp_path)


def test_every_case_named_is_one() -> None:
    assert {*PAGES, *FEEDS, *ANSWERS} >= FIRST


def test_a_foreign_entity_brings_nothing_in(tmp_path: Path) -> None:
    assert "root:" not in _read("feed", FEEDS["a foreign entity"](), tmp_path).answer


def _read(reader: str, content: bytes, folder: Path):
    path = folder / "page"
    path.write_bytes(content)
    return read_in_child(reader, path)
