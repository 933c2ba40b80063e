"""Real pages and feeds, as they are and damaged: each is answered, in time and memory.

Collected only where INFODESK_CORPORA names the folder of corpora. Every tenth file is read here
with a few damages, every file with many in `make test-full`.
"""

import os
from pathlib import Path

import pytest
from tests.fuzz.in_child import read_in_child

CORPORA = Path(os.environ["INFODESK_CORPORA"])
PAGES = sorted((CORPORA / "zh-articles" / "html").glob("*.html"))
FEEDS = sorted(p for p in (CORPORA / "feeds-gb2312-big5" / "tests").rglob("*") if p.is_file())
CASES = [
    *((reader, path) for path in PAGES for reader in ("extract", "read_with_selectors")),
    *((reader, path) for path in FEEDS for reader in ("feed", "extract")),
]
_FEW, _MANY = 8, 150


def _id(value: object) -> str:
    return value.name if isinstance(value, Path) else str(value)


def test_the_corpora_are_there() -> None:
    assert len(PAGES) >= 50
    assert len(FEEDS) >= 30


@pytest.mark.parametrize(("reader", "path"), CASES[::20], ids=_id)
def test_a_few_damages(reader: str, path: Path) -> None:
    read_in_child(reader, path, seeds=_FEW)


@pytest.mark.full
@pytest.mark.parametrize(("reader", "path"), CASES, ids=_id)
def test_many_damages(reader: str, path: Path) -> None:
    read_in_child(reader, path, seeds=_MANY)


@pytest.mark.full
@pytest.mark.parametrize("reader", ["list_of_page", "read_without_selectors", "paper", "json_list"])
@pytest.mark.parametrize("path", PAGES[::5], ids=_id)
def test_pages_that_are_not_what_the_source_says(reader: str, path: Path) -> None:
    read_in_child(reader, path, seeds=_FEW)
