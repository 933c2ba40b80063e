"""A clearance: what publishing needs to know of a review, and nothing more."""

from dataclasses import dataclass

from infodesk.channels.destination import Destination


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """How the newest review of an article stands."""

    article_id: str
    revision_id: str
    approval_hash: str  # the hash that the opinions were given on
    destination: Destination
    chain_is_complete: bool  # the signed form included, where the chain asks for it
    releases_by_itself: bool
