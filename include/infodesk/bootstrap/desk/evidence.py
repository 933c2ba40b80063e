"""What stands behind a reprint: the kept page, and the article that it may be a duplicate of."""

from dataclasses import dataclass

from infodesk.articles.article import Revision
from infodesk.bootstrap.desk.papers import StoredFile
from infodesk.bootstrap.wiring import wiring
from infodesk.collecting.reprints import PossibleDuplicate
from infodesk.reviewing.errors import CaseUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedArticles:
    """Two articles that may be one."""

    question: PossibleDuplicate
    later: Revision
    earlier: Revision


def compared(article_id: str, other_id: str) -> ComparedArticles:
    """Return two articles about which a person is asked. Raises CaseUnknown when none is."""
    with wiring().database.begin() as records:  # a question is read under a lock
        question = records.reprints.question(article_id, other_id)
        later, earlier = records.articles.get(article_id), records.articles.get(other_id)
    if question is None or later is None or earlier is None:
        raise CaseUnknown
    return ComparedArticles(question=question, later=later.revision, earlier=earlier.revision)


def capture(article_id: str, sha256: str) -> StoredFile:
    """Return the kept page (WARC, gzip) of an article. Raises CaseUnknown for any other file."""
    here = wiring()
    with here.database.read() as records:
        kept = {sighting.capture for sighting in records.reprints.sightings(article_id)}
    if sha256 not in kept:
        raise CaseUnknown
    return StoredFile(content=here.files.get(sha256), media_type="application/warc")
