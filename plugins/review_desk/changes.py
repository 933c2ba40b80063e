"""What is different between two versions of a text and of where it is to go."""

from dataclasses import dataclass
from datetime import datetime

from infodesk.bootstrap import Content, Destination, ItemPage, desk
from review_desk.diffs import Change, DiffLine, Span, diff_paragraphs, diff_text
from review_desk.places import place_titles


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The differences, ready to be shown; a part that did not change is empty."""

    title: tuple[Span, ...]
    credit: tuple[Span, ...]
    body: tuple[DiffLine, ...]
    is_layout_changed: bool  # the words are the same and the HTML is not
    files_added: tuple[str, ...]
    files_removed: tuple[str, ...]
    places_added: tuple[str, ...]
    places_removed: tuple[str, ...]
    time_before: datetime | None
    time_after: datetime | None

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show."""
        return (
            any(
                (
                    self.title,
                    self.credit,
                    self.body,
                    self.is_layout_changed,
                    self.files_added,
                    self.files_removed,
                    self.places_added,
                    self.places_removed,
                )
            )
            or self.time_before != self.time_after
        )


def changes_between(
    before: Content, after: Content, *, went: Destination, goes: Destination
) -> Changes:
    """Compare two contents and two destinations."""
    old_words, new_words = desk.plain_text(before.body_html), desk.plain_text(after.body_html)
    old_files = {f.sha256: f.name for f in (*before.images, *before.attachments)}
    new_files = {f.sha256: f.name for f in (*after.images, *after.attachments)}
    old_places, new_places = place_titles(went), place_titles(goes)
    return Changes(
        title=_spans(before.title, after.title),
        credit=_spans(before.credit, after.credit),
        body=tuple(diff_paragraphs(old_words, new_words)) if old_words != new_words else (),
        is_layout_changed=old_words == new_words
        and before.body_html.split() != after.body_html.split(),
        files_added=tuple(new_files[f] for f in new_files if f not in old_files),
        files_removed=tuple(old_files[f] for f in old_files if f not in new_files),
        places_added=tuple(p for p in new_places if p not in old_places),
        places_removed=tuple(p for p in old_places if p not in new_places),
        time_before=went.not_before,
        time_after=goes.not_before,
    )


def changes_since_seen(page: ItemPage) -> Changes | None:
    """Return what changed since this person last decided; None when there is nothing to tell."""
    if page.last_seen is None and page.last_destination is None:
        return None
    now = page.file.revision.content
    changes = changes_between(
        page.last_seen.content if page.last_seen else now,
        now,
        went=page.last_destination or page.file.case.destination,
        goes=page.file.case.destination,
    )
    return changes if changes.has_any else None


def _spans(before: str, after: str) -> tuple[Span, ...]:
    spans = tuple(diff_text(before, after))
    return spans if any(span.change is not Change.SAME for span in spans) else ()
