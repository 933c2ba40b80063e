"""All places that name the time are claims; the one that is believed comes first."""

import pytest

TEXT = "<p>近日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作。</p>" * 3
PAGE = "<title>推进会在我市召开</title>{head}<h1>推进会在我市召开</h1>{line}<div>{text}</div>{tail}"


def _page(line="", head="", tail="", text=TEXT):
    return PAGE.format(line=line, head=head, tail=tail, text=text)


@pytest.mark.parametrize(
    "line",
    [
        "<p>2026-11-20 08:30</p>",
        "<p>发布时间：2026年11月20日 08:30　浏览：12</p>",
        "<p><span>2026/11/20</span><span>08:30</span></p>",
        "<p>打印时间：2026-11-22 10:00　发布时间：2026-11-20 08:30</p>",
        "<p>26-11-20 08:30</p>",
        "<p>11-20 08:30</p><p>Copyright 2026</p>",
        "<time datetime='2026-11-20T00:30:00Z'>昨天</time>",
    ],
)
def test_the_line_under_the_title(read, line) -> None:
    assert read(_page(line)).published == "2026-11-20 08:30"


@pytest.mark.parametrize(
    "tail",
    [
        "<div class=comments><p>网友甲 2026-11-22 10:00</p><p>网友乙 2026-11-22 11:00</p></div>",
        "<ul><li><a href=/1>另一件事</a> 2026-11-22</li><li><a href=/2>又一件事</a> 2026-11-22</li></ul>",  # noqa: E501 - a page's own line
        "<p>Copyright 2008-11-12 某网</p>",
    ],
)
def test_other_dates_of_the_page_are_not_believed(read, tail) -> None:
    assert read(_page("<p>2026-11-20</p>", tail=tail)).published == "2026-11-20"


def test_a_date_in_the_title_or_in_a_sentence_is_no_publication(read) -> None:
    text = (
        "<p>今年2025年3月1日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作。</p>"
    )
    assert read(_page(text=text * 3).replace("推进会在", "3月5日推进会在")).published == ""


def test_a_day_without_a_year_needs_a_page_that_names_the_year(read) -> None:
    assert read(_page("<p>11-20 08:30</p>")).published == ""


def test_claims_of_one_day_support_one_another(read) -> None:
    reading = read(
        _page("<p>2026-11-19</p>", head="<meta name=PubDate content='2026-11-20 09:00:00'>"),
        "https://a.gov.cn/tzgg/202611/t20261120_1.html",
    )
    assert reading.published == "2026-11-20 09:00"
    assert ("page", "2026-11-19") in reading.claims
    assert ("address", "2026-11-20") in reading.claims


def test_an_exact_time_of_the_same_day_is_preferred(read) -> None:
    page = _page(
        "<p>发布日期：2026-11-20</p>", head="<meta name=date content='2026-11-20 09:15:00'>"
    )
    assert read(page).published == "2026-11-20 09:15"


@pytest.mark.parametrize(
    "script",
    [
        'var ct = "1795143600";',
        '{"newsTime":"2026-11-20 11:00:00"}',
        "window.x={publish_time:1795143600000}",
    ],
)
def test_scripts_are_asked_where_nothing_else_tells(read, script) -> None:
    page = _page(tail=f"<script>{script}</script>")
    assert read(page).claims == [("script", "2026-11-20 11:00")]
    dated = _page("<p>2026-11-18 10:00</p>", tail=f"<script>{script}</script>")
    assert read(dated).published == "2026-11-18 10:00"


def test_a_time_in_the_future_is_no_publication(read) -> None:
    assert read(_page("<p>发布时间：2027-01-01 08:00</p>")).published == ""
