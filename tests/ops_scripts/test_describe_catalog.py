from pathlib import Path

import pytest

import describe_catalog
from infodesk.catalog.base import Table


def tables() -> set[type[Table]]:
    return {
        model for file in describe_catalog.FILES for model in describe_catalog._tables(file.model)
    }


def test_page_is_up_to_date() -> None:
    assert describe_catalog.PAGE.read_text("utf-8") == describe_catalog.page(), (
        "run ops_scripts/describe_catalog.py"
    )


@pytest.mark.parametrize("model", sorted(tables(), key=lambda model: model.__name__))
def test_every_key_says_what_it_means(model: type[Table]) -> None:
    undescribed = [name for name, field in model.model_fields.items() if not field.description]

    assert undescribed == []


def test_every_table_of_the_catalog_is_on_the_page() -> None:
    assert tables() == set(Table.__subclasses__()) | {
        inner for outer in Table.__subclasses__() for inner in outer.__subclasses__()
    }


def test_stale_page_is_told_and_then_mended(tmp_path: Path, monkeypatch, capsys) -> None:
    page = tmp_path / "catalog.md"
    page.write_text("stale", "utf-8")
    monkeypatch.setattr(describe_catalog, "PAGE", page)

    assert describe_catalog.main(["--check"]) == 1
    assert page.read_text("utf-8") == "stale"
    assert describe_catalog.main([]) == 0
    assert describe_catalog.main(["--check"]) == 0
    assert "已是最新" in capsys.readouterr().out
