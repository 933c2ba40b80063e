"""Where a text was seen, and which of the places it comes from.

A State Council text that three media took over is one article with three witnesses; the editor sees
the chain, and credits the body that published it first (regulation, article 4.1).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from infodesk.collecting.likeness.folded_words import folded

_SITE = re.compile(r"(?:官方)?(?:门户)?(?:政府)?(?:网站|网|微信公众号|客户端)$")
_SHORTEST_NAME = 3  # characters; 晚报 alone names nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One address where the text was seen."""

    source_key: str  # the normalised address
    source_id: str
    url: str
    seen_at: datetime
    title: str = ""  # as it stood there
    credit: str = ""  # 来源, as that page names it
    published_at: datetime | None = None
    likeness: str = ""  # how it was known to be the same text; empty: the article's own address
    capture: str = ""  # SHA-256 of the kept page


def order_of_witnesses(
    sightings: Sequence[Sighting], names: Mapping[str, Sequence[str]]
) -> tuple[Sighting, ...]:
    """Return the places from the original publisher to the last reprint.

    `names` says by source id what others call that source. Whom more of the others credit stands
    before the others; who credits one of the others stands behind it; then the earlier publication
    counts, and at last who was seen first. A place without a publication time stands behind those
    that have one.
    """
    credited = {sighting.source_key: 0 for sighting in sightings}
    credits_another = dict.fromkeys(credited, False)
    for sighting in sightings:
        for other in sightings:
            if other.source_id != sighting.source_id and _names(
                sighting.credit, names.get(other.source_id, ())
            ):
                credited[other.source_key] += 1
                credits_another[sighting.source_key] = True

    def place(sighting: Sighting) -> tuple[bool, int, bool, datetime, datetime]:
        published = sighting.published_at
        return (
            credits_another[sighting.source_key],
            -credited[sighting.source_key],
            published is None,
            published or sighting.seen_at,
            sighting.seen_at,
        )

    return tuple(sorted(sightings, key=place))


def _names(credit: str, names: Sequence[str]) -> bool:
    bare = _without_site(credit)
    if len(bare) < _SHORTEST_NAME:
        return False
    return any(
        len(name) >= _SHORTEST_NAME and (bare == name or name in bare)
        for name in map(_without_site, names)
    )


def _without_site(name: str) -> str:
    return _SITE.sub("", folded(name))
