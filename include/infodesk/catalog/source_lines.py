"""Say where in its TOML file a source says something, for alarms that a person must follow up."""

import json

from infodesk.catalog.base import Table
from infodesk.catalog.line_numbers import line_of
from infodesk.catalog.sources import Source


def said_in(source: Source, table: str, key: str) -> str:
    """Return the file, the line where it is known, the table, the key and its value.

    A key that the file leaves out is named with its default.
    """
    holder = getattr(source, table)
    file = f"sources/{source.id}.toml"
    if not isinstance(holder, Table):
        return f"{file} 的 [{table}] {key}（未写）"
    written = f"[{table}] {key} = {_as_toml(getattr(holder, key))}"
    if key not in holder.model_fields_set:
        return f"{file} 的 {written}（未写，默认）"
    if not source.file_text:
        return f"{file} 的 {written}"
    return f"{file} 第 {line_of(source.file_text, (table, key))} 行 {written}"


def _as_toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def line_of_key(source: Source, key: str) -> str:
    """Return the file and line of a key at the head of a source's file."""
    file = f"sources/{source.id}.toml"
    if key not in source.model_fields_set or not source.file_text:
        return file
    return f"{file} 第 {line_of(source.file_text, (key,))} 行"
