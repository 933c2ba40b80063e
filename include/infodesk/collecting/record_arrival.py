"""Record a text that has arrived: as a new article, or as a further witness of one that we have."""

from dataclasses import replace
from enum import StrEnum

from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.sources import Source
from infodesk.collecting.alarms import expectations_broken, files_lost
from infodesk.collecting.arrivals import COLLECTOR, Arrival
from infodesk.collecting.likeness.recognising import Recognition, recognise
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.ports import CollectingRecords
from infodesk.collecting.reprints import PossibleDuplicate, ReprintFacts
from infodesk.kernel.outbox import Topic
from infodesk.ledger.entry import Action


class Fate(StrEnum):
    """What became of a listed article."""

    NEW = "new"  # 新收
    KNOWN = "known"  # 已有（另一进程先收到）
    DUPLICATE = "duplicate"  # 同一内容已从别处收到


def record_arrival(
    arrival: Arrival, *, source: Source, rules: CollectingRules, records: CollectingRecords
) -> tuple[Fate, str]:
    """Record an arrival in one transaction; return what became of it and its article's id."""
    if records.articles.known([arrival.sighting.source_key]):
        return Fate.KNOWN, ""
    found = recognise(
        arrival.text,
        fingerprint=arrival.fingerprint,
        sketch=arrival.sketch,
        rules=rules.duplicates,
        records=records,
    )
    if found.twin_id:
        is_new = _add_witness(found, arrival.sighting, records)
        return (Fate.DUPLICATE, found.twin_id) if is_new else (Fate.KNOWN, "")
    is_new = records.articles.receive(
        arrival.article,
        destination=arrival.proposal.destination,
        sighting=arrival.sighting,
        fingerprint=arrival.fingerprint,
    )
    if not is_new:
        return Fate.KNOWN, ""
    _record_facts(arrival, found, records)
    _record_consequences(arrival, source, records)
    return Fate.NEW, arrival.article.id


def _add_witness(found: Recognition, sighting: Sighting, records: CollectingRecords) -> bool:
    likeness = str(found.judgement.likeness)
    is_new = records.articles.add_witness(found.twin_id, replace(sighting, likeness=likeness))
    if is_new:
        records.ledger.append(
            actor=COLLECTOR,
            action=Action.WITNESSED,
            subject=f"article:{found.twin_id}",
            payload={
                "source": sighting.source_id,
                "url": sighting.url,
                "title": sighting.title,
                "likeness": likeness,
                "share_per_mille": round(found.judgement.share * 1000),
                "capture": sighting.capture,
            },
            at=sighting.seen_at,
        )
    return is_new


def _record_facts(arrival: Arrival, found: Recognition, records: CollectingRecords) -> None:
    article, proposal = arrival.article, arrival.proposal
    records.reprints.add(
        ReprintFacts(
            article_id=article.id,
            received_at=article.received_at,
            title_key=arrival.text.title_key,
            document_number=arrival.text.number,
            dates=arrival.draft.dates,
            warnings=arrival.draft.warnings,
            priority=proposal.priority,
            relevance_rule=proposal.rule_id,
            reprint_by=proposal.reprint_by,
        ),
        sketch=arrival.sketch,
    )
    records.originals.watch(arrival.watch)
    for candidate, judgement in found.doubtful:
        if judgement.doubt is not None:
            records.reprints.ask(
                PossibleDuplicate(
                    article_id=article.id,
                    other_id=candidate.article_id,
                    doubt=judgement.doubt,
                    share=judgement.share,
                    found_at=article.received_at,
                )
            )


def _record_consequences(arrival: Arrival, source: Source, records: CollectingRecords) -> None:
    article = arrival.article
    content, at = article.revision.content, article.received_at
    records.outbox.add(Topic.REVIEW, article.id, due_at=at)
    if arrival.losses:
        records.problems.open(
            files_lost(article.id, content.title, article.source_url, arrival.losses), at=at
        )
    if arrival.issues:
        records.problems.open(expectations_broken(source, arrival.issues), at=at)
    records.ledger.append(
        actor=COLLECTOR,
        action=Action.COLLECTED,
        subject=f"article:{article.id}",
        revision_hash=article.revision.content_hash,
        payload={
            "source": article.source_id,
            "url": article.source_url,
            "title": content.title,
            "files": [file.sha256 for file in (*content.images, *content.attachments)],
            "files_lost": len(arrival.losses),
            "capture": arrival.sighting.capture,
        },
        at=at,
    )
