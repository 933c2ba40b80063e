"""Where a text goes: this is approved together with its content."""

from dataclasses import dataclass
from datetime import datetime

from infodesk.kernel.canonical import canonical_json, sha256_hex
from infodesk.kernel.clock import as_text


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Placement:
    """One column of one channel."""

    channel_id: str
    column_id: str
    is_pinned: bool = False  # 首页置顶


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """All places of a text, and the earliest time at which it may appear there."""

    placements: tuple[Placement, ...]
    not_before: datetime | None = None


def approval_hash(content_hash: str, destination: Destination) -> str:
    """Return the hash that every opinion is bound to: the content and where it goes.

    The order in which places are named does not matter.
    """
    return sha256_hex(
        canonical_json(
            {
                "content": content_hash,
                "not_before": as_text(destination.not_before) if destination.not_before else None,
                "placements": [
                    [p.channel_id, p.column_id, p.is_pinned] for p in sorted(destination.placements)
                ],
            }
        )
    )
