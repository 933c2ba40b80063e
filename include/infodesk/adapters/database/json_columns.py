"""Small values that are only ever read whole are kept as JSON text."""

from typing import Generic, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


class JsonColumn(Generic[T]):
    """Writes and reads values of one type; reading validates, so a damaged row is noticed."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def write(self, value: T) -> str:
        """Return the value as JSON text."""
        return self._adapter.dump_json(value).decode()

    def read(self, text: str) -> T:
        """Return what `write` wrote. Raises pydantic.ValidationError for anything else."""
        return self._adapter.validate_json(text)
