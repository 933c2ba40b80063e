"""Open a link from a letter: who it is for, and whether it still lives."""

from typing import Protocol

from infodesk.access.errors import LinkDead, LinkUnknown
from infodesk.access.links import Link, Links, token_hash
from infodesk.kernel.clock import Clock
from infodesk.kernel.transactions import Begin


class LinkRecords(Protocol):
    """What opening a link reads and logs."""

    @property
    def links(self) -> Links:
        """The register of links."""
        ...


def open_link(
    token: str,
    *,
    method: str,
    address: str,
    agent: str,
    begin: Begin[LinkRecords],
    clock: Clock,
) -> Link:
    """Return the live link of a token. Raises LinkUnknown or LinkDead.

    The opening is logged and nothing else changes, however often a mail scanner comes by: people
    decide by posting a form.
    """
    now = clock.now()
    with begin() as records:
        link = records.links.by_token(token_hash(token))
        if link is None:
            raise LinkUnknown
        records.links.opened(link.id, at=now, method=method, address=address, agent=agent)
    if not link.is_live(now):
        raise LinkDead(link.ended_because)
    return link
