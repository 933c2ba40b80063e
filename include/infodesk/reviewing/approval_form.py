"""The approval form (信息发布审批单) as data: every field and box of the regulation's annex."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from infodesk.articles.article import Origin
from infodesk.catalog.chains import FormBox
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.form_number import FormNumber, refer

FORM_TITLE: Final = "市发改委门户网站和政务新媒体信息发布审批单"
FORM_NOTE: Final = (
    "说明：明确标注为“主动公开”的正式公文或经委领导批示发布的工作信息，不需填写此审批单"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class InformationFormat(StrEnum):
    """What the text consists of (信息格式)."""

    TEXT = "text"
    CHART = "chart"
    VIDEO = "video"
    AUDIO = "audio"
    DATA_INTERFACE = "data_interface"
    LINK = "link"


class SpecialRequirement(StrEnum):
    """What is asked for beyond publishing in a column (特殊要求)."""

    HOME_PAGE_TOP = "home_page_top"
    NEW_OR_CHANGED_COLUMN = "new_or_changed_column"
    SPECIAL_TOPIC = "special_topic"
    SYSTEM_INTEGRATION = "system_integration"
    SERVICE_ENTRANCE = "service_entrance"
    OTHER = "other"


# The words of the annex, in the order in which the annex prints them.
ORIGIN_LABELS: Final = MappingProxyType(
    {
        Origin.REPRINT: "转载类信息",
        Origin.IN_HOUSE: "制发类信息",
        Origin.SUBMISSION: "报送类信息",
    }
)
FORMAT_LABELS: Final = MappingProxyType(
    {
        InformationFormat.TEXT: "文字",
        InformationFormat.CHART: "图表",
        InformationFormat.VIDEO: "视频",
        InformationFormat.AUDIO: "音频",
        InformationFormat.DATA_INTERFACE: "数据接口",
        InformationFormat.LINK: "链接",
    }
)
REQUIREMENT_LABELS: Final = MappingProxyType(
    {
        SpecialRequirement.HOME_PAGE_TOP: "首页置顶",
        SpecialRequirement.NEW_OR_CHANGED_COLUMN: "新增或调整栏目",
        SpecialRequirement.SPECIAL_TOPIC: "专题专栏",
        SpecialRequirement.SYSTEM_INTEGRATION: "系统对接",
        SpecialRequirement.SERVICE_ENTRANCE: "开通服务入口",
        SpecialRequirement.OTHER: "其他",
    }
)
BOX_LABELS: Final = MappingProxyType(
    {
        FormBox.DEPARTMENT_HEAD: "科室负责人审核意见",
        FormBox.SUPERVISING_LEADER: "分管领导审核意见",
        FormBox.OFFICE: "办公室审核意见",
        FormBox.PRINCIPAL_LEADER: "主要领导审核意见",
    }
)


class FinalBoxTaken(InfodeskError):
    """An online opinion was to be printed where the final reviewer must write by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineOpinion:
    """One opinion given by link, as it is printed into its box."""

    box: FormBox
    reviewer: str
    role: str  # the step as the chain names it, like 中心编辑（初审）
    opinion: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedBlock:
    """A blocking finding that a person lifted; its reason is owed to the final reviewer."""

    finding: str
    reason: str
    lifted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCounts:
    """How many findings of the checks were open or answered when the form was printed."""

    block: int = 0
    must_answer: int = 0
    hint: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalForm:
    """One approval form at the moment of printing (regulation, article 6 and annex).

    `approval_hash` binds the paper to the content and its destination, `ledger_head` and
    `ledger_seq` witness the ledger as it stood. Raises FinalBoxTaken when an online opinion lies
    in the box that the final reviewer signs, ValueError for what no caller may pass.
    """

    number: FormNumber
    applied_on: date
    department: str  # 申请科室
    handler: str  # 承办人
    information_name: str
    columns: tuple[str, ...]  # as people name them: 门户网站·国家政策
    origin: Origin
    reprint_source: str = ""
    formats: frozenset[InformationFormat]
    requirements: frozenset[SpecialRequirement] = field(default=frozenset())
    other_requirement: str = ""
    opinions: tuple[OnlineOpinion, ...] = field(default=())
    final_box: FormBox
    lifted_blocks: tuple[LiftedBlock, ...] = field(default=())
    findings: FindingCounts = field(default=FindingCounts())
    approval_hash: str
    ledger_head: str
    ledger_seq: int
    printed_at: datetime
    title: str = FORM_TITLE
    note: str = FORM_NOTE

    def __post_init__(self) -> None:
        for digest in (self.approval_hash, self.ledger_head):
            if not _SHA256.fullmatch(digest):
                raise ValueError(f"不是 SHA-256：{digest[:80]!r}")
        if (SpecialRequirement.OTHER in self.requirements) != bool(self.other_requirement.strip()):
            raise ValueError("特殊要求“其他”须勾选并写明内容，二者缺一不可")
        if self.opinions_in(self.final_box):
            raise FinalBoxTaken(
                f"审批单 {self.number} 的“{BOX_LABELS[self.final_box]}”栏已印有网上意见，"
                "终审无处手签",
                remedy="请在 review_chains.toml 中为终审步骤单独指定一栏（form_box）",
            )

    def opinions_in(self, box: FormBox) -> tuple[OnlineOpinion, ...]:
        """Return the online opinions of one box, in the order in which they were given."""
        return tuple(opinion for opinion in self.opinions if opinion.box is box)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """A form ready for the printer.

    `missing` holds the characters that no font of ours can draw; each was printed as 〓 and named
    by its code point at the foot of the form.
    """

    pdf: bytes = field(repr=False)
    missing: tuple[str, ...] = field(default=())


class FormPrinter(Protocol):
    """Turns a form into a page."""

    def print_form(self, form: ApprovalForm) -> PrintedForm:
        """Return the form as a PDF of exactly one A4 page; equal forms give equal bytes."""
        ...


def qr_payload(form: ApprovalForm) -> str:
    """Return what the form's QR code says: number and check, at most 29 characters.

    All of them are in the alphanumeric set: so many just make a version 2 code with quartile error
    correction, whose modules of 1 mm survive a scan at 150 dpi.
    """
    return str(refer(form.number, form.approval_hash))


def count_findings(issues: Iterable[Issue]) -> FindingCounts:
    """Count the findings of the checks by severity."""
    found = [issue.severity for issue in issues]
    return FindingCounts(
        block=found.count(Severity.BLOCK),
        must_answer=found.count(Severity.MUST_ANSWER),
        hint=found.count(Severity.HINT),
    )
