"""Reviews run for real on both databases."""

from pathlib import Path

import pytest
from tests.contracts.reviewing.review_office import ReviewOffice

from infodesk.adapters.database.database import Database


@pytest.fixture
def office(database: Database, tmp_path: Path) -> ReviewOffice:
    return ReviewOffice(database=database, folder=tmp_path / "files")
