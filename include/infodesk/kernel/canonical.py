"""One way to write a value down, so that equal values have equal hashes."""

import hashlib
import json
from collections.abc import Mapping, Sequence

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]


def canonical_json(value: Plain) -> str:
    """Write a value with sorted keys, no spaces and real characters.

    Raises TypeError for floats, which have no single decimal form (give units as integers), and
    for keys that are not text, which JSON would turn into text.
    """
    _refuse_ambiguous(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256_hex(content: str | bytes) -> str:
    """Return the SHA-256 of the content (text as UTF-8), 64 hex digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def _refuse_ambiguous(value: object) -> None:
    """Check what came from outside the type checker's sight, such as parsed JSON."""
    if isinstance(value, float):
        raise TypeError(f"小数没有唯一的写法，请换成整数单位：{value!r}")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"键须是文字：{key!r}")
            _refuse_ambiguous(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            _refuse_ambiguous(inner)
