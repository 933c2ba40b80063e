"""Find the line of a TOML file on which a key stands, for error messages.

`tomllib` gives lines for broken syntax only; a wrong value is known by its path alone.
"""

import re

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*=")


def line_of(text: str, path: Path) -> int:
    """Return the line, from 1, of the key at `path`, or of the table that it is missing from.

    Returns 1 where neither is found, as for a table that stands nowhere in the file.
    """
    best_line, best_depth = 1, 0
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _enter(header[2].split("."), is_array=header[1] == "[[", counts=counts)
            here = table
        elif key := _KEY.match(line):
            here = table + tuple(key[1].split("."))
        else:
            continue
        shared = min(len(here), len(path))
        if shared > best_depth and path[:shared] == here[:shared]:
            best_line, best_depth = number, shared
    return best_line


def _enter(names: list[str], *, is_array: bool, counts: dict[Path, int]) -> Path:
    """Return the path of the table under a header; a name that is an array means its last item."""
    path: Path = ()
    for depth, name in enumerate(names, start=1):
        path = (*path, name)
        if is_array and depth == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
