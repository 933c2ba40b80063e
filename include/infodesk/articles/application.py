"""What a department states when it hands in a text: the head of the approval form (annex)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class TextFormat(StrEnum):
    """信息格式: the boxes of the approval form."""

    WORDS = "words"
    CHARTS = "charts"
    VIDEO = "video"
    AUDIO = "audio"
    DATA_INTERFACE = "data_interface"
    WEB_LINK = "web_link"


class SpecialRequest(StrEnum):
    """特殊要求: the boxes of the approval form."""

    PIN_TO_TOP = "pin_to_top"
    COLUMN_CHANGE = "column_change"
    SPECIAL_TOPIC = "special_topic"
    SYSTEM_LINK = "system_link"
    SERVICE_ENTRANCE = "service_entrance"
    OTHER = "other"


class Exemption(StrEnum):
    """Why a text needs no approval form (annex, note); it is reviewed all the same."""

    DISCLOSED_DOCUMENT = "disclosed_document"  # 明确标注为“主动公开”的正式公文
    LEADERS_ORDER = "leaders_order"  # 经委领导批示发布的工作信息


TEXT_FORMAT_LABELS: Final = MappingProxyType(
    {
        TextFormat.WORDS: "文字",
        TextFormat.CHARTS: "图表",
        TextFormat.VIDEO: "视频",
        TextFormat.AUDIO: "音频",
        TextFormat.DATA_INTERFACE: "数据接口",
        TextFormat.WEB_LINK: "链接",
    }
)
SPECIAL_REQUEST_LABELS: Final = MappingProxyType(
    {
        SpecialRequest.PIN_TO_TOP: "首页置顶",
        SpecialRequest.COLUMN_CHANGE: "新增或调整栏目",
        SpecialRequest.SPECIAL_TOPIC: "专题专栏",
        SpecialRequest.SYSTEM_LINK: "系统对接",
        SpecialRequest.SERVICE_ENTRANCE: "开通服务入口",
        SpecialRequest.OTHER: "其他",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionEvidence:
    """What an exemption rests on: a paper that a named person has seen."""

    exemption: Exemption
    document_number: str  # 文号 of the document, or what identifies the order
    scan_sha256: str  # of the document with its mark, or of the written order
    seen_by: str  # person id


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Who applies for what; reprints have none."""

    article_id: str
    handled_by: str  # person id of the 承办人
    handler_name: str
    applied_at: datetime
    formats: tuple[TextFormat, ...] = (TextFormat.WORDS,)
    special_requests: tuple[SpecialRequest, ...] = field(default=())
    other_request: str = ""  # words behind 其他
    declared_by: str  # person id of who declared that nothing in it is classified (article 2)
    declared_at: datetime
    exemption: ExemptionEvidence | None = None
