"""Channels and columns in the words of the catalog, and as the edit form offers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from infodesk.bootstrap import Destination, InfodeskError, Placement, wiring
from infodesk.catalog.channels import Channel
from review_desk.words import field_time, from_field_time

_FIRST_YEAR, _LAST_YEAR = 2000, 2100  # beyond these the calendar's own edges are near


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoice:
    """One column that may be ticked."""

    id: str  # "portal/city"
    title: str
    is_chosen: bool
    is_pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChoices:
    """The columns of one channel."""

    title: str
    places: tuple[PlaceChoice, ...]


def place_title(placement: Placement) -> str:
    """Return a place as people name it; one that left the catalog by its id."""
    channel = wiring().catalog.channels.get(placement.channel_id)
    if channel is None:
        return f"{placement.channel_id}·{placement.column_id}"
    pinned = "（首页置顶）" if placement.is_pinned else ""
    return f"{channel.name}·{_column_title(channel, placement.column_id)}{pinned}"


def place_titles(destination: Destination) -> list[str]:
    """Return all places of a text."""
    return [place_title(placement) for placement in destination.placements]


def choices(chosen: Sequence[str], pinned: Sequence[str]) -> list[ChannelChoices]:
    """Return every column of the catalog, those of the form ticked."""
    return [
        ChannelChoices(
            title=channel.name,
            places=tuple(
                PlaceChoice(
                    id=f"{channel_id}/{column.id}",
                    title=column.title,
                    is_chosen=f"{channel_id}/{column.id}" in chosen,
                    is_pinned=f"{channel_id}/{column.id}" in pinned,
                )
                for column in channel.columns
            ),
        )
        for channel_id, channel in wiring().catalog.channels.items()
    ]


def ids_of(destination: Destination) -> tuple[list[str], list[str]]:
    """Return the places of a destination as the form names them: all, and the pinned ones."""
    named = [(f"{p.channel_id}/{p.column_id}", p.is_pinned) for p in destination.placements]
    return [place for place, _ in named], [place for place, is_pinned in named if is_pinned]


def destination_from(
    chosen: Sequence[str], pinned: Sequence[str], not_before: str, *, before: Destination
) -> Destination:
    """Return what the form says. Raises InfodeskError for a time that is none."""
    placements = [
        Placement(channel_id=channel_id, column_id=column_id, is_pinned=place in pinned)
        for place in dict.fromkeys(chosen)
        for channel_id, column_id in [place.split("/", 1)]
    ]
    return Destination(
        placements=tuple(placements), not_before=_instant(not_before, before.not_before)
    )


def _instant(text: str, before: datetime | None) -> datetime | None:
    if not text:
        return None
    # The field knows minutes only: one that was not touched must not shift the instant.
    if before is not None and text == field_time(before):
        return before
    try:
        instant = from_field_time(text)
    except ValueError:
        instant = None
    if instant is None or not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise InfodeskError(
            "定时发布的时间不对", remedy="请按“2026-12-01T09:00”填写，或留空表示审签完毕即发布"
        )
    return instant


def _column_title(channel: Channel, column_id: str) -> str:
    return next((c.title for c in channel.columns if c.id == column_id), column_id)
