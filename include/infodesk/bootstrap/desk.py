"""What the desk's pages call: one function a page, one an act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from infodesk.access.errors import AccessRefused
from infodesk.access.links import Link
from infodesk.approvals.approval import Approval, PaperVerdict
from infodesk.articles.article import Attachment, Content
from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.people import Person, Role
from infodesk.channels.destination import Destination
from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import Action, LedgerEntry
from infodesk.problems.problem import Problem, ProblemReport
from infodesk.publishing.publication import Publication
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.errors import CaseUnknown, EditedMeanwhile, NotInRole
from infodesk.reviewing.receive_scan import ReceivedScan
from infodesk.reviewing.record_decision import Decision
from infodesk.reviewing.save_revision import Saved
from infodesk.reviewing.views import Board, ItemPage, QueueItem

_FILE_KINDS = {b"%PDF": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as the desk hands it out."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDesk:
    """A publication before the clerk, and the case whose approval it rests on."""

    publication: Publication
    title: str
    case_id: str


def person(person_id: str) -> Person | None:
    """Return a person of the catalog, None for one who has left it."""
    return wiring().catalog.people.get(person_id)


def open_link(token: str, *, method: str, address: str, agent: str) -> Link:
    """Return the live link of a token and log the opening. Raises LinkUnknown or LinkDead."""
    from infodesk.access.open_link import open_link as open_

    here = wiring()
    return open_(
        token,
        method=method,
        address=address,
        agent=agent,
        begin=here.database.begin,
        clock=here.clock,
    )


def check_pin(person_id: str, pin: str) -> None:
    """Return when the PIN is right. Raises PinNotSet, PinRefused or PinLocked."""
    from infodesk.access.pins import check_pin as check

    here = wiring()
    check(person_id, pin, begin=here.database.begin, hasher=here.pin_hasher, clock=here.clock)


def pin_set_at(person_id: str) -> datetime | None:
    """Return since when the person's PIN is set; a remembered device is bound to it."""
    with wiring().database.read() as records:
        pin = records.pins.get(person_id)
    return None if pin is None or pin.is_locked else pin.set_at


def set_pin(person_id: str, *, code: str, pin: str) -> None:
    """Set a PIN with the operator's code. Raises PinTooWeak or EnrolmentRefused."""
    from infodesk.access.pins import set_pin as set_

    here = wiring()
    set_(
        person_id,
        code=code,
        pin=pin,
        begin=here.database.begin,
        hasher=here.pin_hasher,
        clock=here.clock,
    )


def issue_pin_code(person_id: str, *, issued_by: str) -> str:
    """Return a new enrolment code. Raises InfodeskError for somebody not in the catalog."""
    from infodesk.access.pins import issue_code

    here = wiring()
    if person_id not in here.catalog.people:
        raise InfodeskError(f"目录中没有人员 {person_id}", remedy="请核对 people.toml 中的 id")
    return issue_code(person_id, issued_by=issued_by, begin=here.database.begin, clock=here.clock)


def queue(who: Person) -> list[QueueItem]:
    """Return what waits for a person, oldest first."""
    from infodesk.reviewing.read_desk import queue as read

    here = wiring()
    with here.database.read() as records:
        return read(who, records=records, catalog=here.catalog, now=here.clock.now())


def item(case_id: str, who: Person) -> ItemPage:
    """Return one case as a person sees it. Raises CaseUnknown, also for what is not his."""
    from infodesk.reviewing.read_desk import item as read

    here = wiring()
    with here.database.read() as records:
        return read(case_id, who, records=records, catalog=here.catalog, now=here.clock.now())


def publications(article_id: str) -> list[Publication]:
    """Return the publications of an article, in the order of planning."""
    with wiring().database.read() as records:
        return records.publications.of_article(article_id)


def history(article_id: str) -> list[LedgerEntry]:
    """Return what the ledger says of an article, oldest first."""
    with wiring().database.read() as records:
        return records.ledger.history(f"article:{article_id}")


def plain_text(body_html: str) -> str:
    """Return the words of a body as the checks read them: the offsets of findings count here."""
    from infodesk.reviewing.plain_text import plain_text as read

    return read(body_html)


def clean_body(body_html: str) -> str:
    """Return a body reduced to what a text may hold; one from the database comes back as it is."""
    from infodesk.collecting.sanitising import sanitised

    return sanitised(body_html)


def body_as_published(content: Content, *, file_url: Callable[[Attachment], str]) -> str:
    """Return the body as the channels put it before the public, its files below `file_url`.

    Raises EditionUnfit, an InfodeskError, for what no channel would take.
    """
    from infodesk.adapters.channels.bodies import prepared_body

    return prepared_body(content, file_url=file_url)


def decide(decision: Decision, who: Person) -> Approval:
    """Record a decision; the PIN was asked before. Raises an InfodeskError that says why not."""
    from infodesk.reviewing.record_decision import record_decision

    here = wiring()
    item(decision.case_id, who)  # somebody else's text is unknown, whatever the form says
    return record_decision(decision, person=who, begin=here.database.begin, clock=here.clock)


def draft(
    case_id: str,
    who: Person,
    *,
    title: str,
    body_html: str,
    credit: str,
    destination: Destination,
) -> Content:
    """Return what `save` would store, sanitised, for the person to look at first.

    Raises CaseUnknown, NotInRole (only editors edit), EditedMeanwhile or InfodeskError.
    """
    page = item(case_id, who)
    if page.file.case.state is CaseState.VOID:
        raise EditedMeanwhile
    if not page.may_edit:
        raise NotInRole
    _check_destination(destination)
    clean = clean_body(body_html)
    if not title.strip() or not clean.strip():
        raise InfodeskError("标题和正文不能为空")
    before: Content = page.file.revision.content
    return replace(before, title=title.strip(), body_html=clean, credit=credit.strip())


def save(
    case_id: str,
    who: Person,
    *,
    seen_revision_id: str,
    title: str,
    body_html: str,
    credit: str,
    destination: Destination,
) -> Saved:
    """Save an edit of title, credit, body and destination; the rest stays as it is.

    Raises CaseUnknown, NotInRole (only editors edit), EditedMeanwhile or InfodeskError.
    """
    from infodesk.reviewing.save_revision import save_revision

    here = wiring()
    content = draft(
        case_id, who, title=title, body_html=body_html, credit=credit, destination=destination
    )
    return save_revision(
        item(case_id, who).file.article.id,
        content=content,
        destination=destination,
        seen_revision_id=seen_revision_id,
        saved_by=who.id,
        begin=here.database.begin,
        clock=here.clock,
    )


def upload_scan(case_id: str, who: Person, content: bytes) -> ReceivedScan:
    """Take in a signed form. Raises CaseUnknown, NotInRole, FormUnusable or ScanRefused."""
    from infodesk.reviewing.receive_scan import receive_scan

    here = wiring()
    page = item(case_id, who)
    if not page.may_upload:
        raise NotInRole
    return receive_scan(
        case_id,
        content,
        uploaded_by=who.id,
        reader=here.scan_reader,
        files=here.files,
        begin=here.database.begin,
        clock=here.clock,
    )


def state_paper(
    case_id: str, scan_id: str, who: Person, *, verdict: PaperVerdict, note: str
) -> Approval:
    """Record what a clerk reads on the signed form. Raises as the use case does, and NotInRole."""
    from infodesk.reviewing.state_paper import state_paper as state

    here = wiring()
    page = item(case_id, who)
    if not page.may_upload or scan_id not in {scan.id for scan in page.scans}:
        raise NotInRole
    return state(
        scan_id,
        verdict=verdict,
        note=note,
        clerk=who,
        begin=here.database.begin,
        clock=here.clock,
    )


def form_pdf(case_id: str, who: Person) -> StoredFile:
    """Return the form of a case to print. Raises CaseUnknown where there is none."""
    page = item(case_id, who)
    if page.form is None or not page.form.pdf_sha256:
        raise CaseUnknown
    return _stored(page.form.pdf_sha256)


def case_file(case_id: str, sha256: str, who: Person) -> StoredFile:
    """Return a picture, attachment or scan of a case. Raises CaseUnknown for any other file."""
    page = item(case_id, who)
    content = page.file.revision.content
    known = {a.sha256: a.media_type for a in (*content.images, *content.attachments)}
    if sha256 in known:
        return StoredFile(content=wiring().files.get(sha256), media_type=known[sha256])
    if sha256 in {scan.sha256 for scan in page.scans}:
        return _stored(sha256)
    raise CaseUnknown


def scan_picture(case_id: str, scan_id: str, who: Person) -> StoredFile:
    """Return the signed page of a scan as a picture. Raises CaseUnknown, NotInRole, ScanRefused."""
    from infodesk.adapters.scan_pictures import form_picture

    page = item(case_id, who)
    if not page.may_upload:
        raise NotInRole
    scan = next((scan for scan in page.scans if scan.id == scan_id), None)
    if scan is None:
        raise CaseUnknown
    picture = form_picture(wiring().files.get(scan.sha256), form_number=scan.form_number)
    return StoredFile(content=picture, media_type="image/jpeg")


def board() -> Board:
    """Return what the operators see."""
    from infodesk.reviewing.read_desk import board as read

    here = wiring()
    with here.database.read() as records:
        return read(records=records, catalog=here.catalog, now=here.clock.now())


def publications_at_desk() -> list[tuple[Publication, str]]:
    """Return what waits for release or for an address, each with its title."""
    with wiring().database.read() as records:
        return records.publications.at_desk()


def publication_at_desk(publication_id: str, who: Person) -> AtDesk:
    """Return what a clerk releases or records. Raises NotInRole or CaseUnknown."""
    _need_clerk(who)
    with wiring().database.read() as records:
        publication = records.publications.get(publication_id)
        if publication is None:
            raise CaseUnknown
        revision = records.articles.revision(publication.revision_id)
        cases = records.cases.of_article(publication.article_id)
    if revision is None or not cases:
        raise CaseUnknown
    return AtDesk(publication=publication, title=revision.content.title, case_id=cases[-1].id)


def package(publication_id: str, who: Person) -> StoredFile:
    """Return the material for publishing by hand, as one ZIP. Raises as `publication_at_desk`."""
    from infodesk.adapters.channels.manual import ARCHIVE

    publication = publication_at_desk(publication_id, who).publication
    path = Path(publication.package) / ARCHIVE
    is_ours = path.resolve().is_relative_to(wiring().settings.packages.resolve())
    if not publication.package or not is_ours or not path.is_file():
        raise InfodeskError("这项发布没有材料包", remedy="请联系运维人员")
    return StoredFile(content=path.read_bytes(), media_type="application/zip")


def problem(problem_id: str) -> Problem:
    """Return one problem. Raises InfodeskError when there is none of that id."""
    with wiring().database.read() as records:
        return records.problems.get(problem_id)


def close_problem(problem_id: str, *, closed_by: str, cause: str, solution: str) -> None:
    """Close a problem with cause and remedy. Raises InfodeskError."""
    from infodesk.problems.problem import close_problem as close

    here = wiring()
    with here.database.begin() as records:
        close(
            problem_id,
            closed_by=closed_by,
            cause=cause,
            solution=solution,
            at=here.clock.now(),
            records=records,
        )


def reassign(case_id: str, *, to: str, by: str, reason: str) -> None:
    """Hand a step to another person of its role. Raises CaseUnknown or NotInRole."""
    from infodesk.reviewing.assign_step import reassign_step

    here = wiring()
    reassign_step(
        case_id,
        to=to,
        by=by,
        reason=reason,
        catalog=here.catalog,
        begin=here.database.begin,
        clock=here.clock,
    )


def reassignable_to(case_id: str) -> list[Person]:
    """Return who else may take over the current step of a case."""
    from infodesk.reviewing.chains import candidates
    from infodesk.reviewing.issue_form import read_case_file

    here = wiring()
    with here.database.read() as records:
        file = read_case_file(records, case_id)
    step = file.approval.current_step if file else None
    if file is None or step is None:
        return []
    people = candidates(step, file.approval, file.article, here.catalog)
    return [p for p in people if p.id != file.approval.assignee_id]


def release(publication_id: str, who: Person) -> Publication:
    """Release a publication after checking the procedure. Raises NotInRole or NotReleasable."""
    from infodesk.publishing.release_publication import release_publication

    here = wiring()
    _need_clerk(who)
    return release_publication(
        publication_id, person_id=who.id, begin=here.database.begin, clock=here.clock
    )


def record_address(publication_id: str, who: Person, *, address: str) -> Publication:
    """Record where a person has published by hand. Raises NotInRole or AddressRefused."""
    from infodesk.publishing.record_address import record_address as record

    here = wiring()
    _need_clerk(who)
    return record(
        publication_id,
        address=address,
        person_id=who.id,
        begin=here.database.begin,
        clock=here.clock,
    )


def report_refusal(
    refusal: InfodeskError, *, doing: str, who: str, address: str, agent: str
) -> None:
    """Record that somebody was refused, and show it to the operator.

    Anonymous attempts are counted in one problem a kind, so that nobody can fill the ledger by
    knocking; what a known person was refused stands in the ledger.
    """
    here = wiring()
    now = here.clock.now()
    kind = type(refusal).__name__
    with here.database.begin() as records:
        records.problems.open(
            ProblemReport(
                kind="access_refused" if isinstance(refusal, AccessRefused) else "request_refused",
                subject=f"{doing}:{kind}:{who or 'anonymous'}",
                title=f"{doing}被拒绝：{refusal.message}",
                details=f"人员：{who or '未知'}\n来自：{address}\n浏览器：{agent[:200]}",
                remedy="如频繁出现，请与本人核实是否为其操作；不是本人的，请改发口令设置码",
            ),
            at=now,
        )
        if who:
            records.ledger.append(
                actor=who,
                action=Action.REQUEST_REFUSED,
                subject=f"person:{who}",
                payload={"doing": doing, "refusal": kind, "address": address},
                at=now,
            )


def health() -> Mapping[str, str]:
    """Tell whether the desk can work. Raises whatever is wrong."""
    here = wiring()
    with here.database.read() as records:
        seq, _ = records.ledger.head()
    return {"status": "ok", "ledger": str(seq), "office": here.catalog.office.short_name}


def _stored(sha256: str) -> StoredFile:
    content = wiring().files.get(sha256)
    kind = next((k for magic, k in _FILE_KINDS.items() if content.startswith(magic)), "")
    return StoredFile(content=content, media_type=kind or "application/octet-stream")


def _need_clerk(who: Person) -> None:
    if Role.CENTRE_CLERK not in who.roles:
        raise NotInRole


def _check_destination(destination: Destination) -> None:
    channels = wiring().catalog.channels
    for place in destination.placements:
        try:
            channels[place.channel_id].column(place.column_id)
        except KeyError as unknown:
            raise InfodeskError(f"没有渠道或栏目 {unknown}", remedy="请重新选择栏目") from None
    if not destination.placements:
        raise InfodeskError("请至少选择一个发布栏目")
    if destination.not_before and destination.not_before > wiring().clock.now() + timedelta(365):
        raise InfodeskError("定时发布不能晚于一年后")
