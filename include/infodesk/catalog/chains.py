"""Who must agree, in which order: `review_chains.toml` (regulation, articles 4 to 6)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from pydantic import Field

from infodesk.catalog.base import Id, Table
from infodesk.catalog.people import Role

OriginName = Literal["reprint", "submission", "in_house"]


class Genre(StrEnum):
    """What kind of text it is, in the words of article 4."""

    IMPORTANT_NEWS = "important_news"
    MEDIA_REPORT = "media_report"
    POLICY_DOCUMENT = "policy_document"
    WORK_NEWS = "work_news"
    NOTICE = "notice"
    POLICY_EXPLAINER = "policy_explainer"
    EMERGENCY = "emergency"
    HOT_TOPIC = "hot_topic"
    PUBLIC_RESPONSE = "public_response"
    PROFILE = "profile"
    DUTIES = "duties"
    MEETING = "meeting"
    EVENT = "event"
    SPEECH = "speech"
    PROPOSAL_REPLY = "proposal_reply"


GENRE_LABELS: Final = MappingProxyType(
    {
        Genre.IMPORTANT_NEWS: "重要信息",
        Genre.MEDIA_REPORT: "本地主流媒体发布的信息",
        Genre.POLICY_DOCUMENT: "政策文件",
        Genre.WORK_NEWS: "工作动态",
        Genre.NOTICE: "通知公告",
        Genre.POLICY_EXPLAINER: "政策解读",
        Genre.EMERGENCY: "重特大突发事件",
        Genre.HOT_TOPIC: "社会热点",
        Genre.PUBLIC_RESPONSE: "舆情回应",
        Genre.PROFILE: "概况信息",
        Genre.DUTIES: "领导分工、科室职能",
        Genre.MEETING: "重要会议",
        Genre.EVENT: "重大活动",
        Genre.SPEECH: "重要讲话文稿",
        Genre.PROPOSAL_REPLY: "建议提案办理",
    }
)

# Article 4 says which kinds of text come from where.
GENRES_BY_ORIGIN: Final[Mapping[OriginName, frozenset[Genre]]] = {
    "reprint": frozenset({Genre.IMPORTANT_NEWS, Genre.POLICY_DOCUMENT, Genre.MEDIA_REPORT}),
    "submission": frozenset(
        {
            Genre.WORK_NEWS,
            Genre.NOTICE,
            Genre.POLICY_EXPLAINER,
            Genre.EMERGENCY,
            Genre.HOT_TOPIC,
            Genre.PUBLIC_RESPONSE,
        }
    ),
    "in_house": frozenset(
        {
            Genre.PROFILE,
            Genre.DUTIES,
            Genre.MEETING,
            Genre.EVENT,
            Genre.SPEECH,
            Genre.POLICY_DOCUMENT,
            Genre.PROPOSAL_REPLY,
        }
    ),
}


class FormBox(StrEnum):
    """The four opinion boxes of the approval form (regulation, annex)."""

    DEPARTMENT_HEAD = "department_head"  # 科室负责人审核意见
    SUPERVISING_LEADER = "supervising_leader"  # 分管领导审核意见
    OFFICE = "office"  # 办公室审核意见
    PRINCIPAL_LEADER = "principal_leader"  # 主要领导审核意见


class PaperPolicy(StrEnum):
    """When the signed form must be there (regulation, article 6)."""

    PAPER_BEFORE_PUBLISH = "paper_before_publish"
    PAPER_WITHIN_DAYS = "paper_within_days"
    ONLINE = "online"


class ChainStep(Table):
    """One step: a role decides, and fills a box of the form."""

    key: Id = Field(description="步骤标识，链内唯一，小写字母、数字、下划线")
    title: str = Field(min_length=1, description="步骤名称，如“中心编辑（初审）”")
    role: Role = Field(description="由哪个岗位审核")
    form_box: FormBox = Field(
        description="意见填入审批单的哪一栏：department_head 科室负责人、"
        "supervising_leader 分管领导、office 办公室、principal_leader 主要领导"
    )
    working_days: int = Field(default=1, ge=1, description="应在几个工作日内办结，逾期提醒")


class ReviewChain(Table):
    """The prescribed chain of one class of texts; the last step is the final review."""

    id: Id = Field(description="审核链 id，小写字母、数字、下划线")
    title: str = Field(min_length=1, description="适用的信息类别")
    legal_basis: str = Field(min_length=1, description="依据，如“第五条（一）”")
    origins: tuple[OriginName, ...] = Field(
        min_length=1, description="适用的来源：reprint 转载、submission 报送、in_house 制发"
    )
    genres: tuple[Genre, ...] = Field(
        default=(), description="适用的体裁（第四条）；不写表示该来源的全部体裁"
    )
    steps: tuple[ChainStep, ...] = Field(min_length=1, description="步骤，按先后")
    paper_policy: PaperPolicy = Field(
        default=PaperPolicy.PAPER_BEFORE_PUBLISH,
        description="纸质终审：paper_before_publish 先签后发、paper_within_days 限期补签、"
        "online 仅网上（后两者须写明依据）",
    )
    paper_policy_basis: str = Field(default="", description="不采用先签后发时的依据文件")
    paper_within_days: int = Field(default=0, ge=0, description="限期补签的工作日数")
    may_repeat_person: bool = Field(
        default=False, description="同一人可否在一条链中审两步；默认不可"
    )
    releases_by_itself: bool = Field(
        default=False, description="审签完毕后自动发布（转载类），否则由中心核对后发布"
    )

    def covers(self, origin: str, genre: Genre | None) -> bool:
        """Tell whether a text of that origin and genre takes this chain."""
        return origin in self.origins and (not self.genres or genre in self.genres)
