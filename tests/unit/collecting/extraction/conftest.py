"""Reading a page written in a test."""

from datetime import date

import pytest

from infodesk.channels.rendering import readable_text
from infodesk.collecting.reading.body import read_body
from infodesk.collecting.reading.extraction import read_page
from infodesk.collecting.web.page_tree import page_tree
from infodesk.kernel.clock import SHANGHAI

URL = "https://www.example.gov.cn/tzgg/detail.html"
TODAY = date(2026, 11, 23)


class Reading:
    """What the reader makes of a page, as a test wants to see it."""

    def __init__(self, html: str, url: str) -> None:
        self.article = read_page(page_tree(html), url=url, today=TODAY)
        self.title = self.article.title
        self.credit = self.article.credit
        self.author = self.article.author
        self.document_number = self.article.document_number
        self.warnings = [issue.rule_id for issue in self.article.warnings]
        self.claims = [(claim.where, _written(claim)) for claim in self.article.dates]
        self.published = self.claims[0][1] if self.claims else ""
        self.html = ""
        if self.article.body is not None:
            self.html = read_body(self.article.body, base=url, page_url=url).html
        self.lines = readable_text(self.html).split("\n") if self.html else []


def _written(claim) -> str:
    local = claim.instant.astimezone(SHANGHAI).isoformat(sep=" ")
    return local[:16] if claim.has_time else local[:10]


@pytest.fixture(scope="session")
def read():
    """Read a page; returns a Reading."""

    def reading(html: str, url: str = URL) -> Reading:
        return Reading(html, url)

    return reading
