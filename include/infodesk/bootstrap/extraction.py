"""Reading one saved page, for scripts: needs neither catalog nor database, and starts fast."""

from datetime import date
from typing import Any

from infodesk.channels.rendering import readable_text
from infodesk.collecting.listing.founder_marks import with_marked_parts
from infodesk.collecting.reading.body import Body, attachment_of, read_body
from infodesk.collecting.reading.date_claims import DateClaim, differing_days
from infodesk.collecting.reading.extraction import ReadArticle, read_page
from infodesk.collecting.web.page_errors import PageTooLarge, PageUnreadable
from infodesk.collecting.web.page_tree import base_address, page_text, page_tree
from infodesk.collecting.web.pages import Page
from infodesk.kernel.clock import SHANGHAI

_NO_BODY = Body(html="", images=(), attachments=())


def extract_article(html: bytes, *, url: str, today: date) -> dict[str, Any]:
    """Return what a page says as plain values, ready for JSON.

    Never raises: what is wrong with the page is told in `warnings`.
    """
    page = Page(url=url, final_url=url, status=200, headers={}, content=html)
    try:
        tree = page_tree(with_marked_parts(page_text(page)), url=url)
    except (PageTooLarge, PageUnreadable) as error:
        return _as_values(ReadArticle(), _NO_BODY, base=url, troubles=[str(error)])
    base = base_address(tree, url)
    article = read_page(tree, url=url, today=today)
    body, troubles = _body(article, base=base, url=url)
    return _as_values(article, body, base=base, troubles=troubles)


def _as_values(
    article: ReadArticle, body: Body, *, base: str, troubles: list[str]
) -> dict[str, Any]:
    beside = [file for link in article.attached if (file := attachment_of(link, base))]
    files = {file.url: file for file in (*body.attachments, *beside)}
    body_text = readable_text(body.html)
    if not (body_text or files or body.images or troubles):
        troubles = ["没有读到正文（请用浏览器打开原文核对）"]
    return {
        "title": article.title,
        "published": _written(article.dates[0]) if article.dates else None,
        "source": article.credit,
        "author": article.author,
        "document_number": article.document_number,
        "body_text": body_text,
        "body_html": body.html,
        "attachments": [{"url": file.url, "name": file.name} for file in files.values()],
        "images": [{"url": file.url, "name": file.name} for file in body.images],
        "dates": [{"where": claim.where, "published": _written(claim)} for claim in article.dates],
        "warnings": [
            *(issue.message for issue in (*article.warnings, *differing_days(article.dates))),
            *troubles,
        ],
    }


def _body(article: ReadArticle, *, base: str, url: str) -> tuple[Body, list[str]]:
    if article.body is None:
        return _NO_BODY, []
    try:
        return read_body(article.body, base=base, page_url=url), []
    except PageUnreadable as error:
        return _NO_BODY, [str(error)]


def _written(claim: DateClaim) -> str:
    local = claim.instant.astimezone(SHANGHAI)
    return local.isoformat() if claim.has_time else local.date().isoformat()
