"""Issue the approval form of a case that has reached its final review (regulation, article 6)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from infodesk.approvals.approval import Approval, ApprovalState
from infodesk.catalog.catalog import Catalog
from infodesk.channels.destination import Destination
from infodesk.kernel.clock import Clock, local_date
from infodesk.kernel.files import FileStore
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.approval_form import (
    ApprovalForm,
    FormPrinter,
    InformationFormat,
    LiftedBlock,
    OnlineOpinion,
    SpecialRequirement,
    count_findings,
)
from infodesk.reviewing.cases import CaseFile, CaseState
from infodesk.reviewing.form_number import FormNumber
from infodesk.reviewing.forms import FormState, IssuedForm
from infodesk.reviewing.ports import ReviewRecords


def issue_form(
    case_id: str,
    *,
    catalog: Catalog,
    printer: FormPrinter,
    files: FileStore,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> IssuedForm | None:
    """Return the form of a case, numbered and printed once; None while it has no use.

    The number is taken in one transaction and the page printed outside of it: killed in between,
    the next call prints the same page for the same number.
    """
    with begin() as records:
        file = read_case_file(records, case_id, is_locked=True)
        if file is None or not _wants_form(file):
            return None
        form = records.forms.of_case(case_id) or _numbered(records, file, catalog, clock.now())
    if form.pdf_sha256:
        return form
    printed = printer.print_form(_filled(form, file, catalog))
    pdf_sha256 = files.put(printed.pdf)
    with begin() as records:
        records.approvals.locked(case_id)
        present = records.forms.get(form.number)
        if present is None or present.state is FormState.VOID:
            return None  # voided by an edit or a return while it was being printed
        records.forms.save(replace(present, pdf_sha256=pdf_sha256))
    return replace(present, pdf_sha256=pdf_sha256)


def read_case_file(
    records: ReviewRecords, case_id: str, *, is_locked: bool = False
) -> CaseFile | None:
    """Read a case with its approval, article and revision; hold them when asked to.

    The article comes before the approval, as in an edit: locked in two orders, an edit and a
    decision at the same moment would wait for each other.
    """
    known = records.cases.get(case_id)
    if known is not None and is_locked:
        records.articles.locked(known.article_id)
    approval = (records.approvals.locked if is_locked else records.approvals.get)(case_id)
    case = records.cases.get(case_id)
    if approval is None or case is None:
        return None
    article = records.articles.get(case.article_id)
    revision = records.articles.revision(case.revision_id)
    if article is None or revision is None:
        return None
    return CaseFile(case=case, approval=approval, article=article, revision=revision)


def column_titles(destination: Destination, catalog: Catalog) -> tuple[str, ...]:
    """Return the places of a text as people name them, like 门户网站·市政府要闻."""
    return tuple(
        f"{catalog.channels[p.channel_id].name}·"
        f"{catalog.channels[p.channel_id].column(p.column_id).title}"
        for p in destination.placements
    )


def _wants_form(file: CaseFile) -> bool:
    return (
        file.case.state is CaseState.UNDER_REVIEW
        or (file.case.state is CaseState.COMPLETE and file.approval.awaits_paper)
    ) and (
        file.approval.state is not ApprovalState.REJECTED
        and file.approval.is_at_final_step
        and file.approval.awaits_paper
    )


def _numbered(
    records: ReviewRecords, file: CaseFile, catalog: Catalog, now: datetime
) -> IssuedForm:
    year = local_date(now).year
    number = FormNumber(
        prefix=catalog.office.form_number_prefix, year=year, serial=records.forms.next_serial(year)
    )
    seq, head = records.ledger.head()
    form = IssuedForm(
        number=str(number),
        case_id=file.case.id,
        approval_hash=file.case.approval_hash,
        ledger_seq=seq,
        ledger_hash=head,
        pdf_sha256="",
        state=FormState.ISSUED,
        issued_at=now,
    )
    records.forms.add(form)
    records.ledger.append(
        actor="infodesk",
        action=Action.FORM_ISSUED,
        subject=f"form:{form.number}",
        revision_hash=form.approval_hash,
        payload={"case": file.case.id, "article": file.case.article_id, "ledger_head": head},
        at=now,
    )
    return form


def _filled(form: IssuedForm, file: CaseFile, catalog: Catalog) -> ApprovalForm:
    content = file.revision.content
    department = catalog.departments.get(file.article.department_id)
    return ApprovalForm(
        number=FormNumber.parse(form.number),
        applied_on=local_date(file.case.opened_at),
        department=department.name if department else file.article.department_id,
        handler=_handler(file.approval),
        information_name=content.title,
        columns=column_titles(file.case.destination, catalog),
        origin=file.article.origin,
        reprint_source=content.credit,
        formats=frozenset({InformationFormat.TEXT}),
        requirements=frozenset(
            {SpecialRequirement.HOME_PAGE_TOP}
            if any(p.is_pinned for p in file.case.destination.placements)
            else ()
        ),
        opinions=tuple(_printed_opinions(file.approval)),
        final_box=file.approval.final_step.form_box,
        lifted_blocks=tuple(
            LiftedBlock(
                finding=finding.message,
                reason=answer.reason,
                lifted_by=_name(answer.person_id, catalog),
            )
            for answer in file.case.answers
            for finding in file.case.findings
            if (finding.rule_id, finding.excerpt) == (answer.rule_id, answer.excerpt)
        ),
        findings=count_findings(file.case.findings),
        approval_hash=form.approval_hash,
        ledger_head=form.ledger_hash,
        ledger_seq=form.ledger_seq,
        printed_at=form.issued_at,
        title=catalog.office.form_title,
        note=catalog.office.form_note,
    )


def _printed_opinions(approval: Approval) -> Iterable[OnlineOpinion]:
    """Yield the opinions to print; the final box stays empty, its reviewer writes by hand."""
    standing = approval.standing
    for step in approval.chain.steps[:-1]:
        if step.key in standing:
            opinion = standing[step.key]
            yield OnlineOpinion(
                box=step.form_box,
                reviewer=opinion.person_name,
                role=step.title,
                opinion=opinion.remark or "同意",
                decided_at=opinion.at,
            )


def _handler(approval: Approval) -> str:
    first = approval.standing.get(approval.chain.steps[0].key)
    return first.person_name if first else ""


def _name(person_id: str, catalog: Catalog) -> str:
    person = catalog.people.get(person_id)
    return person.name if person else person_id
