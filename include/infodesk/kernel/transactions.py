"""How a use case opens a transaction without knowing the database."""

from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

Records_co = TypeVar("Records_co", covariant=True)


class Begin(Protocol[Records_co]):
    """Opens one transaction and yields the records that it may read and change.

    Leaving the block normally commits; an exception rolls back all of it. Nothing slow (network,
    rendering, hashing of passwords) belongs inside.
    """

    def __call__(self) -> AbstractContextManager[Records_co]:
        """Begin."""
        ...
