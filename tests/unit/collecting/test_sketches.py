"""Texts as they are compared: folded words, shingles, sketches."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.collecting.likeness.folded_words import (
    folded,
    folded_number,
    one_width,
    share_in,
    shingles,
    without_figures,
)
from infodesk.collecting.likeness.sketches import PASSAGE, SKETCH_SIZE, sketch

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《关于 Ａ－B的通知》", "关于ab的通知"),
        ("下调1,056.20元", "下调1056_20元"),
        ("10,000,000", "10000000"),
        ("85、80", "85_80"),
        ("5.5和55", "5_5和55"),
        ("2026年01月06日", "2026年1月6日"),
        ("0.05", "0_05"),
        ("100", "100"),
        ("85\n80", "85_80"),
        ("_甲_", "甲"),
        ("", ""),
    ],
)
def test_folding(text, words) -> None:
    assert folded(text) == words


def test_document_numbers() -> None:
    assert folded_number("晋发改 [2026] 第 12 号") == folded_number("晋发改〔2026〕12号")
    assert folded_number("晋发改〔2026〕12号") != folded_number("晋发改〔2026〕2号")


def test_figures_are_set_aside() -> None:
    assert without_figures(folded("第三批1,056.20元")) == "第#批#元"


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("，：；（）！？％～…　\xa0")),
        max_size=30,
    )
)
def test_one_width_is_nfkc(text) -> None:
    assert one_width(text) == unicodedata.normalize("NFKC", text)


@given(st.text())
def test_folding_twice_is_folding_once(text) -> None:
    assert folded(folded(text).replace("_", ".")) == folded(text)


@given(st.text(max_size=200))
def test_shingles_are_all_runs_of_four(text) -> None:
    units = [text.encode("utf-16-le", "surrogatepass")[i : i + 2] for i in range(0, 10_000, 2)]
    units = [unit for unit in units if unit]
    runs = {b"".join(units[i : i + 4]) for i in range(len(units) - 3)}

    assert shingles(text) == {int.from_bytes(run, "little", signed=True) for run in runs}


def test_share() -> None:
    whole = shingles("一二三四五六七八")

    assert share_in(shingles("三四五六"), whole) == 1.0
    assert share_in(whole, shingles("三四五六")) == pytest.approx(1 / 5)
    assert share_in(frozenset(), whole) == 0.0


@given(CHINESE)
def test_a_sketch_is_small_and_signed(text) -> None:
    found = sketch(text)

    assert len(found) == len(set(found)) <= SKETCH_SIZE
    assert bool(found) == (len(text) >= PASSAGE)
    assert all(-(2**63) <= value < 2**63 for value in found)
    assert list(found) == sorted(found)


@given(st.text(alphabet="甲乙丙丁", min_size=500, max_size=600))
def test_a_text_of_few_characters_has_a_sketch_too(text) -> None:
    """Where passages repeat, more places are looked at, and it comes to an end."""
    passages = {text[i : i + PASSAGE] for i in range(len(text) - PASSAGE + 1)}

    assert len(sketch(text)) <= min(SKETCH_SIZE, len(passages))
    assert sketch("甲" * 3_000) == sketch("甲" * 30)


def test_texts_with_a_passage_in_common_meet() -> None:
    common = "".join(chr(0x4E00 + 37 * i % 20_000) for i in range(1_000))
    one = "".join(chr(0x4E00 + 41 * i % 20_000) for i in range(1_000)) + common
    other = common + "".join(chr(0x4E00 + 43 * i % 20_000) for i in range(500))

    assert len(set(sketch(one)) & set(sketch(other))) >= 2
    assert len(set(sketch(one)) & set(sketch(one[:1_000]))) >= 2
