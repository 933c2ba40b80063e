"""One way to write a value down, so that equal values have equal hashes."""

import hashlib
import json
from collections.abc import Mapping, Sequence

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]


def canonical_json(value: Plain) -> str:
    """Write a value with sorted keys, no spaces and real characters.

    Floats are refused by type: they have no single decimal form. Give units as integers.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def sha256_hex(content: str | bytes) -> str:
    """Return the SHA-256 of the content (text as UTF-8), 64 hex digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
