"""What a look at an original means: the same, new, or known already. Rules only, no records."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from infodesk.articles.article import Content
from infodesk.collecting.originals.original_words import (
    OriginalWords,
    words_of_change,
    words_of_content,
    words_of_draft,
)
from infodesk.collecting.originals.watched import (
    ChangeKind,
    ChangeVerdict,
    OriginalChange,
    OriginalState,
    OriginalWatch,
)
from infodesk.collecting.reading.draft import ArticleDraft


class Meaning(StrEnum):
    """What is to be recorded of a look."""

    SAME = "same"  # nothing differs from what an editor knows
    KNOWN = "known"  # the change that waits for an editor already
    CHANGED = "changed"  # other words than any that an editor was told of
    GONE = "gone"
    REVERTED = "reverted"  # what waits for an editor has been taken back by the site
    RESTORED = "restored"  # we withdrew, and the original stands there again


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of an original before a look."""

    received: Content  # revision 1; what editors made of it later is ours and does not count
    changes: Sequence[OriginalChange]  # oldest first

    @property
    def decided(self) -> OriginalChange | None:
        """The last change with words that an editor has decided on: from there on it counts."""
        return next((c for c in reversed(self.changes) if c.is_decided and _has_words(c)), None)

    @property
    def open(self) -> OriginalChange | None:
        """The change that waits for an editor."""
        return next((c for c in reversed(self.changes) if c.is_open), None)

    @property
    def last(self) -> OriginalChange | None:
        """The last change of all."""
        return self.changes[-1] if self.changes else None

    @property
    def text(self) -> tuple[str, str]:
        """Title and body as they stood when they counted last."""
        if self.decided:
            return self.decided.title, self.decided.body_html
        return self.received.title, self.received.body_html

    def credit_of(self, draft: ArticleDraft, *, is_ours: bool) -> str:
        """Return the credit that counts: ours, where the page's own is not taken or missing."""
        return self.received.credit if is_ours or not draft.credit else draft.credit

    def then(self, ignore: Sequence[str]) -> OriginalWords:
        """Return the words that the next look is compared with."""
        if self.decided:
            return words_of_change(self.decided, ignore=ignore)
        return words_of_content(self.received, ignore=ignore)

    def has_words_since(self) -> bool:
        """Tell whether other words were seen since those that count."""
        start = self.changes.index(self.decided) + 1 if self.decided else 0
        return any(_has_words(change) for change in self.changes[start:])


def meaning_of_words(
    draft: ArticleDraft,
    *,
    credit: str,
    watch: OriginalWatch,
    past: Past,
    ignore: Sequence[str] = (),
) -> Meaning:
    """Return what a page that could be read means."""
    now = words_of_draft(draft, credit=credit, ignore=ignore)
    waiting = past.open
    if waiting and _has_words(waiting) and now == words_of_change(waiting, ignore=ignore):
        return Meaning.KNOWN
    # The hash of the page as it was received tells more than what we could keep of it. It counts
    # only while it is of the words that an editor knows.
    is_of_then = watch.state in _AS_KNOWN or not past.has_words_since()
    if now == past.then(ignore) or (is_of_then and now.hash == watch.seen_hash):
        return meaning_of_sameness(past)
    return Meaning.CHANGED


def meaning_of_sameness(past: Past) -> Meaning:
    """Return what it means that the words are those which an editor knows."""
    if past.open:
        return Meaning.REVERTED
    last = past.last
    was_withdrawn = last and last.verdict is ChangeVerdict.WITHDRAW
    if last and last.kind is ChangeKind.GONE and was_withdrawn:
        return Meaning.RESTORED
    return Meaning.SAME


def meaning_of_absence(watch: OriginalWatch, past: Past) -> Meaning:
    """Return what it means that the text is gone: it is told once."""
    waiting, last = past.open, past.last
    if waiting and waiting.kind is ChangeKind.GONE:
        return Meaning.KNOWN
    is_told = last is not None and last.kind is ChangeKind.GONE and last.is_decided
    return Meaning.SAME if is_told and watch.state is OriginalState.GONE else Meaning.GONE


_AS_KNOWN = frozenset({OriginalState.SAME, OriginalState.UNSEEN})


def _has_words(change: OriginalChange) -> bool:
    return change.kind is not ChangeKind.GONE
