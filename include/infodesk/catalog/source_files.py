"""Write a source as the TOML file that it would be read from."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from infodesk.catalog.base import Table
from infodesk.catalog.sources import Source


def source_file(source: Source, *, opening: str = "") -> str:
    """Return the file of a source: what differs from the defaults, and `verified` in any case.

    `opening` are sentences for a person, written as comments at the head.
    """
    lines = [f"# {line}".rstrip() for line in opening.splitlines()]
    lines += [""] if lines else []
    tables: list[str] = []
    for name, value in source:
        if name == "id" or (_is_default(source, name) and name != "verified"):
            continue
        if isinstance(value, Table):
            tables += ["", f"[{name}]", *_rows(value)]
        elif isinstance(value, tuple) and value and isinstance(value[0], Table):
            for table in value:
                tables += ["", f"[[{name}]]", *_rows(table)]
        else:
            lines.append(f"{name} = {_value(value)}")
    return "\n".join([*lines, *tables]) + "\n"


def _rows(table: Table) -> Iterator[str]:
    for name, value in table:
        if not _is_default(table, name):
            yield f"{name} = {_value(value)}"


def _is_default(table: Table, name: str) -> bool:
    field = type(table).model_fields[name]
    if field.is_required():
        return False
    return bool(getattr(table, name) == field.get_default(call_default_factory=True))


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    # What JSON writes between quotation marks TOML reads alike.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
