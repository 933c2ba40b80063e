"""Propose the `[article]` of a source from pages of its articles, where the system is a known one.

A selector is proposed only where it finds its field in every page; all else is better left to the
general reader than to a guess.
"""

from collections.abc import Sequence
from datetime import date

from infodesk.catalog.sources import ArticleSelectors
from infodesk.collecting.reading.article_page import ArticlePage
from infodesk.collecting.web.pages import Page

# TRS (拓尔思), Founder (方正), jcms (大汉): what their templates have in common, the surest first.
_CANDIDATES: dict[str, tuple[str, ...]] = {
    "title": ("meta:ArticleTitle", "founder-title", "#title h1"),
    "published": ("meta:PubDate", "#pubtime_baidu", ".enpproperty founder-date"),
    "credit": ("meta:ContentSource", "#source_baidu"),
    "author": ("#editor_baidu", "founder-author"),
    "body": (
        ".TRS_UEDITOR",
        ".TRS_Editor",
        ".enpcontent",
        "founder-content",
        "#zoom",
        "#ltext",
    ),
    "attachments": ("table.enclosure a",),
}
_MUST_BE_EVERYWHERE = frozenset({"title", "published", "credit", "body"})


def propose_article(pages: Sequence[Page], *, today: date) -> ArticleSelectors:
    """Return the selectors that all pages bear out; none where there are no pages."""
    articles = [ArticlePage(page) for page in pages]
    proposed = {}
    for name, candidates in _CANDIDATES.items():
        found = [c for c in candidates if _serves(articles, name, c, today)]
        if found:
            proposed[name] = (found[0],)
    return ArticleSelectors(**proposed)


def _serves(articles: Sequence[ArticlePage], name: str, selector: str, today: date) -> bool:
    hits = [_finds(article, name, selector, today) for article in articles]
    return bool(hits) and (all(hits) if name in _MUST_BE_EVERYWHERE else any(hits))


def _finds(article: ArticlePage, name: str, selector: str, today: date) -> bool:
    if name == "published":
        return article.date_by((selector,), today=today) is not None
    if name == "body":
        return article.element_by((selector,)) is not None
    if name == "attachments":
        return bool(article.attachments_by((selector,)))
    return bool(article.text_by((selector,)))
