"""What an editor should look at, because the reader is not sure of it."""

from collections.abc import Iterator, Sequence

from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.page_facts import PageFacts
from infodesk.kernel.issues import Issue, Severity

_SHORT = 40  # characters; a notice with less text is rare
_ENTRIES = 12  # dated links; an article page has a handful in its margin
_REMEDY = "请打开原文核对"


def warnings_of(facts: PageFacts, boxes: Sequence[Box], content: Box | None) -> tuple[Issue, ...]:
    """Report a page without text, with hardly any, or one that looks like a list."""
    return tuple(_warnings(facts, boxes, content))


def _warnings(facts: PageFacts, boxes: Sequence[Box], content: Box | None) -> Iterator[Issue]:
    inside = boxes[content.order : content.end] if content is not None else ()
    texts = [box for box in inside if not box.is_junk]
    chars = sum(box.chars - box.link_chars for box in texts)
    if _looks_like_list(boxes, sum(box.chars for box in texts if box.stops)):
        yield _doubt("reading.looks_like_list", "网页像是列表页而不是文章页")
    elif content is None:
        needs_script = bool(facts.script_texts)
        yield _doubt(
            "reading.no_body",
            "网页里没有正文" + ("，正文可能由脚本生成" if needs_script else ""),
        )
    elif chars < _SHORT:
        yield _doubt("reading.short_body", f"正文只有 {chars} 字")


def _looks_like_list(boxes: Sequence[Box], sentences: int) -> bool:
    entries = [box for box in boxes if box.tag in {"li", "tr"} and box.is_dated and box.link_chars]
    rows = [box for box in boxes if box.tag == "td" and box.is_dated and box.chars < 20]
    titles = sum(box.link_chars for box in entries)
    return max(len(entries), len(rows)) >= _ENTRIES and titles > 2 * sentences


def _doubt(rule_id: str, message: str) -> Issue:
    return Issue(rule_id=rule_id, severity=Severity.HINT, message=message, remedy=_REMEDY)
