"""Read an article: by the selectors of its source, and the rest by the general reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from infodesk.catalog.sources import ArticleSelectors
from infodesk.channels.rendering import readable_text
from infodesk.collecting.likeness.headlines import headline, title_cut
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.reading.article_page import ArticlePage
from infodesk.collecting.reading.body import Body, attachment_of, read_body
from infodesk.collecting.reading.credits import (
    author_in,
    credit_in,
    document_number_in,
    document_number_of_body,
)
from infodesk.collecting.reading.date_claims import (
    DateClaim,
    claim_of_address,
    claim_of_list,
    differing_days,
    in_order_of_belief,
)
from infodesk.collecting.reading.draft import ArticleDraft, FileReference
from infodesk.collecting.reading.extraction import ReadArticle, read_page
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.pages import Page

_TITLE_SEPARATORS = "_-—|｜–"
_CHANGED = "网站可能已改版，请打开原文核对，并修改来源文件中 [article] 的选择器"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selected:
    """What the selectors of the source find."""

    title: str
    published: DateClaim | None
    credit: str
    author: str
    document_number: str
    body: HtmlElement | None
    attachments: list[FileReference]

    def unmatched(self, selectors: ArticleSelectors) -> tuple[str, ...]:
        """Name the fields whose selectors found nothing."""
        names = ("published", "credit", "author", "document_number")
        return tuple(n for n in names if getattr(selectors, n) and not getattr(self, n))


def read_article(
    page: Page, *, listed: ListedItem, selectors: ArticleSelectors, today: date
) -> ArticleDraft:
    """Return what an article page says.

    A field with selectors is read by them alone; one without is left to the general reader. Only
    the time, where selectors find none, is taken from the other places that name it; `unmatched`
    then says so. All places that name a time are in `dates`, and a warning tells of different
    days. Raises PageUnreadable when there is no title or no body, PageTooLarge, SelectorInvalid.
    """
    article = ArticlePage(page)
    selected = _select(article, selectors, today=today)
    general = _general_reading(article, selectors, today=today)
    written_title = _title(selected, selectors, general, listed, url=article.url)
    body = _body(article, selectors, selected.body if selectors.body else general.body)
    dates = in_order_of_belief(_date_claims(article, selected, general, listed, today=today))
    lines = readable_text(body.html).split("\n")
    beside = [file for link in general.attached if (file := attachment_of(link, article.base))]
    offered = selected.attachments if selectors.attachments else beside
    files = {file.url: file for file in (*body.attachments, *offered)}
    return ArticleDraft(
        url=article.url,
        title=headline(written_title),
        body_html=body.html,
        published=dates[0].instant if dates else None,
        dates=dates,
        credit=selected.credit if selectors.credit else general.credit,
        author=selected.author if selectors.author else general.author,
        document_number=selected.document_number
        or document_number_of_body(lines)
        or general.document_number,
        images=body.images,
        attachments=tuple(files.values()),
        unmatched=selected.unmatched(selectors),
        warnings=(*general.warnings, *title_cut(written_title), *differing_days(dates)),
    )


def _select(article: ArticlePage, selectors: ArticleSelectors, *, today: date) -> _Selected:
    return _Selected(
        title=article.text_by(selectors.title),
        published=article.date_by(selectors.published, today=today),
        credit=headline(credit_in(article.text_by(selectors.credit))),
        author=headline(author_in(article.text_by(selectors.author))),
        document_number=document_number_in(article.text_by(selectors.document_number)),
        body=article.element_by(selectors.body),
        attachments=article.attachments_by(selectors.attachments),
    )


def _general_reading(
    article: ArticlePage, selectors: ArticleSelectors, *, today: date
) -> ReadArticle:
    # It costs more than all selectors together, so it is asked only for what it can give.
    if selectors.title and selectors.published and selectors.credit and selectors.body:
        return ReadArticle()
    return read_page(article.tree, url=article.url, today=today, wants_body=not selectors.body)


def _date_claims(
    article: ArticlePage,
    selected: _Selected,
    general: ReadArticle,
    listed: ListedItem,
    *,
    today: date,
) -> Iterator[DateClaim]:
    """Yield the claims by falling trust: selectors, the page, the list, the address."""
    if selected.published:
        yield selected.published
    yield from general.dates or article.meta_dates(today=today)
    yield from claim_of_list(listed.published)
    yield from claim_of_address(article.url)


def _title(
    selected: _Selected,
    selectors: ArticleSelectors,
    general: ReadArticle,
    listed: ListedItem,
    *,
    url: str,
) -> str:
    if selectors.title:
        title = selected.title
    else:
        title = _without_site_name(general.title, listed.title) or listed.title
    if not headline(title):
        raise PageUnreadable(f"没有读到标题：{url}", remedy=_CHANGED)
    return title


def _without_site_name(title: str, listed_title: str) -> str:
    """Take the list's word where the page's title is that and a site's name behind it."""
    rest = title.removeprefix(listed_title).lstrip()
    return listed_title if listed_title and rest[:1] in _TITLE_SEPARATORS else title


def _body(article: ArticlePage, selectors: ArticleSelectors, element: HtmlElement | None) -> Body:
    if element is None:
        raise PageUnreadable(f"没有读到正文：{article.url}", remedy=_CHANGED)
    body = read_body(element, base=article.base, page_url=article.url, drop=selectors.drop)
    if not readable_text(body.html) and not (body.images or body.attachments):
        raise PageUnreadable(f"正文是空的：{article.url}", remedy=_CHANGED)
    return body
