"""The source is the name behind a label, else what stands where sources do."""

import pytest

from infodesk.collecting.reading.extraction.credit_lines import cleaned

TEXT = "<p>近日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作。</p>" * 3
PAGE = "<title>推进会在我市召开</title>{head}<h1>推进会在我市召开</h1>{line}<div>{text}</div>{tail}"


@pytest.mark.parametrize(
    "line",
    [
        "<p>2026-11-20　来源：吕梁日报　编辑：编辑甲</p>",
        "<p>2026-11-20 信息来源：吕梁日报 浏览次数：3</p>",
        "<p><span>稿源：</span><a href=/>吕梁日报</a><a>举报</a></p>",
        "<table><tr><td>来源：</td><td>吕梁日报</td></tr></table>",
        "<p>【来源：吕梁日报】</p>",
        "<p>转自：吕梁日报 | 作者：甲乙</p>",
        "<p><span id=source_baidu>吕梁日报</span> 2026-11-20</p>",
        "<p><span>原创</span> <span>吕梁日报</span> <span>2026-11-20 08:00</span></p>",
        "<div>吕梁日报</div><div>2026-11-20 08:00</div>",
    ],
)
def test_the_line_under_the_title(read, line) -> None:
    assert read(PAGE.format(line=line, head="", tail="", text=TEXT)).credit == "吕梁日报"


def test_a_label_counts_for_more_than_a_meta(read) -> None:
    head = "<meta name=ContentSource content=财金科>"
    page = PAGE.format(line="<p>{}</p>", head=head, tail="", text=TEXT)
    assert read(page.format("来源：吕梁日报")).credit == "吕梁日报"
    assert read(page.format("2026-11-20")).credit == "财金科"


def test_a_label_behind_the_text_counts_where_there_is_none_before_it(read) -> None:
    page = PAGE.format(line="", head="", tail="", text=TEXT + "<p>来源：吕梁日报</p>")
    assert read(page).credit == "吕梁日报"


@pytest.mark.parametrize(
    "line",
    [
        "<p>2026年11月20日 星期五</p>",
        "<p>2026-11-20 10:00:00 字号：大 中 小</p>",
        "<p>本报记者 记者甲 2026-11-20</p>",
        "<p>来源：</p><p>成文日期：2026年11月20日</p>",
        "<p>图片来源：某图库</p>",
    ],
)
def test_what_is_no_source(read, line) -> None:
    assert read(PAGE.format(line=line, head="", tail="", text=TEXT)).credit == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("新华社 2026-11-20 10:00", "新华社"),
        ("游民网[整理]", "游民网[整理]"),
        ("[新华社]", "新华社"),
        ("人民网－人民日报海外版", "人民网－人民日报海外版"),
        ("http://example.cn/", ""),
        ("这是一句话，不是来源。", ""),
        ("12345", ""),
    ],
)
def test_names_are_cleaned(text, name) -> None:
    assert cleaned(text) == name
