"""Read an article: by the selectors of its source, and the rest by the general reader."""

from datetime import date

from infodesk.catalog.sources import ArticleSelectors
from infodesk.channels.rendering import readable_text
from infodesk.collecting.article_page import ArticlePage
from infodesk.collecting.body import Body, read_body
from infodesk.collecting.credits import (
    author_in,
    credit_in,
    document_number_in,
    document_number_of_body,
)
from infodesk.collecting.dates import published_in_address
from infodesk.collecting.draft import ArticleDraft
from infodesk.collecting.general_reader import GeneralReader, ReadArticle
from infodesk.collecting.listing import ListedItem
from infodesk.collecting.page_errors import PageUnreadable
from infodesk.collecting.page_tree import fragment_tree
from infodesk.collecting.pages import Page

_TITLE_SEPARATORS = "_-—|｜–"
_CHANGED = "网站可能已改版，请打开原文核对，并修改来源文件中 [article] 的选择器"


def read_article(
    page: Page,
    *,
    listed: ListedItem,
    selectors: ArticleSelectors,
    general_reader: GeneralReader,
    today: date,
) -> ArticleDraft:
    """Return what an article page says.

    A field with selectors is read by them alone; one without is left to the general reader. Only
    the time, where selectors find none, is taken from the list or the address; `unmatched` then
    says so. Raises PageUnreadable when there is no title or no body, PageTooLarge,
    SelectorInvalid.
    """
    article = ArticlePage(page)
    general = _general_reading(article, selectors, general_reader)
    title = _title(article, selectors, general, listed)
    published = article.date_by(selectors.published, today=today)
    credit = credit_in(article.text_by(selectors.credit)) if selectors.credit else general.credit
    author = author_in(article.text_by(selectors.author)) if selectors.author else general.author
    number = document_number_in(article.text_by(selectors.document_number))
    offered = article.attachments_by(selectors.attachments)
    body = _body(article, selectors, general)  # last: cutting it out changes the page
    found = {"published": published, "credit": credit, "author": author, "document_number": number}
    files = {file.url: file for file in (*body.attachments, *offered)}
    return ArticleDraft(
        url=article.url,
        title=title,
        body_html=body.html,
        published=published
        or listed.published
        or general.published
        or published_in_address(article.url),
        credit=credit,
        author=author,
        document_number=number or document_number_of_body(readable_text(body.html).split("\n")),
        images=body.images,
        attachments=tuple(files.values()),
        unmatched=tuple(n for n, value in found.items() if getattr(selectors, n) and not value),
    )


def _general_reading(
    article: ArticlePage, selectors: ArticleSelectors, reader: GeneralReader
) -> ReadArticle:
    # It costs far more than all selectors together, so it is asked only for what it can give.
    left_to_it = (selectors.title, selectors.published, selectors.credit, selectors.body)
    return ReadArticle() if all(left_to_it) else reader.read(article.text, url=article.url)


def _title(
    article: ArticlePage, selectors: ArticleSelectors, general: ReadArticle, listed: ListedItem
) -> str:
    if selectors.title:
        title = article.text_by(selectors.title)
    else:
        title = _without_site_name(general.title, listed.title) or listed.title
    if not title:
        raise PageUnreadable(f"没有读到标题：{article.url}", remedy=_CHANGED)
    return title


def _without_site_name(title: str, listed_title: str) -> str:
    """Take the list's word where the page's title is that and a site's name behind it."""
    rest = title.removeprefix(listed_title).lstrip()
    return listed_title if listed_title and rest[:1] in _TITLE_SEPARATORS else title


def _body(article: ArticlePage, selectors: ArticleSelectors, general: ReadArticle) -> Body:
    if selectors.body:
        element = article.element_by(selectors.body)
    elif general.body_html:
        element = fragment_tree(general.body_html)
    else:
        element = None
    if element is None:
        raise PageUnreadable(f"没有读到正文：{article.url}", remedy=_CHANGED)
    body = read_body(element, base=article.base, page_url=article.url, drop=selectors.drop)
    if not readable_text(body.html) and not (body.images or body.attachments):
        raise PageUnreadable(f"正文是空的：{article.url}", remedy=_CHANGED)
    return body
