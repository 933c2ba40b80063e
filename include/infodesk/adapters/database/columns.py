"""What the tables are made of: kinds of columns, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Text,
)
from sqlalchemy.types import DateTime, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant with microseconds; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: without a zone they are no instants."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"没有时区的时间不能入库：{value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def id_column(name: str = "id") -> Column[str]:
    """Return the primary key of a row that is named by 32 hexadecimal digits."""
    return Column(name, String(32), primary_key=True)


def hash_column(name: str, **options: Any) -> Column[str]:
    """Return a column for a SHA-256 in hexadecimal."""
    return Column(name, String(64), nullable=False, **options)


def text_column(name: str, **options: Any) -> Column[str]:
    """Return a column of text that is empty rather than null."""
    return Column(name, Text, nullable=False, server_default="", **options)


def instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    """Return a column for an instant."""
    return Column(name, Instant, nullable=nullable)


def refers(name: str, target: str) -> Column[str]:
    """Return a column that names a row of another table, and is searched by it."""
    return Column(name, String(32), ForeignKey(target), nullable=False, index=True)
