"""Who the page says its text is from (来源)."""

import re
from collections.abc import Iterator, Sequence

from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.page_facts import PageFacts

_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])"
    r"(?:(?:信息|文章|稿件|新闻|资料|内容|文档|本文|消息|文稿)?(?:来源于|来源|來源|来自|稿源|出处)"
    r"|转自|摘自|转载自|发布机构|发文机关)[\s\x1f]*[:：]"
)
_MAY_BE_LABELLED = re.compile("[来來转摘稿]|出处|发布机构|发文机关")
_PIECE_END = "\x1f"
_NEXT_LABEL = re.compile(
    r"\s*(?:作者|记者|责任?编辑?|编辑|编者|发布(?:时间|日期|者|人)|更新时间|发表时间|成文日期|时间"
    r"|日期|浏览|点击|阅读|字体|字号|访问|人气|评论|打印|大\s?中\s?小|分享|我要|审核|校对|上传|撰稿"
    r"|稿源|来源|关键[词字]|收藏)(?:次数|量|数)?\s*[:：（(\d].*"
    r"|\s*(?:发布|发表|更新|成文)(?:时间|日期)\s*$"
)
_PART_END = re.compile(
    r"[|丨｜\t\n]|\s{2,}|\u3000|\xa0{2,}|\s[\[【〔(（]|[\[【〔]\s*(?:大|打印|字体|关闭)"
)
_DATE = re.compile(
    r"(?:20\d{2}[-/.年]\s?)?\d{1,2}[-/.月]\s?\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_DAY_WITH_YEAR = re.compile(r"\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d")
_TRIMMED = " \t\r\u3000\xa0|丨·,，;；:：\"'“”-—_>＞"
_BRACKETS = (("[", "]"), ("【", "】"), ("(", ")"), ("（", "）"), ("<", ">"), ("《", "》"))
# What stands in the line of the date and is no source: buttons, weekdays, people.
_NOISE = re.compile(
    r"^星期.$|[:：]|^\d+\w{0,4}\d+$|^(?:本报|本网)?(?:首席|见习|特约)?(?:记者|通讯员)|返回"
    r"|^(?:优质|原创|作者|官方|举报|关注|首发|本报讯|本网讯|评论|分享|收藏|打印|\+|字号|大|中|小)+$"
)
_TWO_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z].*[\u4e00-\u9fffA-Za-z]")
_SENTENCE = re.compile("[。！？!?，]")
_LONGEST = 32
_METAS = (
    "contentsource", "source", "article:source", "mediaid", "og:article:source",
    "copyright_source", "bytedance:source", "article:publisher_name", "dc.source", "ly",
)  # fmt: skip
# Names of elements that hold a source: source_baidu, laiyuan, copyfrom, author-name of a feed.
_SOURCE_NAME = re.compile(
    r"source|laiyuan|copyfrom|\bjs_name\b|medianame|provider|author[-_]?name|(?:^|[\s_-])(?:ly|from)\b"
)
# How names of media and authorities end; without a label, nothing else is taken for one.
_MEDIUM = re.compile(
    r"(?:[社报報网網台臺刊局委厅]|在线|线上|频道|頻道|新闻|新聞|财经|传媒|发布|客户端|政府|中心)$"
)


def credit_of(
    facts: PageFacts, boxes: Sequence[Box], *, title: Box | None, content: Box | None
) -> str:
    """Return the name of the source as the page gives it, or "".

    Asked are, in this order: a label (来源：) near the title, metas, elements called source, the
    line of the date, a label behind the text, the account's name in a script (WeChat).
    """
    for found in _claims(facts, boxes, title, content):
        name = cleaned(found)
        if name:
            return name
    return ""


def cleaned(text: str) -> str:
    """Return the name in what stands behind a label, or "" where it is no name."""
    name = _NEXT_LABEL.sub("", text.strip(_TRIMMED))
    parts = [_unwrapped(part.strip(_TRIMMED)) for part in _PART_END.split(_DATE.sub("  ", name))]
    name = next((part for part in parts if part and not _NOISE.search(part)), "")
    if len(name) > _LONGEST or name.startswith(("http", "www.")):
        return ""
    return name if _TWO_LETTERS.search(name) and not _SENTENCE.search(name) else ""


def head_of(boxes: Sequence[Box], title: Box | None, content: Box | None) -> list[Box]:
    """Return the boxes where the line under the title stands."""
    near = set(range(60)) if title is None and content is None else set()
    if title is not None:
        near.update(range(title.order - 12, title.order + 40))
    if content is not None:
        near.update(range(content.order - 30, content.order + 12))
    return [boxes[order] for order in sorted(near) if 0 <= order < len(boxes)]


def _unwrapped(name: str) -> str:
    """Take brackets off that hold the whole name, or whose other half is missing."""
    for left, right in _BRACKETS:
        inner = name.removeprefix(left).removesuffix(right)
        if inner != name and left not in inner and right not in inner:
            name = inner.strip()
    return name


def _claims(
    facts: PageFacts, boxes: Sequence[Box], title: Box | None, content: Box | None
) -> Iterator[str]:
    head = [box for box in head_of(boxes, title, content) if not box.is_junk]
    yield from _labelled(head)
    yield from (facts.meta(name) for name in _METAS)
    yield from _named(head, title)
    yield from _beside_date(head, title)
    yield from _between_title_and_date(head, title)
    if content is not None:
        yield from _labelled(boxes[content.order : content.end + 20])
    nickname = re.search(
        r"""\bnickname\s*=\s*(?:htmlDecode\()?["']([^"']{2,30})["']""", facts.scripts
    )
    if nickname:
        yield nickname[1]


def _labelled(boxes: Sequence[Box]) -> Iterator[str]:
    for number, box in enumerate(boxes):
        if not box.is_block or not 2 <= box.chars <= 400:
            continue
        text = _PIECE_END.join(box.pieces)
        if not _MAY_BE_LABELLED.search(text):
            continue
        for found in _LABEL.finditer(text):
            # The name ends with its element: what follows is another matter (举报, 打印).
            pieces = [piece for piece in text[found.end() :].split(_PIECE_END) if piece.strip()]
            if pieces:
                yield pieces[0]
            else:
                yield next((b.text for b in boxes[number + 1 : number + 4] if b.is_block), "")


def _named(head: Sequence[Box], title: Box | None) -> Iterator[str]:
    """Yield what stands in elements called source."""
    for box in head:
        if box.name and box is not title and _SOURCE_NAME.search(box.name):
            text = "  ".join(piece.strip() for piece in box.element.itertext())
            if 2 <= len(text) <= 80:
                yield _DATE.sub("  ", text)


def _beside_date(head: Sequence[Box], title: Box | None) -> Iterator[str]:
    """Yield what stands in the line of the date."""
    for box in head:
        if not box.is_dated or box is title or box.chars > 60 or box.stops > 2:
            continue
        if _DAY_WITH_YEAR.search(box.spaced_text):
            yield "  ".join(_DATE.sub("  ", piece) for piece in box.pieces)


def _between_title_and_date(head: Sequence[Box], title: Box | None) -> Iterator[str]:
    """Yield a line between the title and the date that is the name of a medium."""
    if title is None:
        return
    below = [box for box in head if box.is_block and box.order > title.order and box.chars]
    for box in below[:4]:
        if box.is_dated:
            return
        if box.chars <= 16 and _MEDIUM.search(box.text):
            yield box.text
