"""An approval form as the pipeline would fill it, to be varied by tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from infodesk.articles.article import Origin
from infodesk.catalog.chains import FormBox
from infodesk.reviewing.approval_form import (
    ApprovalForm,
    FindingCounts,
    InformationFormat,
    LiftedBlock,
    OnlineOpinion,
    SpecialRequirement,
)
from infodesk.reviewing.form_number import FormNumber


def example_opinion(box: FormBox, text: str = "内容属实，来源齐全，拟同意发布。") -> OnlineOpinion:
    return OnlineOpinion(
        box=box,
        reviewer="编辑甲",
        role="中心编辑（初审）",
        opinion=text,
        decided_at=datetime(2026, 11, 23, 1, 30, tzinfo=UTC),
    )


def example_form(**changes: Any) -> ApprovalForm:
    """Make a reprint that waits for the supervising leader's pen."""
    form = ApprovalForm(
        number=FormNumber(prefix="LLFG", year=2026, serial=123),
        applied_on=date(2026, 11, 23),
        department="公共信用信息中心",
        handler="编辑甲",
        information_name="关于做好今冬明春能源保供工作的通知",
        columns=("门户网站·国家发展改革委", "信用中国（山西吕梁）·政策法规"),
        origin=Origin.REPRINT,
        reprint_source="国家发展改革委网站",
        formats=frozenset({InformationFormat.TEXT, InformationFormat.CHART}),
        requirements=frozenset({SpecialRequirement.HOME_PAGE_TOP}),
        opinions=(example_opinion(FormBox.DEPARTMENT_HEAD),),
        final_box=FormBox.SUPERVISING_LEADER,
        lifted_blocks=(
            LiftedBlock(
                finding="附件含手机号码", reason="为对外公布的咨询电话", lifted_by="编辑乙"
            ),
        ),
        findings=FindingCounts(block=1, must_answer=2, hint=3),
        approval_hash="3f" * 32,
        ledger_head="a7" * 32,
        ledger_seq=1284,
        printed_at=datetime(2026, 11, 23, 2, 5, tzinfo=UTC),
    )
    return replace(form, **changes)


def long_chain_form(**changes: Any) -> ApprovalForm:
    """Make an in-house text that three agreed to and that waits for the principal leader."""
    return example_form(
        **{
            "number": FormNumber(prefix="LLFG", year=2026, serial=124),
            "origin": Origin.IN_HOUSE,
            "reprint_source": "",
            "information_name": "市发展改革委领导分工及科室职能",
            "opinions": (
                example_opinion(FormBox.DEPARTMENT_HEAD),
                example_opinion(FormBox.SUPERVISING_LEADER, "经审核，内容真实、准确，不涉密。" * 8),
                example_opinion(FormBox.OFFICE, "格式规范，同意报主要领导审签。"),
            ),
            "final_box": FormBox.PRINCIPAL_LEADER,
        }
        | changes
    )
