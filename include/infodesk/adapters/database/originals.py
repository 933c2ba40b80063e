"""The rows of originals under watch, and of what was found there."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Executable, Row, Select, insert, select, update

from infodesk.adapters.database.inserts import insert_on
from infodesk.adapters.database.json_columns import JsonColumn
from infodesk.adapters.database.schema import original_changes as changes
from infodesk.adapters.database.schema import original_watches as watches
from infodesk.collecting.originals.watched import (
    ChangeKind,
    ChangeVerdict,
    OriginalChange,
    OriginalFile,
    OriginalState,
    OriginalWatch,
)

_FILES = JsonColumn(tuple[OriginalFile, ...])


@dataclass(frozen=True, slots=True)
class OriginalsTable:
    """Originals under watch and their changes, within one transaction."""

    connection: Connection

    def watch(self, watch: OriginalWatch) -> None:
        """Begin to watch an original; one that is watched already stays as it is."""
        self.connection.execute(_begin_watch(self.connection.dialect.name), _columns(watch))

    def due_hosts(self, *, now: datetime) -> list[str]:
        """Return the hosts of the originals that are due, in a fixed order."""
        urls = self.connection.scalars(select(watches.c.url).where(watches.c.next_look_at <= now))
        return sorted({host for url in urls if (host := _host(url))})

    def due(self, *, host: str, now: datetime, limit: int) -> list[OriginalWatch]:
        """Return the originals of a host that are due, the longest due first."""
        found = self.connection.execute(
            select(watches)
            .where(
                watches.c.next_look_at <= now,
                # A first sieve only: the host may also stand in a path, or as a part of another.
                watches.c.url.icontains(host, autoescape=True),
            )
            .order_by(watches.c.next_look_at, watches.c.article_id)
        )
        return [_watch(row) for row in found if _host(row.url) == host][:limit]

    def locked(self, article_id: str) -> OriginalWatch | None:
        """Return a watch and hold it until the transaction ends."""
        return self._watch(
            select(watches).where(watches.c.article_id == article_id).with_for_update()
        )

    def get(self, article_id: str) -> OriginalWatch | None:
        """Return a watch."""
        return self._watch(select(watches).where(watches.c.article_id == article_id))

    def save(self, watch: OriginalWatch) -> None:
        """Put a watch in the place of what it was."""
        self.connection.execute(
            update(watches)
            .where(watches.c.article_id == watch.article_id)
            .values(**_columns(watch))
        )

    def add_change(self, change: OriginalChange) -> None:
        """Record a change."""
        self.connection.execute(
            insert(changes).values(
                **(
                    asdict(change)
                    | {
                        "kind": str(change.kind),
                        "verdict": str(change.verdict),
                        "files": _FILES.write(change.files),
                    }
                )
            )
        )

    def change(self, change_id: str) -> OriginalChange | None:
        """Return a change."""
        return self._change(select(changes).where(changes.c.id == change_id))

    def locked_change(self, change_id: str) -> OriginalChange | None:
        """Return a change and hold it until the transaction ends."""
        return self._change(select(changes).where(changes.c.id == change_id).with_for_update())

    def changes(self, article_id: str) -> list[OriginalChange]:
        """Return all changes of an article's original, oldest first."""
        rows = self.connection.execute(
            select(changes)
            .where(changes.c.article_id == article_id)
            .order_by(changes.c.found_at, changes.c.id)
        )
        return [_change(row) for row in rows]

    def open_changes(self) -> list[OriginalChange]:
        """Return the changes that wait for an editor, newest first."""
        rows = self.connection.execute(
            select(changes)
            .where(changes.c.verdict == str(ChangeVerdict.OPEN))
            .order_by(changes.c.found_at.desc(), changes.c.id)
        )
        return [_change(row) for row in rows]

    def settle(
        self,
        change_id: str,
        *,
        verdict: ChangeVerdict,
        remark: str,
        settled_by: str,
        at: datetime,
    ) -> bool:
        """Settle an open change; False, and nothing changed, when it is settled already."""
        settled = self.connection.execute(
            update(changes)
            .where(changes.c.id == change_id, changes.c.verdict == str(ChangeVerdict.OPEN))
            .values(verdict=str(verdict), remark=remark, settled_by=settled_by, settled_at=at)
        )
        return settled.rowcount == 1

    def _watch(self, query: Select[Any]) -> OriginalWatch | None:
        row = self.connection.execute(query).one_or_none()
        return _watch(row) if row else None

    def _change(self, query: Select[Any]) -> OriginalChange | None:
        row = self.connection.execute(query).one_or_none()
        return _change(row) if row else None


@cache
def _begin_watch(engine: str) -> Executable:
    """Return the statement; built once, for it runs with every article that is collected."""
    return insert_on(engine, watches).on_conflict_do_nothing(index_elements=[watches.c.article_id])


_WATCH = tuple(field.name for field in fields(OriginalWatch))


def _columns(watch: OriginalWatch) -> dict[str, object]:
    return {name: getattr(watch, name) for name in _WATCH} | {"state": str(watch.state)}


def _watch(row: Row[Any]) -> OriginalWatch:
    return OriginalWatch(**{**row._mapping, "state": OriginalState(row.state)})  # noqa: SLF001 - a row's documented mapping


def _change(row: Row[Any]) -> OriginalChange:
    return OriginalChange(
        **{
            **row._mapping,  # noqa: SLF001 - as above
            "kind": ChangeKind(row.kind),
            "verdict": ChangeVerdict(row.verdict),
            "files": _FILES.read(row.files),
        }
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # what is no address is never due
        return ""
