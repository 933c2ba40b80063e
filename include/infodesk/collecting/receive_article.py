"""Take one listed article in: fetch, read, keep its files, record it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from infodesk.articles.article import Article, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.catalog.sources import ArticleSelectors, Source
from infodesk.channels.destination import Destination, Placement
from infodesk.collecting.alarms import expectations_broken, files_lost
from infodesk.collecting.article_files import KeptFiles, keep_files
from infodesk.collecting.draft import ArticleDraft
from infodesk.collecting.duplicates import fingerprint
from infodesk.collecting.expectations import check_article
from infodesk.collecting.general_reader import GeneralReader
from infodesk.collecting.listing import ListedItem
from infodesk.collecting.normalised_url import normalised_url
from infodesk.collecting.page_errors import PageUnreadable
from infodesk.collecting.page_tree import host_of
from infodesk.collecting.pages import Page, WebPages
from infodesk.collecting.ports import CollectingRecords
from infodesk.collecting.reading import read_article
from infodesk.kernel.clock import Clock, local_date
from infodesk.kernel.files import FileStore
from infodesk.kernel.ids import new_id
from infodesk.kernel.issues import Issue
from infodesk.kernel.outbox import Topic
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action

COLLECTOR = "collector"  # the actor of the ledger for what no person did


class Fate(StrEnum):
    """What became of a listed article."""

    NEW = "new"  # 新收
    KNOWN = "known"  # 已有（另一进程先收到）
    DUPLICATE = "duplicate"  # 同一内容已从别处收到


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One article that was dealt with."""

    fate: Fate
    article_id: str
    draft: ArticleDraft
    kept: KeptFiles
    issues: tuple[Issue, ...] = ()  # of a new article: what does not agree with the source's file


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything that taking articles of one source in needs."""

    source: Source
    department_id: str
    pages: WebPages
    general_reader: GeneralReader
    files: FileStore
    begin: Begin[CollectingRecords]
    clock: Clock


def receive_article(item: ListedItem, *, intake: Intake) -> Received:
    """Fetch a listed article and record it, together with the review that it now needs.

    Network and files come first, outside any transaction; killed there, nothing has happened and
    the next run begins anew (a stored file without an article does no harm). Then one transaction
    records article, first revision, proposed destination, errand, ledger entry and whatever is
    amiss with it, or nothing: the next visit knows the article and does not look at it again.
    Raises PageError, SelectorInvalid.
    """
    draft = _read(item, intake)
    kept = keep_files(
        draft,
        pages=intake.pages,
        files=intake.files,
        allow_private=intake.source.allow_private_address,
    )
    article = _article(draft, kept, intake)
    issues = tuple(check_article(draft, intake.source.expect, now=article.received_at))
    fate, article_id = _record(article, draft, kept, issues, item=item, intake=intake)
    return Received(
        fate=fate,
        article_id=article_id,
        draft=draft,
        kept=kept,
        issues=issues if fate is Fate.NEW else (),
    )


def _read(item: ListedItem, intake: Intake) -> ArticleDraft:
    source = intake.source
    answer = intake.pages.fetch(item.url, allow_private=source.allow_private_address)
    if not isinstance(answer, Page):
        raise PageUnreadable(f"没有得到内容：{item.url}", remedy="下次运行会再次收取")
    # Selectors describe the pages of the source's own host; a list may also point elsewhere.
    is_own = host_of(answer.final_url) == source.host
    return read_article(
        answer,
        listed=item,
        selectors=source.article if is_own else ArticleSelectors(),
        general_reader=intake.general_reader,
        today=local_date(intake.clock.now()),
    )


def _article(draft: ArticleDraft, kept: KeptFiles, intake: Intake) -> Article:
    content = Content(
        title=draft.title,
        body_html=kept.body_html,
        credit=draft.credit or intake.source.credit,
        credit_url=draft.url,
        document_number=draft.document_number,
        attachments=kept.attachments,
        images=kept.images,
    )
    article_id, now = new_id(), intake.clock.now()
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
        department_id=intake.department_id,
        received_at=now,
        source_id=intake.source.id,
        source_url=draft.url,
        source_published_at=draft.published,
        revision=revision,
    )


def _record(
    article: Article,
    draft: ArticleDraft,
    kept: KeptFiles,
    issues: Sequence[Issue],
    *,
    item: ListedItem,
    intake: Intake,
) -> tuple[Fate, str]:
    source_key = normalised_url(item.url)
    words = fingerprint(
        title=draft.title,
        body_html=kept.body_html,
        file_hashes=[file.sha256 for file in (*kept.images, *kept.attachments)],
    )
    with intake.begin() as records:
        twin = records.articles.with_fingerprint(words)
        if twin:
            records.articles.add_witness(
                twin,
                source_key=source_key,
                source_id=intake.source.id,
                url=draft.url,
                at=article.received_at,
            )
            return Fate.DUPLICATE, twin
        is_new = records.articles.receive(
            article,
            destination=_proposed_destination(intake.source),
            source_key=source_key,
            fingerprint=words,
        )
        if not is_new:
            return Fate.KNOWN, ""
        _record_consequences(records, article, kept, at=article.received_at)
        if issues:
            records.problems.open(
                expectations_broken(intake.source, issues), at=article.received_at
            )
    return Fate.NEW, article.id


def _proposed_destination(source: Source) -> Destination:
    return Destination(
        placements=tuple(
            Placement(channel_id=target.channel, column_id=target.column)
            for target in source.target
        )
    )


def _record_consequences(
    records: CollectingRecords, article: Article, kept: KeptFiles, *, at: datetime
) -> None:
    content = article.revision.content
    records.outbox.add(Topic.REVIEW, article.id, due_at=at)
    if kept.losses:
        records.problems.open(
            files_lost(article.id, content.title, article.source_url, kept.losses), at=at
        )
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
            "files_lost": len(kept.losses),
        },
        at=at,
    )
