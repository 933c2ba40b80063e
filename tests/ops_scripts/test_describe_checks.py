from pathlib import Path

import describe_checks
from infodesk.bootstrap.rule_book import RULES, Family


def test_page_is_up_to_date() -> None:
    assert describe_checks.PAGE.read_text("utf-8") == describe_checks.page(), (
        "run ops_scripts/describe_checks.py"
    )


def test_every_rule_is_on_the_page_once_below_its_family() -> None:
    page = describe_checks.page()

    assert all(page.count(f"`{rule.id}` |") == 1 for rule in RULES)
    assert [line[3:] for line in page.split("\n") if line.startswith("## ")] == [
        family.value for family in Family
    ]


def test_no_cell_breaks_the_table() -> None:
    rows = [line for line in describe_checks.page().split("\n") if line.startswith("| ")]

    assert {row.count("|") for row in rows} == {7}


def test_stale_page_is_told_and_then_mended(tmp_path: Path, monkeypatch, capsys) -> None:
    page = tmp_path / "checks.md"
    page.write_text("stale", "utf-8")
    monkeypatch.setattr(describe_checks, "PAGE", page)

    assert describe_checks.main(["--check"]) == 1
    assert page.read_text("utf-8") == "stale"
    assert describe_checks.main([]) == 0
    assert describe_checks.main(["--check"]) == 0
    assert "已是最新" in capsys.readouterr().out
