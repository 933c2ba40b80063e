"""What the README promises exists, and every setting is explained there."""

import re
from pathlib import Path

import pytest

from infodesk.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
README = (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"| `{name.upper()}` |" in README


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_is_for(name: str) -> None:
    assert Settings.model_fields[name].description


def test_every_make_target_has_a_line_of_help() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    for target in phony.group(1).split():
        assert re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE), target


DOCUMENTS = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]


@pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix()
)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(((?!https?:)[^)#]+)", text):
        assert (document.parent / link).exists(), link


def test_sections_that_tasks_and_problems_name_exist() -> None:
    manual = (PROJECT / "docs" / "zh" / "operations.md").read_text(encoding="utf-8")
    named = set()
    for file in [*(PROJECT / "dags").glob("*.py"), *(PROJECT / "include/infodesk").rglob("*.py")]:
        named |= set(re.findall(r"手册“([^”]+)”", file.read_text(encoding="utf-8")))
    assert named
    for section in named:
        assert f"## {section}" in manual
