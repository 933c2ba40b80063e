"""The title is the heading that agrees with what the page calls itself."""

import pytest

from infodesk.collecting.reading.extraction.titles import without_site_name

TEXT = "<p>近日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作。</p>" * 2


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("推进会在我市召开_某市政府网", "推进会在我市召开"),
        ("推进会在我市召开 - 某某日报", "推进会在我市召开"),
        ("推进会在我市召开｜财经频道｜某某网", "推进会在我市召开"),
        ("推进会在我市召开--地方--某某网", "推进会在我市召开"),
        ("推进会——我市部署今冬明春重点工作", "推进会——我市部署今冬明春重点工作"),
        ("A股三大股指收涨 - 明天将迎来更多的重要数据发布和解读", "A股三大股指收涨 - 明天将迎来更多的重要数据发布和解读"),  # noqa: E501 - a page's own line
        ("某市政府网", "某市政府网"),
    ],
)  # fmt: skip
def test_the_names_of_sites_are_taken_off(title, kept) -> None:
    assert without_site_name(title) == kept


@pytest.mark.parametrize(
    "page",
    [
        "<title>推进会在我市召开_某市网</title><h1>某市网</h1><h2>推进会在我市召开</h2>{}",
        "<title>推进会在我市召开_某市网</title><div class=x-title>推进会在我市召开</div>{}",
        "<meta name=title content=推进会在我市召开><h1>某市网</h1><h3>推进会在我市召开</h3>{}",
        "<h2>某市网</h2><h1>推进会在我市召开</h1>{}",
        "<title>某市网</title><meta name=ArticleTitle content=推进会在我市召开><h1>某市</h1>{}",
        "<title>推进会在我市召开_某市网</title><div>推进 </div>{}",
        "<title>推进会在…</title><h1>推进会在我市召开</h1>{}<h2>会议内容</h2>",
    ],
)
def test_the_heading_that_agrees_with_the_page(read, page) -> None:
    assert read(page.format(TEXT)).title == "推进会在我市召开"


def test_a_headline_of_the_margin_is_not_the_title(read) -> None:
    page = (
        "<title>推进会在我市召开_某市网</title><div class=side><h2><a href=/2>另一件更长更长的大事</a>"  # noqa: E501 - a page's own line
        f"</h2></div><p>推进会在我市召开</p>{TEXT}"
    )
    assert read(page).title == "推进会在我市召开"
