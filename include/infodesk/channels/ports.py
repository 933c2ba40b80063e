"""Where the destination of an article is kept until a review is bound to it."""

from typing import Protocol

from infodesk.channels.destination import Destination


class Destinations(Protocol):
    """The present destination of each article, within one transaction."""

    def of(self, article_id: str) -> Destination:
        """Return where the article is to go; without placements when nobody has said so."""
        ...

    def set(self, article_id: str, destination: Destination) -> None:
        """Say where the article is to go."""
        ...
