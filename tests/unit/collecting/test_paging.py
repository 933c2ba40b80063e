"""How lists go on behind their first page."""

import pytest

from infodesk.catalog.sources import Paging, PagingKind
from infodesk.collecting.listing.paging import next_page_in, pager_in, pager_of
from infodesk.collecting.web.page_tree import page_tree

URL = "https://www.ndrc.gov.cn/xwdt/tzgg/"


@pytest.mark.parametrize(
    "call",
    [
        'createPageHTML(9, 0, "index", "html");',
        'createPageHTML(9,0,"index","html")',
        "createPageHTML( 9 , 0 , 'index' , 'html' )",
        'createPageHTML("9", "0", "index", "html")',
        'createPageHTML(9, 0, "index", "html", 220);',
        "createPageHTML('page_div', 9, 0, 'index', 'html', 220);",
        '<!--\ncreatePageHTML(9, 0, "index", "html");\n//-->',
        'function createPageHTML(n, i, name, ext){}\ncreatePageHTML(9, 0, "index", "html");',
    ],
)
def test_every_way_to_call_it(call) -> None:
    pager = pager_in(f"<ul><script>{call}</script></ul>", url=URL)
    assert pager is not None
    assert pager.pages == 9
    assert pager.address(2) == URL + "index_1.html"
    assert pager.address(9) == URL + "index_8.html"
    assert pager.address(10) == ""


@pytest.mark.parametrize("pages", [0, 1])
def test_one_page_is_all(pages) -> None:
    pager = pager_in(f'createPageHTML({pages}, 0, "index", "shtml")', url=URL)
    assert pager is not None
    assert pager.address(2) == ""


def test_the_extension_of_the_site() -> None:
    pager = pager_in('createPageHTML(50,0,"index","shtml")', url="https://fgw.shanxi.gov.cn/tzgg/")
    assert pager is not None
    assert pager.address(2) == "https://fgw.shanxi.gov.cn/tzgg/index_1.shtml"


@pytest.mark.parametrize(
    "text", ["", "function createPageHTML(pages, now, name, ext) {}", "createPageHTML()"]
)
def test_no_call_is_no_pager(text) -> None:
    assert pager_in(text, url=URL) is None


def test_numbered_pages_are_relative_to_the_list() -> None:
    paging = Paging(kind=PagingKind.NUMBERED, address="node_142_{page}.htm")
    pager = pager_of(paging, text="", url="http://ll.sxgov.cn/node_142.htm")
    assert pager is not None
    assert pager.address(2) == "http://ll.sxgov.cn/node_142_2.htm"
    assert pager.address(7) == "http://ll.sxgov.cn/node_142_7.htm"


def test_numbers_that_begin_elsewhere() -> None:
    paging = Paging(
        kind=PagingKind.NUMBERED, address="http://a.cn/list?page={page}&n=20", first_number=1
    )
    pager = pager_of(paging, text="", url="http://a.cn/list")
    assert pager is not None
    assert [pager.address(place) for place in (2, 3)] == [
        "http://a.cn/list?page=1&n=20",
        "http://a.cn/list?page=2&n=20",
    ]


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<a class=next href=node_142_2.htm>下一页</a>", "http://a.cn/x/node_142_2.htm"),
        ("<a class=next>下一页</a>", ""),
        ("<a class=next href='javascript:;'>下一页</a>", ""),
        ("<a class=next href='list.htm'>下一页</a>", ""),  # the page itself: the last one
        ("", ""),
    ],
)
def test_the_link_to_the_next_page(html, address) -> None:
    tree = page_tree(f"<html><body>{html}</body></html>")
    assert next_page_in(tree, "a.next", url="http://a.cn/x/list.htm") == address
