"""The general reader: reads an article page that nobody wrote selectors for."""

from datetime import date

from lxml.html import HtmlElement

from infodesk.collecting.likeness.headlines import headline, title_cut
from infodesk.collecting.reading.date_claims import DateClaim
from infodesk.collecting.reading.extraction.attached import attached_links
from infodesk.collecting.reading.extraction.authors import author_of
from infodesk.collecting.reading.extraction.boxes import boxes_of
from infodesk.collecting.reading.extraction.content_blocks import content_box
from infodesk.collecting.reading.extraction.credit_lines import credit_of
from infodesk.collecting.reading.extraction.doubts import warnings_of
from infodesk.collecting.reading.extraction.linked_body import body_in_linked_data
from infodesk.collecting.reading.extraction.numbers import document_number_of
from infodesk.collecting.reading.extraction.page_facts import page_facts
from infodesk.collecting.reading.extraction.publication_dates import PUBLICATION_METAS, claims_of
from infodesk.collecting.reading.extraction.reading_result import ReadArticle
from infodesk.collecting.reading.extraction.titles import title_box, title_of
from infodesk.collecting.reading.extraction.trimming import trimmed_body

__all__ = ["PUBLICATION_METAS", "DateClaim", "ReadArticle", "read_page"]


def read_page(tree: HtmlElement, *, url: str, today: date, wants_body: bool = True) -> ReadArticle:
    """Read an article page by what such pages have in common.

    Never raises; a field that is not found is empty. The tree is changed: `body` is an element of
    it, freed of what surrounds the text. Without `wants_body` there is none, and the tree stays.
    """
    facts = page_facts(tree)
    root = tree.find("body")
    boxes = boxes_of(tree if root is None else root)
    written_title = title_of(facts, boxes)
    title = headline(written_title)
    heading = title_box(boxes, title)
    content = content_box(boxes, heading)
    dates = claims_of(facts, boxes, title=heading, content=content, url=url, today=today)
    credit = credit_of(facts, boxes, title=heading, content=content)
    author = author_of(facts, boxes, title=heading, content=content)
    number = document_number_of(boxes, content)
    attached = attached_links(boxes, content)
    warnings = warnings_of(facts, boxes, content) if wants_body else ()
    body = None
    if wants_body and content is not None:
        body = trimmed_body(boxes, content, title=title, heading=heading)
    elif wants_body:
        body = body_in_linked_data(facts)
    return ReadArticle(
        title=title,
        published=dates[0].instant if dates else None,
        dates=dates,
        credit=credit,
        author=author,
        document_number=number,
        body=body,
        attached=attached,
        warnings=(*warnings, *title_cut(written_title)),
    )
