"""Which pages list what: home page, columns, feed and site map, made from records alone.

The archive pages of a column are numbered from the oldest and hold a fixed number of items, so
that one that is full never changes again: neither its address nor its content, and publishing
costs the same however much there is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from infodesk.adapters.channels.static_site.records import SiteRecord
from infodesk.catalog.channels import Channel, Column

ITEMS_A_PAGE = 20
HOME_ITEMS = 7  # of each column
HOME_LATEST = 8
HOME_PINNED = 5
FEED_ITEMS = 30
SITE_MAP_ITEMS = 49_000  # the format allows 50,000 addresses in one file


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page to be made: its template, and everything that it says."""

    path: str
    template: str
    records: tuple[SiteRecord, ...] = ()
    column: Column | None = None
    newer: str = ""  # path of the neighbouring page of the column
    older: str = ""
    number: int = 0  # of an archive page, counted from the oldest
    sections: tuple[tuple[Column, tuple[SiteRecord, ...]], ...] = ()
    pinned: tuple[SiteRecord, ...] = ()


def list_pages(channel: Channel, records: Sequence[SiteRecord]) -> Iterator[ListPage]:
    """Yield every page that is made from records, which come newest first."""
    by_column = _by_column(channel, records)
    yield ListPage(
        path="index.html",
        template="home.html.jinja",
        records=tuple(records[:HOME_LATEST]),
        pinned=_pinned(records),
        # A column without items has its place in the navigation, and no empty box here.
        sections=tuple(
            (column, tuple(items[:HOME_ITEMS]))
            for column in channel.columns
            if (items := by_column[column.id])
        ),
    )
    for column in channel.columns:
        yield from _column_pages(column, by_column[column.id])
    yield ListPage(path="feed.xml", template="feed.xml.jinja", records=tuple(records[:FEED_ITEMS]))
    yield ListPage(
        path="sitemap.xml",
        template="sitemap.xml.jinja",
        records=tuple(records[:SITE_MAP_ITEMS]),
    )
    yield ListPage(path="404.html", template="not_found.html.jinja")
    yield ListPage(path="robots.txt", template="robots.txt.jinja")


def _by_column(channel: Channel, records: Iterable[SiteRecord]) -> Mapping[str, list[SiteRecord]]:
    by_column: dict[str, list[SiteRecord]] = {column.id: [] for column in channel.columns}
    for record in records:
        # A column that the catalog has dropped keeps its pages and has no list any more.
        by_column.setdefault(record.column_id, []).append(record)
    return by_column


def _pinned(records: Sequence[SiteRecord]) -> tuple[SiteRecord, ...]:
    """Return the newest pinned items, a text that is pinned in two columns once."""
    first_of_text: dict[str, SiteRecord] = {}
    for record in records:
        if record.is_pinned:
            first_of_text.setdefault(record.article_id, record)
    return tuple(first_of_text.values())[:HOME_PINNED]


def _column_pages(column: Column, records: Sequence[SiteRecord]) -> Iterator[ListPage]:
    # The front page holds what is behind the archive: the newest full page and the rest.
    archived = max(0, len(records) // ITEMS_A_PAGE - 1)
    front = records[: len(records) - archived * ITEMS_A_PAGE]
    yield _column_page(column, front, older=archived)
    oldest_first = records[len(front) :][::-1]
    for number in range(archived, 0, -1):
        chunk = oldest_first[(number - 1) * ITEMS_A_PAGE : number * ITEMS_A_PAGE]
        newer = _path(column, number + 1 if number < archived else 0)
        yield _column_page(column, chunk[::-1], number=number, newer=newer, older=number - 1)


def _column_page(
    column: Column, records: Sequence[SiteRecord], *, older: int, number: int = 0, newer: str = ""
) -> ListPage:
    return ListPage(
        path=_path(column, number),
        template="column.html.jinja",
        column=column,
        records=tuple(records),
        number=number,
        newer=newer,
        older=_path(column, older) if older else "",
    )


def _path(column: Column, number: int) -> str:
    return f"{column.id}/list-{number}.html" if number else f"{column.id}/index.html"
