"""List pages read by selectors, with the traps of the real ones."""

from datetime import date, datetime

import pytest

from infodesk.catalog.sources import ListSelectors
from infodesk.collecting.listing.lists import read_list
from infodesk.collecting.web.page_tree import page_tree
from infodesk.kernel.clock import SHANGHAI

URL = "https://www.ndrc.gov.cn/xwdt/xwfb/"
TODAY = date(2026, 10, 2)


def _read(items: str, head: str = "", **selectors: str):
    tree = page_tree(f"<html><head>{head}</head><body><ul id=l>{items}</ul></body></html>")
    chosen = ListSelectors(**({"item": "#l > li"} | selectors))
    return read_list(tree, url=URL, selectors=chosen, today=TODAY)


def test_an_item() -> None:
    listing = _read(
        "<li><a href='./202607/t20260716_1.html' title='《办法》　全文'>《办法》...</a>"
        "<span>2026/07/17</span></li>",
        date=":scope > span",
    )
    (item,) = listing.items
    assert item.url == URL + "202607/t20260716_1.html"
    assert item.title == "《办法》 全文"
    assert item.published == datetime(2026, 7, 17, tzinfo=SHANGHAI)  # not the day in the address
    assert listing.issues == ()


@pytest.mark.parametrize("item_selector", ["#l > li", "#l li", "li"])
def test_links_of_a_pop_up_box_are_no_items(item_selector) -> None:
    listing = _read(
        "<li><a href=a.html>甲</a><div class=popbox><ul><li><a href=b.html>解读</a></li></ul></div>"
        "</li>"
        "<li class=empty></li><li> &nbsp; </li>",
        item=item_selector,
    )
    assert [item.url for item in listing.items] == [URL + "a.html"]
    assert listing.issues == ()


def test_identical_titles_are_two_items_and_one_address_is_one() -> None:
    listing = _read(
        "<li><a href=a.html>公告</a></li><li><a href=b.html>公告</a></li>"
        "<li><a href=a.html>再</a></li>"
    )
    assert [(i.url[-6:], i.title) for i in listing.items] == [
        ("a.html", "公告"),
        ("b.html", "公告"),
    ]


def test_a_date_without_a_year_beside_a_title_with_one() -> None:
    listing = _read(
        "<li><a href=a.html>2025年12月1日回眸</a> [10-01]</li>"
        "<li><a href=b.html>乙</a> [12-30]</li>",
        date=":scope",
    )
    assert [item.published for item in listing.items] == [
        datetime(2026, 10, 1, tzinfo=SHANGHAI),
        datetime(2025, 12, 30, tzinfo=SHANGHAI),
    ]


def test_the_address_tells_the_day_where_the_list_does_not() -> None:
    listing = _read(
        "<li><a href=/content/2026-08/25/content_1.htm>甲</a></li><li><a href=b>乙</a></li>"
    )
    assert [item.published for item in listing.items] == [
        datetime(2026, 8, 25, tzinfo=SHANGHAI),
        None,
    ]


def test_titles_come_from_their_own_element_where_one_is_named() -> None:
    listing = _read(
        "<li><a href=a.html title=x><h3>甲<b>乙</b></h3><p>摘要</p></a></li>", title="h3"
    )
    assert listing.items[0].title == "甲乙"


def test_an_entry_without_a_link_is_reported() -> None:
    listing = _read("<li><a href='javascript:x'>打不开的条目</a></li><li>没有链接</li>")
    assert listing.items == ()
    assert [issue.excerpt for issue in listing.issues] == ["打不开的条目", "没有链接"]
    assert all(issue.remedy for issue in listing.issues)


def test_the_base_of_the_page_is_where_links_start() -> None:
    listing = _read("<li><a href=a.html>甲</a></li>", head="<base href='/ancestor/'>")
    assert listing.items[0].url == "https://www.ndrc.gov.cn/ancestor/a.html"


def test_no_items_is_an_empty_listing() -> None:
    assert _read("").items == ()


def test_a_link_to_the_list_itself_leads_nowhere() -> None:
    listing = _read("<li><a href='#'>甲</a></li><li><a href='./'>乙</a></li>")
    assert listing.items == ()
    assert [issue.excerpt for issue in listing.issues] == ["甲", "乙"]


def test_an_entry_may_be_the_link_itself() -> None:
    listing = _read("<a class=x href=a.html>甲</a><a class=x href=b.html>乙</a>", item="a.x")
    assert [item.title for item in listing.items] == ["甲", "乙"]


def test_files_are_items_too() -> None:
    listing = _read("<li><a href='./202611/P020261120.pdf'>关于公布目录的通知</a></li>")
    assert listing.items[0].url.endswith("P020261120.pdf")


def test_it_is_counted_which_dates_stand_in_the_list_and_which_entries_repeat() -> None:
    listing = _read(
        "<li><a href=/t/t20260716_1.html>甲</a><span>2026-07-16</span></li>"
        "<li><a href=/t/t20260717_2.html>乙</a><span>x</span></li>"
        "<li><a href=/t/t20260717_2.html>乙</a></li>",
        date="span",
    )
    assert (len(listing.items), listing.dates_read, listing.repeated) == (2, 1, 1)
    assert listing.items[1].published == datetime(2026, 7, 17, tzinfo=SHANGHAI)
