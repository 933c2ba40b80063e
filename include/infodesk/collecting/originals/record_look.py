"""Record what a look at an original found, in one transaction: the watch, a change, its alarm."""

from dataclasses import replace

from infodesk.catalog.collecting import SourceWatch
from infodesk.collecting.arrivals import COLLECTOR
from infodesk.collecting.originals.look_at_original import Gone, Read, Unclear, Unmodified
from infodesk.collecting.originals.looks import Look, LookRecords, LookResult, past_of
from infodesk.collecting.originals.original_alarms import original_changed, original_unclear
from infodesk.collecting.originals.original_schedule import (
    UNCLEAR_BECOMES_A_PROBLEM,
    next_look,
    retry_look,
)
from infodesk.collecting.originals.original_verdicts import (
    Meaning,
    Past,
    meaning_of_absence,
    meaning_of_words,
)
from infodesk.collecting.originals.original_words import words_of_draft
from infodesk.collecting.originals.settle_original import close_changed_problem
from infodesk.collecting.originals.watched import (
    ChangeKind,
    ChangeVerdict,
    OriginalChange,
    OriginalFile,
    OriginalState,
    OriginalWatch,
)
from infodesk.kernel.ids import new_id
from infodesk.ledger.entry import Action


def meaning_of(look: Look, past: Past, rules: SourceWatch) -> Meaning | None:
    """Return what a look means; None where it brought nothing to judge."""
    if isinstance(look.observed, Gone):
        return meaning_of_absence(look.watch, past)
    if isinstance(look.observed, Read):
        return meaning_of_words(
            look.observed.draft,
            credit=credit_of(look, look.observed, past),
            watch=look.watch,
            past=past,
            ignore=rules.ignore,
        )
    return None


def credit_of(look: Look, read: Read, past: Past) -> str:
    """Return the credit that a page has for us."""
    is_ours = look.source is not None and look.source.credit_is_department
    return past.credit_of(read.draft, is_ours=is_ours)


def record_look(look: Look, *, rules: SourceWatch, records: LookRecords) -> LookResult:
    """Record a look. Where another process looked in the meantime nothing is recorded."""
    held = records.originals.locked(look.watch.article_id)
    if held != look.watch:
        return LookResult.OVERTAKEN
    if isinstance(look.observed, Unclear):
        return _record_unclear(look, look.observed, rules=rules, records=records)
    past = past_of(look.watch.article_id, records)
    meaning = meaning_of(look, past, rules)
    records.originals.save(_watch_after(look, past, meaning, rules))
    if meaning in _KINDS:
        _record_change(look, past, _KINDS[meaning], records)
    elif meaning is Meaning.REVERTED and past.open:
        _record_reversion(look, past.open, records)
    return _RESULTS[meaning]


def end_watch(watch: OriginalWatch, *, records: LookRecords) -> LookResult:
    """Look no more: the text was not used, so nothing of ours rests on its original."""
    records.originals.save(replace(watch, next_look_at=None))
    return LookResult.ENDED


_KINDS = {
    Meaning.CHANGED: ChangeKind.CHANGED,
    Meaning.GONE: ChangeKind.GONE,
    Meaning.RESTORED: ChangeKind.RESTORED,
}
_RESULTS = {
    None: LookResult.SAME,
    Meaning.SAME: LookResult.SAME,
    Meaning.REVERTED: LookResult.SAME,
    Meaning.KNOWN: LookResult.WAITING,
    Meaning.CHANGED: LookResult.CHANGED,
    Meaning.RESTORED: LookResult.CHANGED,
    Meaning.GONE: LookResult.GONE,
}


def _watch_after(
    look: Look, past: Past, meaning: Meaning | None, rules: SourceWatch
) -> OriginalWatch:
    observed, before = look.observed, look.watch
    watch = replace(
        before,
        looks=before.looks + 1,
        last_look_at=look.at,
        next_look_at=next_look(before.since, now=look.at, rules=rules),
        unclear_in_a_row=0,
    )
    if isinstance(observed, Gone):
        return replace(watch, state=OriginalState.GONE)
    if isinstance(observed, Unmodified):
        return replace(
            watch,
            etag=observed.etag or before.etag,
            last_modified=observed.last_modified or before.last_modified,
            state=before.state or OriginalState.SAME,
        )
    if not isinstance(observed, Read):
        return watch
    credit = credit_of(look, observed, past)
    is_same = meaning in {Meaning.SAME, Meaning.REVERTED}
    return replace(
        watch,
        etag=observed.page.etag,
        last_modified=observed.page.last_modified,
        seen_hash=words_of_draft(observed.draft, credit=credit, ignore=rules.ignore).hash,
        state=OriginalState.SAME if is_same else OriginalState.CHANGED,
    )


def _record_unclear(
    look: Look, observed: Unclear, *, rules: SourceWatch, records: LookRecords
) -> LookResult:
    before = look.watch
    count = before.unclear_in_a_row + 1
    watch = replace(
        before,
        looks=before.looks + 1,
        last_look_at=look.at,
        unclear_in_a_row=count,
        next_look_at=retry_look(before.since, unclear_in_a_row=count, now=look.at, rules=rules),
    )
    records.originals.save(watch)
    if count >= UNCLEAR_BECOMES_A_PROBLEM:
        title = look.article.revision.content.title
        records.problems.open(
            original_unclear(watch, observed.error, title=title, source=look.source), at=look.at
        )
    return LookResult.UNCLEAR


def _record_change(look: Look, past: Past, kind: ChangeKind, records: LookRecords) -> None:
    """Record a change; one that still waits is overtaken by it, so that one task stands."""
    superseded = past.open
    if superseded:
        records.originals.settle(
            superseded.id,
            verdict=ChangeVerdict.SUPERSEDED,
            remark="原文又有新的变化",
            settled_by=COLLECTOR,
            at=look.at,
        )
    change = _change(look, past, kind)
    records.originals.add_change(change)
    records.problems.open(
        original_changed(change, title=look.article.revision.content.title, url=look.watch.url),
        at=look.at,
    )
    is_gone = kind is ChangeKind.GONE
    records.ledger.append(
        actor=COLLECTOR,
        action=Action.ORIGINAL_GONE if is_gone else Action.ORIGINAL_CHANGED,
        subject=f"article:{look.article.id}",
        revision_hash=look.article.revision.content_hash,
        payload={
            "change": change.id,
            "kind": str(kind),
            "url": look.watch.url,
            "capture": change.capture,
            "note": change.note,
            "supersedes": superseded.id if superseded else "",
        },
        at=look.at,
    )


def _change(look: Look, past: Past, kind: ChangeKind) -> OriginalChange:
    change = OriginalChange(
        id=new_id(),
        article_id=look.article.id,
        found_at=look.at,
        kind=kind,
        capture=look.capture,
        note=look.observed.note if isinstance(look.observed, Gone) else "",
    )
    if not isinstance(look.observed, Read):
        return change
    draft = look.observed.draft
    return replace(
        change,
        title=draft.title,
        body_html=draft.body_html,
        credit=credit_of(look, look.observed, past),
        document_number=draft.document_number,
        published_at=draft.published,
        files=tuple(OriginalFile(name=file.name, url=file.url) for file in draft.attachments),
    )


def _record_reversion(look: Look, change: OriginalChange, records: LookRecords) -> None:
    records.originals.settle(
        change.id,
        verdict=ChangeVerdict.REVERTED,
        remark="原文已恢复原样",
        settled_by=COLLECTOR,
        at=look.at,
    )
    records.ledger.append(
        actor=COLLECTOR,
        action=Action.ORIGINAL_SETTLED,
        subject=f"article:{look.article.id}",
        revision_hash=look.article.revision.content_hash,
        payload={"change": change.id, "verdict": str(ChangeVerdict.REVERTED), "remark": ""},
        at=look.at,
    )
    close_changed_problem(
        look.article.id,
        cause="原文曾有变化",
        solution="原文已恢复原样，无需处理",
        closed_by=COLLECTOR,
        at=look.at,
        records=records,
    )
