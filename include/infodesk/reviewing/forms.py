"""Approval forms that were issued, and the scans that came back (regulation, article 6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FormState(StrEnum):
    """What has become of a numbered form."""

    ISSUED = "issued"  # 已开具
    SIGNED = "signed"  # 已签回
    VOID = "void"  # 作废，编号保留


class ScanState(StrEnum):
    """What has become of an uploaded scan."""

    TO_STATE = "to_state"  # 待经办核对
    STATED = "stated"  # 已核对


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedForm:
    """A printed form: its number is never used again, also when it is void."""

    number: str  # like LLFG-2026-000123
    case_id: str
    approval_hash: str
    ledger_seq: int
    ledger_hash: str
    pdf_sha256: str  # empty until the PDF is rendered
    state: FormState
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A scan that matched a form and shows ink in the final box."""

    id: str
    form_number: str
    case_id: str
    sha256: str
    uploaded_by: str
    uploaded_at: datetime
    state: ScanState
