"""What one look sees: the text, its absence in many disguises, or nothing that can be told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.clock import A_MONDAY
from tests.fakes.web_pages import FakeWebPages, page

from infodesk.catalog.sources import ArticleSelectors, Source
from infodesk.collecting.originals.look_at_original import (
    Gone,
    Known,
    MuchShorter,
    Read,
    Unclear,
    Unmodified,
    look_at_original,
)
from infodesk.collecting.originals.watched import OriginalState, OriginalWatch
from infodesk.collecting.web.page_errors import (
    ChallengeMet,
    PageGone,
    PageUnreachable,
    PageUnreadable,
)
from infodesk.collecting.web.pages import NotModified, Page

URL = "http://www.first.example/xwdt/202603/t20260301_1.html"
TITLE = "关于印发《促进县域经济发展若干措施》的通知"
BODY = "<p>各县（市、区）人民政府：</p>" + "<p>现将有关措施印发给你们，请认真贯彻执行。</p>" * 12
SELECTORS = {"title": ["h1"], "published": ["i"], "credit": ["b"], "body": ["#body"]}
WATCH = OriginalWatch(
    article_id="a" * 32,
    source_id="first_news",
    url=URL,
    since=A_MONDAY,
    next_look_at=A_MONDAY + timedelta(hours=2),
    etag='"1"',
    last_modified="Sun, 01 Mar 2026 00:00:00 GMT",
)


def source(**fields: object) -> Source:
    return Source.model_validate(
        {
            "id": "first_news",
            "name": "某委·工作动态",
            "kind": "html_list",
            "url": "http://www.first.example/news/",
            "credit": "某委网站",
            "target": [{"channel": "portal", "column": "national"}],
            "article": SELECTORS,
            **fields,
        }
    )


def article_page(title: str = TITLE, body: str = BODY) -> bytes:
    return (
        f"<title>{title}-某委网站</title><nav>首页 机构 政策</nav><h1>{title}</h1>"
        f"<i>2026-03-01 08:00</i><b>来源：某局</b><div id=body>{body}</div>"
    ).encode()


def look(answer: object, *, watch: OriginalWatch = WATCH, known_source: Source | None = None):
    pages = FakeWebPages()
    pages.answers[watch.url] = answer  # type: ignore[assignment]
    known = Known(title=TITLE, body_html=BODY, published=None, source=known_source or source())
    found = look_at_original(watch, known, pages=pages, today=A_MONDAY.date())
    return found, pages.validators[0]


def test_a_page_that_stands_is_read() -> None:
    found, validators = look(article_page())

    assert isinstance(found, Read)
    assert found.draft.title == TITLE
    assert validators == (WATCH.etag, WATCH.last_modified)


def test_a_page_that_did_not_change_is_not_sent() -> None:
    found, _ = look(NotModified(url=URL, etag='"2"'))

    assert found == Unmodified(etag='"2"', last_modified="")


@pytest.mark.parametrize(
    "changes",
    [{"looks": 2}, {"state": OriginalState.GONE}, {"unclear_in_a_row": 1}],
    ids=["every third", "was gone", "was unclear"],
)
def test_where_a_304_could_mislead_the_page_is_asked_for_in_full(changes: dict) -> None:
    _, validators = look(article_page(), watch=replace(WATCH, **changes))

    assert validators == ("", "")


def redirected(to: str, content: bytes = b"<p>hello</p>") -> Page:
    return replace(page(URL, content), final_url=to)


@pytest.mark.parametrize(
    "answer",
    [
        PageGone("网页不存在（404）", remedy="无"),
        "<title>404</title><p>您访问的页面不存在或已删除</p>".encode(),
        "<nav>首页 机构 政策 互动</nav><h2>抱歉，该信息已被删除！</h2><p>返回首页</p>".encode(),
        b"<h1>404 Not Found</h1><hr>nginx",
        article_page(title="提示信息", body="<p>您查看的文章已下线。</p>"),
        article_page(body="<p>该信息已删除。</p>"),
        redirected("http://www.first.example/"),
        redirected("http://www.first.example/index.html"),
        redirected("http://www.first.example/error/404.html"),
    ],
)
def test_the_many_ways_of_being_gone(answer: object) -> None:
    found, _ = look(answer)

    assert isinstance(found, Gone)
    assert found.note


def test_a_page_that_is_gone_is_evidence_where_the_site_sent_one() -> None:
    soft, _ = look("<p>页面不存在</p>".encode())
    hard, _ = look(PageGone("网页不存在（404）", remedy="无"))

    assert soft.page is not None
    assert "页面不存在" in soft.note
    assert hard.page is None


def test_a_text_that_speaks_of_removed_pages_is_not_gone() -> None:
    body = BODY + "<p>对网页不存在、信息已删除等问题，应当及时整改。</p>"

    found, _ = look(article_page(body=body))

    assert isinstance(found, Read)


def test_a_text_that_moved_on_its_site_is_read_where_it_stands() -> None:
    found, _ = look(redirected("https://www.first.example/new/1.html", article_page()))

    assert isinstance(found, Read)


def test_a_home_page_that_is_itself_the_original_is_not_a_redirect() -> None:
    watch = replace(WATCH, url="http://www.first.example/")
    pages = FakeWebPages()
    pages.answers[watch.url] = page(watch.url, article_page())
    known = Known(title=TITLE, body_html=BODY, published=None, source=source())

    assert isinstance(look_at_original(watch, known, pages=pages, today=A_MONDAY.date()), Read)


@pytest.mark.parametrize(
    "error",
    [
        PageUnreachable("连接超时", remedy="稍后再试"),
        ChallengeMet("要求验证", remedy="人工处理"),
        PageUnreadable("读不出", remedy="核对"),
    ],
)
def test_what_cannot_be_told_is_not_gone(error: Exception) -> None:
    found, _ = look(error)

    assert isinstance(found, Unclear)
    assert found.error is error


def test_a_redesign_that_hides_the_text_from_the_selectors_is_unclear() -> None:
    found, _ = look(article_page().replace(b"id=body", b"id=content"))

    assert isinstance(found, Unclear)
    assert isinstance(found.error, PageUnreadable)


def test_a_general_reading_that_lost_most_of_the_text_is_doubted_and_a_selected_one_not() -> None:
    short = "<p>现将有关措施印发给你们，请认真贯彻执行，并及时报送落实情况。</p>" * 2
    general = source(article=ArticleSelectors().model_dump())

    doubted, _ = look(article_page(body=short), known_source=general)
    believed, _ = look(article_page(body=short))

    assert isinstance(doubted, Unclear)
    assert isinstance(doubted.error, MuchShorter)
    assert isinstance(believed, Read)
