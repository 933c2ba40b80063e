"""The rows of review cases, letters, forms and scans."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text, update

from infodesk.adapters.database.json_columns import JsonColumn
from infodesk.adapters.database.schema import cases, forms, letters, scans
from infodesk.articles.states import check_transition
from infodesk.channels.destination import Destination
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue
from infodesk.reviewing.cases import CASE_TRANSITIONS, Answer, CaseState, ReviewCase
from infodesk.reviewing.forms import FormState, IssuedForm, Scan, ScanState
from infodesk.reviewing.letters import Letter

_DESTINATION = JsonColumn(Destination)
_FINDINGS = JsonColumn(tuple[Issue, ...])
_ANSWERS = JsonColumn(tuple[Answer, ...])


@dataclass(frozen=True, slots=True)
class CasesTable:
    """Review cases, within one transaction."""

    connection: Connection

    def add(self, case: ReviewCase) -> None:
        """Record a new case."""
        self.connection.execute(
            insert(cases).values(
                id=case.id,
                number=case.number,
                article_id=case.article_id,
                revision_id=case.revision_id,
                destination=_DESTINATION.write(case.destination),
                approval_hash=case.approval_hash,
                state=str(case.state),
                findings=_FINDINGS.write(case.findings),
                answers=_ANSWERS.write(case.answers),
                opened_at=case.opened_at,
            )
        )

    def next_number(self) -> int:
        """Return the office's next running number of a case."""
        return _next(self.connection, "case")

    def get(self, case_id: str) -> ReviewCase | None:
        """Return a case."""
        row = self.connection.execute(select(cases).where(cases.c.id == case_id)).one_or_none()
        return _case(row) if row else None

    def of_article(self, article_id: str) -> list[ReviewCase]:
        """Return all cases of an article, oldest first."""
        rows = self.connection.execute(
            select(cases).where(cases.c.article_id == article_id).order_by(cases.c.number)
        )
        return [_case(row) for row in rows]

    def save(self, case: ReviewCase) -> None:
        """Store state, findings and answers. Raises ForbiddenTransition."""
        before = self.connection.scalar(
            select(cases.c.state).where(cases.c.id == case.id).with_for_update()
        )
        if before is None:
            raise InfodeskError(f"没有审核件 {case.id}")
        if before != case.state:
            check_transition(CASE_TRANSITIONS, CaseState(before), case.state)
        self.connection.execute(
            update(cases)
            .where(cases.c.id == case.id)
            .values(
                state=str(case.state),
                findings=_FINDINGS.write(case.findings),
                answers=_ANSWERS.write(case.answers),
            )
        )


@dataclass(frozen=True, slots=True)
class LettersTable:
    """Letters that were sent, within one transaction."""

    connection: Connection

    def add(self, letter: Letter, *, message_id: str, at: datetime) -> None:
        """Record a letter that the mail server took."""
        self.connection.execute(
            insert(letters).values(
                kind=str(letter.kind),
                person_id=letter.person_id,
                case_id=letter.case_id,
                occasion=letter.occasion,
                message_id=message_id,
                sent_at=at,
            )
        )

    def was_sent(self, letter: Letter) -> bool:
        """Tell whether this person has had this letter on this occasion."""
        found = self.connection.scalar(
            select(letters.c.id)
            .where(
                letters.c.case_id == letter.case_id,
                letters.c.person_id == letter.person_id,
                letters.c.kind == str(letter.kind),
                letters.c.occasion == letter.occasion,
            )
            .limit(1)
        )
        return found is not None


@dataclass(frozen=True, slots=True)
class FormsTable:
    """Issued forms and their scans, within one transaction."""

    connection: Connection

    def next_serial(self, year: int) -> int:
        """Return the next free serial of a year; held until the transaction ends."""
        return _next(self.connection, f"form-{year}")

    def add(self, form: IssuedForm) -> None:
        """Record a form."""
        self.connection.execute(
            insert(forms).values(
                number=form.number,
                case_id=form.case_id,
                approval_hash=form.approval_hash,
                ledger_seq=form.ledger_seq,
                ledger_hash=form.ledger_hash,
                pdf_sha256=form.pdf_sha256,
                state=str(form.state),
                issued_at=form.issued_at,
            )
        )

    def get(self, number: str) -> IssuedForm | None:
        """Return a form by its number, void ones too."""
        row = self.connection.execute(select(forms).where(forms.c.number == number)).one_or_none()
        return _form(row) if row else None

    def of_case(self, case_id: str) -> IssuedForm | None:
        """Return the form of a case that is not void."""
        row = self.connection.execute(
            select(forms).where(forms.c.case_id == case_id, forms.c.state != str(FormState.VOID))
        ).one_or_none()
        return _form(row) if row else None

    def save(self, form: IssuedForm) -> None:
        """Store a form's state and PDF."""
        self.connection.execute(
            update(forms)
            .where(forms.c.number == form.number)
            .values(state=str(form.state), pdf_sha256=form.pdf_sha256)
        )

    def add_scan(self, scan: Scan) -> None:
        """Record a scan."""
        self.connection.execute(
            insert(scans).values(
                id=scan.id,
                form_number=scan.form_number,
                case_id=scan.case_id,
                sha256=scan.sha256,
                uploaded_by=scan.uploaded_by,
                uploaded_at=scan.uploaded_at,
                state=str(scan.state),
            )
        )

    def scan(self, scan_id: str) -> Scan | None:
        """Return a scan."""
        row = self.connection.execute(select(scans).where(scans.c.id == scan_id)).one_or_none()
        return _scan(row) if row else None

    def scans_of_case(self, case_id: str) -> list[Scan]:
        """Return the scans of a case, newest first."""
        rows = self.connection.execute(
            select(scans).where(scans.c.case_id == case_id).order_by(scans.c.uploaded_at.desc())
        )
        return [_scan(row) for row in rows]

    def save_scan(self, scan: Scan) -> None:
        """Store a scan's state."""
        self.connection.execute(
            update(scans).where(scans.c.id == scan.id).values(state=str(scan.state))
        )


def _next(connection: Connection, name: str) -> int:
    """Count up a named counter; the row stays locked until the transaction ends."""
    counted = connection.execute(
        text(
            "INSERT INTO counters (name, value) VALUES (:name, 1)"
            " ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
        ),
        {"name": name},
    )
    return int(counted.scalar_one())


def _case(row: Row[Any]) -> ReviewCase:
    return ReviewCase(
        id=row.id,
        number=row.number,
        article_id=row.article_id,
        revision_id=row.revision_id,
        destination=_DESTINATION.read(row.destination),
        approval_hash=row.approval_hash,
        state=CaseState(row.state),
        findings=_FINDINGS.read(row.findings),
        answers=_ANSWERS.read(row.answers),
        opened_at=row.opened_at,
    )


def _form(row: Row[Any]) -> IssuedForm:
    return IssuedForm(
        number=row.number,
        case_id=row.case_id,
        approval_hash=row.approval_hash,
        ledger_seq=row.ledger_seq,
        ledger_hash=row.ledger_hash,
        pdf_sha256=row.pdf_sha256,
        state=FormState(row.state),
        issued_at=row.issued_at,
    )


def _scan(row: Row[Any]) -> Scan:
    return Scan(
        id=row.id,
        form_number=row.form_number,
        case_id=row.case_id,
        sha256=row.sha256,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        state=ScanState(row.state),
    )
