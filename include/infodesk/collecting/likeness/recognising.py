"""Whether a text that arrives is one that we have already."""

from dataclasses import dataclass, field

from infodesk.catalog.collecting import Duplicates
from infodesk.collecting.likeness.duplicates import Comparable, Judgement, Likeness, judge
from infodesk.collecting.ports import CollectingRecords
from infodesk.collecting.reprints import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What was found: the article that the text is, or those that a person should compare."""

    twin_id: str = ""  # empty: it is none that we have
    judgement: Judgement = field(default_factory=Judgement)  # why it is that one
    doubtful: tuple[tuple[Candidate, Judgement], ...] = ()


def recognise(
    text: Comparable,
    *,
    fingerprint: str,
    sketch: tuple[int, ...],
    rules: Duplicates,
    records: CollectingRecords,
) -> Recognition:
    """Look for a text among those that we have; the oldest that it is counts as the article."""
    twin_id = records.articles.with_fingerprint(fingerprint)
    if twin_id:
        return Recognition(twin_id=twin_id, judgement=Judgement(likeness=Likeness.WORDS, share=1.0))
    doubtful = []
    candidates = records.reprints.candidates(text, sketch=sketch, title_days=rules.title_days)
    for candidate in candidates:
        judgement = judge(text, candidate.text, rules)
        if judgement.likeness is not None:
            return Recognition(twin_id=candidate.article_id, judgement=judgement)
        if judgement.doubt is not None:
            doubtful.append((candidate, judgement))
    return Recognition(doubtful=tuple(doubtful))
