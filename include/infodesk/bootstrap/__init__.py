"""The only place that joins: what DAGs, pages and scripts call, as plain functions."""

from infodesk.access.errors import AccessRefused, LinkDead, LinkUnknown, PinLocked, PinNotSet
from infodesk.access.links import Link, Purpose
from infodesk.approvals.approval import Opinion, PaperVerdict, Verdict
from infodesk.approvals.errors import DecisionRefused
from infodesk.articles.article import Attachment, Content, Revision
from infodesk.bootstrap import desk
from infodesk.bootstrap.collecting import CollectingFailed, run_collect_host, source_hosts
from infodesk.bootstrap.errands import newest_due_errand, open_errands, retry_parked_errands
from infodesk.bootstrap.ledgers import LedgerReport, export_ledger, ledger_report
from infodesk.bootstrap.originals import (
    ORIGINALS,
    run_tell_of_originals,
    run_watch_originals,
    watched_hosts,
)
from infodesk.bootstrap.reprints import run_watch_reprint_clock
from infodesk.bootstrap.runs import (
    LedgerBroken,
    run_publish_approved,
    run_report_task_failure,
    run_request_reviews,
    run_verify_ledger,
)
from infodesk.bootstrap.setup import prepare_installation
from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.catalog.people import Person
from infodesk.channels.destination import Destination, Placement
from infodesk.collecting.originals.original_views import OriginalPage, OriginalText
from infodesk.collecting.originals.watched import ChangeKind, ChangeVerdict, OriginalChange
from infodesk.kernel.clock import SHANGHAI, SystemClock, as_text, from_text, local_date
from infodesk.kernel.credentials import Credential, CredentialMissing, Credentials
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.errors import CaseUnknown
from infodesk.reviewing.record_decision import Decision
from infodesk.reviewing.views import Board, ItemPage, QueueItem
from infodesk.settings import Settings

__all__ = [
    "ORIGINALS",
    "SHANGHAI",
    "AccessRefused",
    "Attachment",
    "Board",
    "CaseUnknown",
    "ChangeKind",
    "ChangeVerdict",
    "CollectingFailed",
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
    "OriginalChange",
    "OriginalPage",
    "OriginalText",
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
    "run_tell_of_originals",
    "run_verify_ledger",
    "run_watch_originals",
    "run_watch_reprint_clock",
    "source_hosts",
    "watched_hosts",
    "wiring",
]
