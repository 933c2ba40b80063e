"""Alarms name the line of the file that says what was broken."""

import pytest

from infodesk.catalog.source_lines import line_of_key, said_in


@pytest.fixture
def source(office):
    office.replace(
        "sources/news.toml", "[list]", "[expect]\n# 两条以上\nminimum_items = 2\n\n[list]"
    )
    return office.load().sources["news"]


def test_what_is_written_is_named_with_its_line(source, office) -> None:
    lines = (office.path / "sources/news.toml").read_text("utf-8").splitlines()
    line = lines.index("minimum_items = 2") + 1
    assert said_in(source, "expect", "minimum_items") == (
        f"sources/news.toml 第 {line} 行 [expect] minimum_items = 2"
    )
    line = lines.index('credit = "示例网"') + 1
    assert line_of_key(source, "credit") == f"sources/news.toml 第 {line} 行"


def test_a_default_is_named_as_one(source) -> None:
    assert said_in(source, "expect", "maximum_silence_days") == (
        "sources/news.toml 的 [expect] maximum_silence_days = 14（未写，默认）"
    )
    assert line_of_key(source, "verified") == "sources/news.toml"


def test_a_table_that_is_not_there(source) -> None:
    assert said_in(source, "paging", "kind") == "sources/news.toml 的 [paging] kind（未写）"


def test_the_line_survives_where_an_editor_left_a_mark(office) -> None:
    file = office.path / "sources/news.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    source = office.load().sources["news"]
    assert said_in(source, "list", "item").startswith("sources/news.toml 第 ")
