"""Who a page says it has its text from (来源), and the number of a document (文号)."""

import re

_KINDS = r"(?:信息|文章|稿件|新闻|资料|内容|文档)?"
_NAMES = rf"(?:{_KINDS}(?:来源|来自|稿源)|发文机关|发布机构)\s*[:：]\s*"
_LABEL = re.compile(rf"^[\s\[【(（|]*{_NAMES}")
_AUTHOR_LABEL = re.compile(
    r"^[\s\[【(（|]*(?:作者|(?:本报)?记者|通讯员|责任编辑|责编|编辑|编审)\s*[:：]\s*"
)
# What stands behind the credit in the same line.
_NEXT_LABEL = re.compile(
    r"\s*[|\s]\s*(?:作者|记者|编辑|责任?编辑?|发布时间|发布日期|时间|日期|浏览|点击|阅读|字体|字号)"
    r"[^:：]{0,6}[:：].*$|\s+20\d{2}[-年/].*$"
)
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}\s?[〔\[［(（【]\s?(?:19|20)\d{2}\s?[〕\]］)）】]\s?第?\s?\d{1,5}\s?号"
    r"|(?:19|20)\d{2}年第\d{1,4}号[令公]告?"
)
_HEAD_OF_BODY = 12  # lines; a document carries its number above its text


def credit_in(text: str) -> str:
    """Return the name in `来源：吕梁日报  编辑：…`, or the text itself where it has no label."""
    return _NEXT_LABEL.sub("", _LABEL.sub("", text)).strip(" \u3000[]【】()（）|")


def author_in(text: str) -> str:
    """Return the name in `责任编辑：编辑乙`, or the text itself where it has no label."""
    return _AUTHOR_LABEL.sub("", text).strip(" \u3000[]【】()（）|")


def document_number_in(text: str) -> str:
    """Return the first document number in a text as it is written there, or ""."""
    if "号" not in text:  # nearly every line; the pattern looks long before it knows
        return ""
    found = _DOCUMENT_NUMBER.search(text)
    return re.sub(r"\s", "", found[0]) if found else ""


def document_number_of_body(lines: list[str]) -> str:
    """Return the number that a document carries on a line of its own above its text, or "".

    A number inside a sentence is that of another document, which this one names.
    """
    for line in lines[:_HEAD_OF_BODY]:
        number = document_number_in(line)
        if number and len(number) == len(re.sub(r"\s", "", line).strip("（）()")):
            return number
    return ""
