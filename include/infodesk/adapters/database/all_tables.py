"""Every table there is: importing this module completes the metadata."""

from infodesk.adapters.database import (
    objection_tables,
    opinion_tables,
    paper_tables,
    people_tables,
    schema,
    submission_tables,
)
from infodesk.adapters.database.columns import metadata

__all__ = [
    "metadata",
    "objection_tables",
    "opinion_tables",
    "paper_tables",
    "people_tables",
    "schema",
    "submission_tables",
]
