"""The selectors of a source: CSS, compiled once."""

from functools import lru_cache

from cssselect import ExpressionError, HTMLTranslator, Selector, SelectorError, parse
from lxml import etree
from lxml.html import HtmlElement

from infodesk.kernel.errors import InfodeskError


class SelectorInvalid(InfodeskError):
    """A selector in the catalog is not CSS that we can evaluate."""


def select(element: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements below `element` that match, in document order.

    `:scope` stands for `element` itself, so `:scope > a` takes only its own children. Raises
    SelectorInvalid.
    """
    found = _compiled(selector)(element)
    return [node for node in found if isinstance(node, HtmlElement)]


def select_first(element: HtmlElement, selector: str) -> HtmlElement | None:
    """Return the first match, or None. Raises SelectorInvalid."""
    found = select(element, selector)
    return found[0] if found else None


@lru_cache(maxsize=512)
def _compiled(selector: str) -> etree.XPath:
    try:
        return etree.XPath(" | ".join(_as_xpath(part) for part in parse(selector)))
    except (SelectorError, etree.XPathError) as error:
        raise SelectorInvalid(
            f"选择器无法识别：{selector}（{error}）",
            remedy="请按 CSS 选择器的写法修改来源文件 sources/<id>.toml",
        ) from error


def _as_xpath(part: Selector) -> str:
    if part.pseudo_element is not None:
        raise ExpressionError("伪元素不是网页里的元素")
    # The translator reads :scope as "the first node of the axis": on the axis `self` that is the
    # element we start from.
    axis = "self::" if part.canonical().startswith(":scope") else "descendant::"
    return HTMLTranslator().selector_to_xpath(part, prefix=axis)
