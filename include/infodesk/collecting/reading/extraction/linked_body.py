"""The text that a page carries in its JSON-LD, where scripts would have shown it."""

from lxml import html
from lxml.html import HtmlElement

from infodesk.collecting.reading.extraction.page_facts import PageFacts

_LONGEST = 200_000  # characters


def body_in_linked_data(facts: PageFacts) -> HtmlElement | None:
    """Return the `articleBody` of the page's JSON-LD as paragraphs, or None."""
    text = facts.linked("articleBody", longest=_LONGEST)
    if not text.strip():
        return None
    body = html.Element("div")
    for line in text.splitlines():
        if line.strip():
            paragraph = html.Element("p")
            paragraph.text = line.strip()
            body.append(paragraph)
    return body
