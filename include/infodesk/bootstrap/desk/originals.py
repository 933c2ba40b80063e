"""Changed originals on the desk: the list, one change, and the editor's word on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from infodesk.bootstrap.originals import editors_of_reprints, standing_of
from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.people import Person
from infodesk.collecting.originals.original_views import OriginalPage
from infodesk.collecting.originals.watched import ChangeKind, ChangeVerdict, OriginalChange
from infodesk.publishing.publication import Publication
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.errors import CaseUnknown, NotInRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedOriginal:
    """One change in the list."""

    id: str
    title: str  # of our copy
    credit: str
    kind: ChangeKind
    found_at: datetime
    standing: str  # where our copy stands


@dataclass(frozen=True, slots=True, kw_only=True)
class OurCopy:
    """Where our copy of a text stands."""

    standing: str
    case_id: str  # of the newest review; empty where there is none yet
    may_edit: bool  # by the way that exists today: the edit that starts the review again
    publications: Sequence[Publication]


def settles_originals(who: Person) -> bool:
    """Tell whether a person settles changes of originals (article 5.1: the centre's editors)."""
    return who.id in {person.id for person in editors_of_reprints(wiring())}


def changed_originals(who: Person) -> list[ChangedOriginal]:
    """Return the changes that wait, newest first. Raises NotInRole."""
    _need_editor(who)
    here = wiring()
    with here.database.read() as records:
        return [
            ChangedOriginal(
                id=change.id,
                title=article.revision.content.title,
                credit=article.revision.content.credit,
                kind=change.kind,
                found_at=change.found_at,
                standing=standing_of(article.id, records, here),
            )
            for change in records.originals.open_changes()
            if (article := records.articles.get(change.article_id))
        ]


def changed_original(change_id: str, who: Person) -> tuple[OriginalPage, OurCopy]:
    """Return one change and where our copy stands. Raises NotInRole or CaseUnknown."""
    from infodesk.collecting.originals.read_originals import read_original
    from infodesk.collecting.originals.settle_original import ChangeUnknown

    _need_editor(who)
    here = wiring()
    with here.database.read() as records:
        try:
            page = read_original(change_id, records=records)
        except ChangeUnknown as unknown:
            raise CaseUnknown from unknown
        cases = records.cases.of_article(page.article.id)
        newest = cases[-1] if cases else None
        copy = OurCopy(
            standing=standing_of(page.article.id, records, here),
            case_id=newest.id if newest else "",
            may_edit=newest is not None
            and newest.state not in {CaseState.REJECTED, CaseState.VOID},
            publications=records.publications.of_article(page.article.id),
        )
    return page, copy


def open_change_of(article_id: str) -> OriginalChange | None:
    """Return the change of an article's original that waits for an editor, if any."""
    with wiring().database.read() as records:
        changes = records.originals.changes(article_id)
    return next((change for change in reversed(changes) if change.is_open), None)


def settle_original(
    change_id: str, who: Person, *, verdict: ChangeVerdict, remark: str
) -> OriginalChange:
    """Record an editor's word on a change. Raises NotInRole, CaseUnknown or InfodeskError."""
    from infodesk.collecting.originals.settle_original import settle_original as settle

    here = wiring()
    changed_original(change_id, who)
    return settle(
        change_id,
        verdict=verdict,
        remark=remark,
        settled_by=who.id,
        begin=here.database.begin,
        clock=here.clock,
    )


def _need_editor(who: Person) -> None:
    if not settles_originals(who):
        raise NotInRole
