"""What the page of a text says, put together from the case as the domain gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from infodesk.bootstrap import (
    Attachment,
    Content,
    InfodeskError,
    Issue,
    ItemPage,
    Opinion,
    Severity,
    desk,
    from_text,
    wiring,
)
from infodesk.catalog.chains import ChainStep
from review_desk import words
from review_desk.marks import mark_findings

_NOT_TO_BE_OPENED = frozenset(
    f"attachment_{what}" for what in ("missing", "mismatch", "locked", "damaged", "unsafe")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of the chain as the page lists it."""

    key: str
    title: str
    state: str  # done, current or coming
    who: str = ""
    at: datetime | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One finding, with the answer that somebody gave."""

    number: int
    issue: Issue
    is_in_text: bool
    file: Attachment | None = None  # the attachment that it stands in
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the reviewer must answer before he may agree: all findings of one rule."""

    rule_id: str
    is_block: bool
    issues: tuple[Issue, ...]


def source_name(source_id: str) -> str:
    """Return what a source is called; its id when it is no longer in the catalog."""
    source = wiring().catalog.sources.get(source_id)
    return source.name if source else source_id


def chain_lines(page: ItemPage) -> list[StepLine]:
    """Return the chain in order: who agreed and with which words, who is asked, who comes."""
    approval = page.file.approval
    standing = approval.standing
    lines = []
    for step in approval.chain.steps:
        opinion = standing.get(step.key)
        if opinion is not None:
            lines.append(_done(step, opinion))
        elif page.step is not None and step.key == page.step.key:
            lines.append(_current(step, approval.assignee_id))
        else:
            lines.append(StepLine(key=step.key, title=step.title, state="coming"))
    return lines


def earlier_opinions(page: ItemPage) -> list[Opinion]:
    """Return the opinions that no longer count, or ended the review."""
    standing = {opinion.id for opinion in page.file.approval.standing.values()}
    return [o for o in page.file.approval.opinions if o.id not in standing]


def finding_lines(page: ItemPage, marked: frozenset[int]) -> list[FindingLine]:
    """Return the findings in the order of the checks, each with its answer."""
    answers = {(a.rule_id, a.excerpt): a for a in page.file.case.answers}
    lines = []
    for position, issue in enumerate(page.file.case.findings):
        answer = answers.get((issue.rule_id, issue.excerpt))
        lines.append(
            FindingLine(
                number=position + 1,
                issue=issue,
                is_in_text=position in marked,
                file=_file_of(issue, page.file.revision.content.attachments),
                answer=answer.reason if answer else "",
                answered_by=person_name(answer.person_id) if answer else "",
            )
        )
    return lines


def _file_of(issue: Issue, attachments: Sequence[Attachment]) -> Attachment | None:
    """Return the attachment that a finding is about: the checks begin with its name.

    One that is broken or unsafe is not offered to be opened.
    """
    if issue.rule_id in _NOT_TO_BE_OPENED:
        return None
    return next((a for a in attachments if issue.message.startswith(desk.spoken_name(a))), None)


def questions(page: ItemPage) -> list[Question]:
    """Return what must be answered, one question a rule; the gravest first, as the checks sort."""
    order = {f.rule_id: n for n, f in reversed(list(enumerate(page.file.case.unanswered)))}
    unanswered = sorted(page.file.case.unanswered, key=lambda f: order[f.rule_id])
    return [
        Question(
            rule_id=rule_id,
            is_block=any(f.severity is Severity.BLOCK for f in issues),
            issues=tuple(issues),
        )
        for rule_id, group in groupby(unanswered, key=lambda f: f.rule_id)
        for issues in [list(group)]
    ]


def shown_body(page: ItemPage, *, root: str) -> tuple[Markup, frozenset[int], str]:
    """Return the body as it will be published with its marks, which findings have one, and trouble.

    The trouble says why no channel would take the body; the words are shown all the same.
    """
    content = page.file.revision.content
    plain = desk.plain_text(content.body_html)
    try:
        html = published_body(content, case_id=page.file.case.id, root=root)
    except InfodeskError as unfit:
        paragraphs = Markup("").join(Markup("<p>{}</p>").format(line) for line in plain.split("\n"))
        return paragraphs, frozenset(), str(unfit)
    body = mark_findings(html, plain, page.file.case.findings)
    # Sanitised when it was stored, made inert by the channels' own code, marked by ours.
    return Markup(body.html), body.marked, ""  # noqa: S704


def published_body(content: Content, *, case_id: str, root: str) -> str:
    """Return a body as channels show it, its files read from this desk. Raises InfodeskError."""
    return desk.body_as_published(
        content, file_url=lambda file: f"{root}/items/{case_id}/files/{file.sha256}"
    )


def person_name(person_id: str) -> str:
    """Return a person's name; of one who has left the catalog, or of a machine, what we call it."""
    person = desk.person(person_id)
    return person.name if person else words.MACHINES.get(person_id, person_id)


def history_lines(article_id: str) -> list[tuple[str, str, str]]:
    """Return time, actor and act of what the ledger says of a text, oldest first."""
    return [
        (words.moment(from_text(e.at)), person_name(e.actor), words.ACTIONS[e.action])
        for e in desk.history(article_id)
        if e.action in words.ACTIONS
    ]


def _done(step: ChainStep, opinion: Opinion) -> StepLine:
    return StepLine(
        key=step.key,
        title=step.title,
        state="done",
        who=opinion.person_name,
        at=opinion.at,
        remark=opinion.remark,
    )


def _current(step: ChainStep, assignee_id: str) -> StepLine:
    who = person_name(assignee_id) if assignee_id else ""
    return StepLine(key=step.key, title=step.title, state="current", who=who)
