"""What the scripts about sources call: look at one, propose a new one. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.catalog.mistakes import suggestion
from infodesk.catalog.source_files import source_file
from infodesk.catalog.sources import ReprintTarget, Source
from infodesk.channels.rendering import readable_text
from infodesk.collecting.inspection import SAMPLE, Inspection, count_pages, inspect_source
from infodesk.collecting.inspection import differing_shapes as differing_shapes_of
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.proposing.article_tables import propose_article
from infodesk.collecting.proposing.propose import Naming, with_expectations
from infodesk.collecting.proposing.propose import propose_source as propose
from infodesk.collecting.proposing.recorded_list import trimmed_list as trim
from infodesk.collecting.reading.draft import ArticleDraft
from infodesk.collecting.web.page_errors import PageError, PageUnreadable
from infodesk.collecting.web.pages import Page
from infodesk.kernel.clock import local_date
from infodesk.kernel.errors import InfodeskError

__all__ = [
    "Inspection",
    "Page",
    "Proposal",
    "SourceUnknown",
    "check_source",
    "differing_shapes",
    "is_unreachable",
    "propose_source",
    "recorded_article",
    "recorded_item",
    "saved_page",
    "source_ids",
    "trimmed_list",
]

_OPENING = """\
{name}。
本文件由 ops_scripts/add_source.py 根据列表页拟出，须由人核对：target 是否合适、列表是否读全。
核对后运行 ops_scripts/check_source.py {id}，无误再把 verified 改为 true。"""


class SourceUnknown(InfodeskError):
    """The catalog has no source of that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source as it might be written, and what it reads."""

    source: Source
    toml: str
    inspection: Inspection


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """Answers every request with one page that was saved to a file."""

    content: bytes
    media_type: str

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        allow_private: bool = False,
        referer: str = "",
        heeds_robots: bool = True,
    ) -> Page:
        """Return the saved page as if it stood at the address."""
        del etag, last_modified, allow_private, referer, heeds_robots
        return Page(
            url=url,
            final_url=url,
            status=200,
            headers={"content-type": self.media_type},
            content=self.content,
        )


def source_ids() -> list[str]:
    """Return the ids of all sources, in the catalog's order."""
    return list(wiring().catalog.sources)


def check_source(source_id: str, *, page_file: Path | None = None) -> Inspection:
    """Look at a source of the catalog: at its site, or at a list page saved from it.

    With `page_file` nothing is fetched, and no articles are looked at. Raises SourceUnknown, and
    InfodeskError where the list cannot be had or read.
    """
    here = wiring()
    source = here.catalog.sources.get(source_id)
    if source is None:
        raise SourceUnknown(
            f"目录数据中没有信息源 {source_id}", remedy=suggestion(source_id, here.catalog.sources)
        )
    if page_file is None:
        return inspect_source(source, pages=here.pages, now=here.clock.now())
    return inspect_source(
        _without_key(source), pages=saved_page(page_file), now=here.clock.now(), sample=0
    )


def is_unreachable(error: InfodeskError) -> bool:
    """Tell whether a look failed because the site could not be had."""
    return isinstance(error, PageError) and not isinstance(error, PageUnreadable)


def differing_shapes(inspection: Inspection, expected: dict[str, Any]) -> list[str]:
    """Compare a live source with its `expected.json`: not the words, but their shape."""
    return differing_shapes_of(inspection, expected)


def propose_source(
    url: str, *, source_id: str, page_file: Path | None = None, name: str = "", credit: str = ""
) -> Proposal:
    """Propose the file of a new source from a list page, live or saved.

    Raises InfodeskError where the page cannot be had, holds nothing like a list, or is collected
    already.
    """
    here = wiring()
    _check_new(url, source_id, here)
    now = here.clock.now()
    pages = here.pages if page_file is None else saved_page(page_file)
    page = pages.fetch(url)
    if not isinstance(page, Page):
        raise PageError(f"没有得到内容：{url}", remedy="请在浏览器中打开核对")
    naming = Naming(id=source_id, target=_target(url, here), name=name, credit=credit)
    bare = propose(page, naming=naming, today=local_date(now))
    sample = SAMPLE if page_file is None else 0
    first_look = inspect_source(bare, pages=pages, now=now, sample=sample)
    article = propose_article(first_look.article_pages, today=local_date(now))
    source = with_expectations(
        bare,
        first_look.items,
        pages=count_pages(bare, page, pages=pages, now=now),
        article=article,
    )
    # The articles are there already: they are read again, with what was proposed for them.
    again = _Fetched(first_look, otherwise=pages)
    inspection = inspect_source(source, pages=again, now=now, sample=sample)
    opening = _OPENING.format(name=source.name, id=source_id)
    return Proposal(
        source=source,
        toml=source_file(source, opening=opening),
        inspection=replace(inspection, page=page),
    )


def trimmed_list(page: Page, source: Source, *, keep: int) -> bytes:
    """Return a list page with no more than its first entries, to be recorded."""
    return trim(page, source, keep=keep)


def recorded_item(item: ListedItem) -> dict[str, Any]:
    """Return what an `expected.json` says of an item of the list."""
    told = {
        "url": item.url,
        "title": item.title,
        "published": item.published.isoformat() if item.published else None,
    }
    optional = {"column": item.column, "credit": item.credit}
    return told | {name: text for name, text in optional.items() if text}


def recorded_article(article: ArticleDraft) -> dict[str, Any]:
    """Return what an `expected.json` says of an article."""
    return {
        "url": article.url,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "credit": article.credit,
        "author": article.author,
        "document_number": article.document_number,
        "body_text": readable_text(article.body_html).split("\n"),
        "tables": article.body_html.count("<table>"),
        "images": [image.url for image in article.images],
        "attachments": {file.url: file.name for file in article.attachments},
    }


def saved_page(file: Path) -> SavedPage:
    """Return a saved page. Raises InfodeskError where there is no such file."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InfodeskError(
            f"文件打不开：{file}（{error.strerror}）", remedy="请核对文件名和权限"
        ) from error
    return SavedPage(content=content, media_type=guess_type(file.name)[0] or "text/html")


def _without_key(source: Source) -> Source:
    """Return the source without the page that hands out a key: a saved answer needs none."""
    query = source.json_list and source.json_list.model_copy(
        update={"key_page": "", "key_pattern": ""}
    )
    return source.model_copy(update={"json_list": query})


def _check_new(url: str, source_id: str, here: Wiring) -> None:
    """Refuse a list that is collected already: a catalog with both would not load."""
    for source in here.catalog.sources.values():
        if str(source.url) == url and source.id != source_id:
            raise InfodeskError(
                f"这个列表已由 sources/{source.id}.toml 采集：{url}",
                remedy=f"要重新拟写，请用 --id {source.id} --force",
            )


def _target(url: str, here: Wiring) -> ReprintTarget:
    """Return where sources of the same host go, else those of the same domain, else anywhere."""
    host = url.partition("://")[2].partition("/")[0]
    sources: Sequence[Source] = tuple(here.catalog.sources.values())
    for depth in range(host.count(".")):
        domain = host.split(".", depth)[-1]
        alike = [source for source in sources if source.host.endswith(domain)]
        if alike:
            return alike[0].target[0]
    channel = next(iter(here.catalog.channels.values()))
    return ReprintTarget(channel=channel.id, column=channel.columns[0].id)


class _Fetched:
    """Gives articles that were fetched already, and asks the web for the rest."""

    def __init__(self, inspection: Inspection, *, otherwise: Any) -> None:
        self._pages = {page.url: page for page in inspection.article_pages}
        self._otherwise = otherwise

    def fetch(self, url: str, **said: Any) -> Any:
        """Return a page."""
        return self._pages.get(url) or self._otherwise.fetch(url, **said)
