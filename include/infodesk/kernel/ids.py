"""Identifiers that cannot be guessed and need no counter."""

from uuid import uuid4


def new_id() -> str:
    """Return 32 hex digits, 122 of their bits random."""
    return uuid4().hex
