"""A text that has arrived, with all that can be found out about it before the database is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from infodesk.articles.article import Article, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.sources import Source
from infodesk.collecting.likeness.duplicates import Comparable, comparable_text, fingerprint_of_text
from infodesk.collecting.likeness.sketches import sketch
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.originals.original_words import begin_watch
from infodesk.collecting.originals.watched import OriginalWatch
from infodesk.collecting.reading.article_files import KeptFiles
from infodesk.collecting.reading.draft import ArticleDraft
from infodesk.collecting.relevance import Proposal, propose
from infodesk.collecting.web.page_tree import host_of
from infodesk.collecting.web.pages import Page
from infodesk.kernel.ids import new_id
from infodesk.kernel.issues import Issue

COLLECTOR = "collector"  # the actor of the ledger for what no person did


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A text, how it is compared with others, and what is proposed for it."""

    article: Article
    sighting: Sighting
    text: Comparable
    fingerprint: str
    sketch: tuple[int, ...]
    proposal: Proposal
    watch: OriginalWatch
    draft: ArticleDraft
    losses: tuple[Issue, ...]
    issues: tuple[Issue, ...]


def prepare_arrival(
    draft: ArticleDraft,
    kept: KeptFiles,
    issues: Sequence[Issue],
    *,
    page: Page,
    sighting: Sighting,
    source: Source,
    department_id: str,
    rules: CollectingRules,
) -> Arrival:
    """Compute whatever takes time, so that the transaction holds the database but for a moment."""
    now = sighting.seen_at
    article = _article(draft, kept, source=source, department_id=department_id, now=now)
    readable = comparable_text(kept.body_html)
    text = Comparable(
        title=draft.title,
        text=readable,
        document_number=draft.document_number,
        attachments=frozenset(file.sha256 for file in kept.attachments),
        at=draft.published or now,
        host=host_of(draft.url),
    )
    return Arrival(
        article=article,
        sighting=sighting,
        text=text,
        fingerprint=fingerprint_of_text(
            title=draft.title,
            text=readable,
            file_hashes=[file.sha256 for file in (*kept.images, *kept.attachments)],
        ),
        sketch=sketch(text.words),
        proposal=propose(
            title=draft.title,
            text=readable,
            published=draft.published,
            source=source,
            rules=rules.relevance,
            now=now,
        ),
        watch=begin_watch(
            article,
            draft,
            rules=rules.source_watch,
            etag=page.etag,
            last_modified=page.last_modified,
        ),
        draft=draft,
        losses=kept.losses,
        issues=tuple(issues),
    )


def _article(
    draft: ArticleDraft, kept: KeptFiles, *, source: Source, department_id: str, now: datetime
) -> Article:
    content = Content(
        title=draft.title,
        body_html=kept.body_html,
        credit=_credit(draft, source),
        credit_url=draft.url,
        document_number=draft.document_number,
        attachments=kept.attachments,
        images=kept.images,
    )
    article_id = new_id()
    revision = Revision(
        id=new_id(),
        article_id=article_id,
        number=1,
        content=content,
        content_hash=content.content_hash,
        created_by=COLLECTOR,
        created_at=now,
    )
    return Article(
        id=article_id,
        origin=Origin.REPRINT,
        state=ArticleState.RECEIVED,
        department_id=department_id,
        received_at=now,
        source_id=source.id,
        source_url=draft.url,
        source_published_at=draft.published,
        revision=revision,
    )


def _credit(draft: ArticleDraft, source: Source) -> str:
    # Some commissions put the department that wrote a text where others name its source: a reprint
    # is credited to the body that published it, not to a part of it (article 4.1).
    return source.credit if source.credit_is_department else draft.credit or source.credit
