"""The selectors of a source file."""

import pytest

from infodesk.collecting.web.page_tree import page_tree
from infodesk.collecting.web.selectors import SelectorInvalid, select, select_first

TREE = page_tree(
    "<ul class='u-list'><li id=a><a href=x>1</a><div><ul><li><a href=y>2</a></li></ul></div></li>"
    "<li class='empty'></li></ul><table><tr><td>发文字号：</td><td>吕政发1号</td></tr></table>"
)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("li a", ["1", "2"]),
        (".u-list > li:not(.empty) > a", ["1"]),
        ("td:contains('发文字号') + td", ["吕政发1号"]),
        ("td, a", ["1", "2", "发文字号：", "吕政发1号"]),
        ("h1", []),
    ],
)
def test_select(selector, texts) -> None:
    assert [element.text for element in select(TREE, selector)] == texts


def test_scope_is_the_element_itself() -> None:
    item = select_first(TREE, "#a")
    assert item is not None
    assert [a.text for a in select(item, ":scope > a")] == ["1"]
    assert select_first(item, ":scope") is item
    assert [a.text for a in select(item, ":scope > a, ul a")] == ["1", "2"]


@pytest.mark.parametrize("selector", ["li >", "", "a[href", "::before", "a:unknown-pseudo(1)"])
def test_a_selector_that_is_none(selector) -> None:
    with pytest.raises(SelectorInvalid, match="选择器无法识别") as raised:
        select(TREE, selector)
    assert "sources/" in raised.value.remedy
