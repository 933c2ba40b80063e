"""Findings marked in the text, and differences told by characters."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from infodesk.bootstrap import Issue, Severity
from infodesk.collecting.reading.sanitising import sanitised
from infodesk.reviewing.plain_text import plain_text
from review_desk.diffs import Change, diff_paragraphs, diff_text
from review_desk.marks import mark_findings

CHINESE = st.text("国家发展改革委会议部署经济工作，。\n", max_size=60)


def _issue(start, end, severity=Severity.HINT):
    return Issue(rule_id="rule", severity=severity, message="查", start=start, end=end)


def _marked(html, *issues):
    return mark_findings(html, plain_text(html), issues)


def test_a_finding_is_marked_across_tags_and_white_space():
    html = "<p>电话\n  1381<strong>2345</strong>678，</p><p>另行通知</p>"
    start = plain_text(html).index("1381")
    shown = _marked(html, _issue(start, start + 11)).html
    assert shown == (
        '<p>电话\n  <mark data-finding="1" id="in-text-1">1381</mark>'
        '<strong><mark data-finding="1">2345</mark></strong>'
        '<mark data-finding="1">678</mark>，</p><p>另行通知</p>'
    )


def test_the_graver_of_two_findings_is_marked_where_they_overlap():
    body = _marked("<p>甲乙丙丁</p>", _issue(0, 3, Severity.BLOCK), _issue(1, 4))
    marks = lxml_html.fromstring(body.html).xpath("//mark")
    assert [(m.get("data-finding"), m.text) for m in marks] == [("1", "甲乙丙"), ("2", "丁")]
    assert body.marked == {0, 1}


def test_findings_without_a_place_and_beyond_the_text_are_left_out():
    body = _marked("<p>甲乙</p>", _issue(None, None), _issue(5, 9))
    assert body.html == "<p>甲乙</p>"
    assert body.marked == frozenset()


def test_a_body_that_is_not_its_plain_text_is_not_marked():
    body = mark_findings("<p>甲乙</p>", "甲丙", [_issue(0, 1)])
    assert body.html == "<p>甲乙</p>"


def test_links_open_beside_the_page():
    shown = _marked('<p><a href="https://x.example/">甲</a><a href="files/x">乙</a></p>').html
    assert shown.count('target="_blank"') == 1


@settings(max_examples=100, deadline=None)
@given(CHINESE, st.integers(0, 60), st.integers(0, 20))
def test_marking_changes_no_word(text, start, length):
    html = sanitised("".join(f"<p>{line}</p>" for line in text.split("\n")))
    body = _marked(html, _issue(start, start + length))
    assert plain_text(body.html) == plain_text(html)


@settings(max_examples=200, deadline=None)
@given(CHINESE, CHINESE)
def test_a_difference_leads_from_the_one_text_to_the_other(before, after):
    spans = diff_text(before, after)
    assert "".join(s.text for s in spans if s.change is not Change.ADDED) == before
    assert "".join(s.text for s in spans if s.change is not Change.REMOVED) == after


def test_chinese_is_compared_by_characters():
    spans = diff_text("国家发展改革委召开会议", "国家发展改革委召开专题会议")
    assert [(s.change, s.text) for s in spans] == [
        (Change.SAME, "国家发展改革委召开"), (Change.ADDED, "专题"), (Change.SAME, "会议"),
    ]  # fmt: skip


def test_unchanged_paragraphs_are_folded_but_the_neighbours_of_a_change_are_kept():
    before = "\n".join(f"第{n}段" for n in range(10))
    lines = diff_paragraphs(before, before.replace("第5段", "第五段"))
    shown = [line.skipped or "".join(s.text for s in line.spans) for line in lines]
    assert shown == [4, "第4段", "第5五段", "第6段", 3]


def test_a_paragraph_that_was_joined_or_split_shows_it():
    (line,) = [x for x in diff_paragraphs("甲\n乙", "甲乙") if x.is_changed]
    assert any(span.text == "¶" and span.change is Change.REMOVED for span in line.spans)


def test_equal_texts_have_no_change():
    assert not any(line.is_changed for line in diff_paragraphs("甲\n乙", "甲\n乙"))
