"""One look at an original: fetch its page, and say what a reader would meet there."""

import logging
import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from infodesk.catalog.sources import ArticleSelectors, Source
from infodesk.channels.rendering import readable_text
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.originals.original_schedule import asks_in_full
from infodesk.collecting.originals.original_words import bare
from infodesk.collecting.originals.watched import OriginalState, OriginalWatch
from infodesk.collecting.reading.draft import ArticleDraft
from infodesk.collecting.reading.read_article import read_article
from infodesk.collecting.web.page_errors import PageError, PageGone
from infodesk.collecting.web.page_tree import host_of, page_text, page_tree, text_of
from infodesk.collecting.web.pages import NotModified, Page, WebPages
from infodesk.collecting.web.selectors import SelectorInvalid
from infodesk.kernel.errors import InfodeskError

log = logging.getLogger(__name__)

# What a site says that answers 200 for a page it has taken down.
_TAKEN_DOWN = re.compile(
    r"(?:页面|网页|文章|信息|内容|稿件|新闻|文档|资源)[^。，,.；;！!]{0,12}"
    r"(?:不存在|已经?删除|已被删除|已经?下线|已经?撤销|已经?撤下|找不到|未找到|无法找到|走丢|不见了)"
    r"|(?:不存在|已经?删除|已被删除|找不到|未找到)的?(?:页面|网页|文章|信息|内容)"
    r"|404\s*(?:-\s*)?(?:not\s+found|错误|页面)|page\s+not\s+found",
    re.IGNORECASE,
)
_ENTRANCES = frozenset({"", "/", "/index.html", "/index.htm", "/index.shtml", "/index.jsp"})
_ERROR_PAGE = re.compile(r"/(?:40[34]|error|notfound|not_found)[^/]*$", re.IGNORECASE)
_FEW_WORDS = 120  # characters; a body of so few that speaks of removal is a notice of it
# A general reader may lose a body to a new template: half of a long text gone is no fact yet.
_LONG_TEXT, _MUCH_SHORTER = 200, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The page is there and could be read."""

    draft: ArticleDraft
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmodified:
    """The server says that nothing changed since the last look."""

    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The text is no longer there for readers."""

    note: str  # how the site says so
    page: Page | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """The look could not tell."""

    error: InfodeskError


Observation = Read | Unmodified | Gone | Unclear


class ReaderFailed(InfodeskError):
    """Our own program could not cope with a page."""

    def __init__(self, url: str, error: Exception) -> None:
        super().__init__(
            f"程序未能读取这一页（{type(error).__name__}）：{url}",
            remedy="请打开原文核对，并把任务日志转给开发人员",
        )


class MuchShorter(InfodeskError):
    """The body read now is so much shorter that the reading is doubted, not the original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What stood at an address when it counted last, and how its pages are read."""

    title: str
    body_html: str
    published: datetime | None
    source: Source | None  # None where the catalog no longer has it: the general reader reads then


def look_at_original(
    watch: OriginalWatch, known: Known, *, pages: WebPages, today: date
) -> Observation:
    """Fetch an original and say what stands there; nothing is recorded."""
    is_trusted = watch.state is not OriginalState.GONE and not watch.unclear_in_a_row
    is_conditional = is_trusted and not asks_in_full(watch.looks)
    try:
        answer = pages.fetch(
            watch.url,
            etag=watch.etag if is_conditional else "",
            last_modified=watch.last_modified if is_conditional else "",
            allow_private=known.source.allow_private_address if known.source else False,
        )
        if isinstance(answer, NotModified):
            return Unmodified(etag=answer.etag, last_modified=answer.last_modified)
        note = _says_gone(answer, watch.url, title=known.title)
        if note:
            return Gone(note=note, page=answer)
        return _read(answer, watch, known, today=today)
    except PageGone as gone:
        return Gone(note=gone.message)
    except (PageError, SelectorInvalid) as error:
        return Unclear(error=error)
    except Exception as error:  # a page that trips our reader must not hold up all others
        log.exception("回看原文时程序出错：%s", watch.url)
        return Unclear(error=ReaderFailed(watch.url, error))


def _read(page: Page, watch: OriginalWatch, known: Known, *, today: date) -> Observation:
    selectors = _selectors(page, known.source)
    listed = ListedItem(url=watch.url, title=known.title, published=known.published)
    draft = read_article(page, listed=listed, selectors=selectors, today=today)
    return _doubted(draft, page, known=known, is_selected=bool(selectors.body))


def _selectors(page: Page, source: Source | None) -> ArticleSelectors:
    # As at receiving: selectors describe the pages of the source's own host.
    is_own = source is not None and host_of(page.final_url) == source.host
    return source.article if source is not None and is_own else ArticleSelectors()


def _says_gone(page: Page, url: str, *, title: str) -> str:
    """Return how a page that came with status 200 says that the text is gone, or ""."""
    asked, led = urlsplit(url), urlsplit(page.final_url)
    if led.path != asked.path and led.path.lower() in _ENTRANCES and not led.query:
        return f"网站把该地址转到了首页：{page.final_url}"
    if led.path != asked.path and _ERROR_PAGE.search(led.path):
        return f"网站把该地址转到了出错页：{page.final_url}"
    text = text_of(page_tree(page_text(page)))
    said = _TAKEN_DOWN.search(text)
    # A page that still carries the title is the text itself, whatever it speaks of.
    return f"网页上写着“{said[0]}”" if said and bare(title) not in bare(text) else ""


def _doubted(draft: ArticleDraft, page: Page, *, known: Known, is_selected: bool) -> Observation:
    """Return what was read, unless it is a notice of removal or hardly the text any more."""
    text = readable_text(draft.body_html)
    said = _TAKEN_DOWN.search(text)
    before, now = len(bare(readable_text(known.body_html))), len(bare(text))
    if said and now <= _FEW_WORDS and now < before:
        return Gone(note=f"正文位置写着“{said[0]}”", page=page)
    if before > _LONG_TEXT and not is_selected and now < before * _MUCH_SHORTER:
        return Unclear(
            error=MuchShorter(
                f"读到的正文比原来短得多（{before} 字变为 {now} 字）：{page.url}",
                remedy="请打开原文核对；网站改版的，请在来源文件 [article] 中写明 body 选择器",
            )
        )
    return Read(draft=draft, page=page)
