"""A body taken apart for editing, and put together again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from infodesk.collecting.reading.sanitising import sanitised
from infodesk.reviewing.plain_text import plain_text
from review_desk.pieces import MOST_PIECES, EditableBody

WORDS = st.text("甲乙丙，。 ab&<>\"'", min_size=0, max_size=12)
INLINE = st.recursive(
    WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["strong", "em", "u"]), inner).map(
            lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"
        ),
        st.tuples(inner, inner).map("".join),
        inner.map(lambda text: f"{text}<br>"),
        inner.map(lambda text: f'<a href="https://x.example/">{text}</a>'),
    ),
    max_leaves=4,
)
BLOCKS = st.one_of(
    INLINE.map(lambda text: f"<p>{text}</p>"),
    INLINE.map(lambda text: f"<h3>{text}</h3>"),
    INLINE.map(lambda text: f"<ul><li>{text}</li><li>末</li></ul>"),
    INLINE.map(lambda text: f"<table><tbody><tr><td>{text}</td><td>1</td></tr></tbody></table>"),
    INLINE.map(lambda text: f"<blockquote><p>{text}</p></blockquote>"),
    st.just('<p><img src="files/x" alt="图">图注</p>'),
    INLINE,
)
BODIES = st.lists(BLOCKS, max_size=5).map("".join).map(sanitised)


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_a_body_that_nobody_touched_comes_back_as_it_was(html):
    body = EditableBody(html)
    assert body.edited(body.texts) == html


@settings(max_examples=150, deadline=None)
@given(BODIES, st.data())
def test_one_changed_piece_changes_its_own_words_only(html, data):
    texts = EditableBody(html).texts
    if not texts:
        return
    number = data.draw(st.integers(0, len(texts) - 1))
    changed = [*texts]
    changed[number] = data.draw(st.text("新字句。", min_size=1, max_size=10))
    edited = EditableBody(html).edited(changed)
    assert EditableBody(edited).texts == changed
    assert _pictures(edited) == _pictures(html)


@settings(max_examples=100, deadline=None)
@given(BODIES)
def test_every_word_is_in_a_piece(html):
    shown = "".join(plain_text(html).split())
    assert "".join("".join(text.split()) for text in EditableBody(html).texts) == shown


def _pictures(html):
    return lxml_html.fragment_fromstring(html, create_parent="div").xpath(".//img/@src")


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        ("<p>甲<strong>乙</strong>丙</p>", "甲乙乙丙", "<p>甲<strong>乙乙</strong>丙</p>"),
        ("<p>甲<strong>乙</strong>丙</p>", "甲丙", "<p>甲<strong></strong>丙</p>"),
        ("<p>甲</p>", "甲\n乙\n\n丙", "<p>甲</p><p>乙</p><p>丙</p>"),
        ('<p align="center">甲</p>', "甲\n乙", '<p align="center">甲</p><p align="center">乙</p>'),
        ("<ul><li>甲</li></ul>", "甲\n乙", "<ul><li>甲</li><li>乙</li></ul>"),
        (
            "<table><tr><td>甲</td></tr></table>",
            "甲\n乙",
            "<table><tr><td>甲<br>乙</td></tr></table>",
        ),
        ("<p>甲<br><strong>乙</strong></p>", "丙", None),
        ("<h3>甲</h3><p><img src='files/x'></p>", "", '<p><img src="files/x"></p>'),
    ],
)
def test_what_typing_does(before, typed, after):
    body = EditableBody(before)
    edited = body.edited([typed, *body.texts[1:]])
    if after is None:
        after = "<p>丙<br><strong>乙</strong></p>"
    assert edited == after


def test_an_emptied_cell_stays_a_cell():
    before = "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>"
    assert EditableBody(before).edited(["", "乙"]) == before.replace("甲", "")


def test_fields_stand_where_the_text_stood():
    body = EditableBody('<p>甲<a href="https://x.example/">乙</a></p><ul><li>丙</li></ul>')
    shown = body.as_form(["<甲>", "丙"])
    assert shown.count("<textarea") == 2
    assert "&lt;甲&gt;</textarea></p>" in shown
    assert "<li><textarea" in shown
    assert "href" not in shown


def test_a_table_of_thousands_of_cells_is_left_alone():
    cells = "".join(f"<tr><td>{n}</td><td>{n}</td></tr>" for n in range(MOST_PIECES))
    body = EditableBody(f"<p>甲</p><table><tbody>{cells}</tbody></table><p>乙</p>")
    assert body.texts == ["甲", "乙"]
    assert body.edited(["甲甲", "乙"]).count("<td>") == MOST_PIECES * 2


def test_texts_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        EditableBody("<p>甲</p><p>乙</p>").edited(["甲"])
