import pylopdf_fonts_zh_cn
import pytest

from infodesk.adapters.typst_forms.glyphs import MISSING_GLYPH, TextCleaner, drawn_characters


@pytest.fixture(scope="module")
def drawn() -> frozenset[int]:
    return drawn_characters([pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()])


def test_rare_characters_of_names_are_drawn(drawn: frozenset[int]) -> None:
    assert {ord(character) for character in "吕梁堃喆燚昇镕䶮㛃" + MISSING_GLYPH} <= drawn


def test_what_no_font_draws_is_marked_and_named_once(drawn: frozenset[int]) -> None:
    clean = TextCleaner(drawn)
    assert clean("𠮷田与𠮷野") == "〓田与〓野"
    assert clean("😀") == "〓"
    assert clean.missing == ("𠮷", "😀")


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("第一行\r\n\t第二行\x00。", "第一行 第二行 。"),
        ("同意\u202e不\u2066", "同意不"),  # direction marks must not turn an opinion round
        ("葛\U000e0100城", "葛城"),
        ("\u200b\ufeff", ""),
        ("e\u0301", "é"),
        ("　全角　空格　", "全角 空格"),
    ],
)
def test_text_without_a_shape_is_left_out(drawn: frozenset[int], given: str, printed: str) -> None:
    clean = TextCleaner(drawn)
    assert clean(given) == printed
    assert clean.missing == ()


def test_long_words_may_be_broken(drawn: frozenset[int]) -> None:
    address = "https://example.gov.cn/" + "a" * 60
    printed = TextCleaner(drawn)(address)
    assert printed.replace("\u200b", "") == address
    assert max(map(len, printed.split("\u200b"))) <= 16


def test_a_file_that_is_no_font_is_refused(tmp_path) -> None:
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"OTTO\x00\x00" + bytes(60))
    with pytest.raises(ValueError, match="cmap"):
        drawn_characters([broken])
