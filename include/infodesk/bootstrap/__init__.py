"""The only place that joins: what DAGs, pages and scripts call, as plain functions."""

from infodesk.access.errors import AccessRefused, LinkDead, LinkUnknown, PinLocked, PinNotSet
from infodesk.access.links import Link, Purpose
from infodesk.approvals.approval import Opinion, PaperVerdict, Verdict
from infodesk.approvals.errors import DecisionRefused
from infodesk.articles.article import Content, Revision
from infodesk.bootstrap import desk
from infodesk.bootstrap.errands import newest_due_errand, open_errands, retry_parked_errands
from infodesk.bootstrap.ledgers import LedgerReport, export_ledger, ledger_report
from infodesk.bootstrap.runs import (
    LedgerBroken,
    run_collect_host,
    run_publish_approved,
    run_report_task_failure,
    run_request_reviews,
    run_verify_ledger,
    source_hosts,
)
from infodesk.bootstrap.setup import prepare_installation
from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.catalog.people import Person
from infodesk.channels.destination import Destination, Placement
from infodesk.kernel.clock import SHANGHAI, SystemClock, as_text, from_text, local_date
from infodesk.kernel.credentials import Credential, CredentialMissing, Credentials
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.errors import CaseUnknown
from infodesk.reviewing.record_decision import Decision
from infodesk.reviewing.views import Board, ItemPage, QueueItem
from infodesk.settings import Settings

__all__ = [
    "SHANGHAI",
    "AccessRefused",
    "Board",
    "CaseUnknown",
    "Content",
    "Credential",
    "CredentialMissing",
    "Credentials",
    "Decision",
    "DecisionRefused",
    "Destination",
    "InfodeskError",
    "Issue",
    "ItemPage",
    "LedgerBroken",
    "LedgerReport",
    "Link",
    "LinkDead",
    "LinkUnknown",
    "Opinion",
    "PaperVerdict",
    "Person",
    "PinLocked",
    "PinNotSet",
    "Placement",
    "Purpose",
    "QueueItem",
    "Revision",
    "Settings",
    "Severity",
    "SystemClock",
    "Verdict",
    "Wiring",
    "as_text",
    "desk",
    "export_ledger",
    "from_text",
    "ledger_report",
    "local_date",
    "newest_due_errand",
    "open_errands",
    "prepare_installation",
    "retry_parked_errands",
    "run_collect_host",
    "run_publish_approved",
    "run_report_task_failure",
    "run_request_reviews",
    "run_verify_ledger",
    "source_hosts",
    "wiring",
]
