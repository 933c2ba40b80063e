"""The approval form as plain strings for the template: labels, dates and choices decided."""

import io
from collections.abc import Callable, Container, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

import segno

from infodesk.catalog.chains import FormBox
from infodesk.kernel.clock import SHANGHAI
from infodesk.reviewing.approval_form import (
    BOX_LABELS,
    FORMAT_LABELS,
    ORIGIN_LABELS,
    REQUIREMENT_LABELS,
    ApprovalForm,
    OnlineOpinion,
    qr_payload,
)

K = TypeVar("K", bound=StrEnum)
Data = dict[str, "str | bool | list[str] | list[Data]"]

# A third would leave each a single line; the ledger has all of them.
_OPINIONS_SHOWN: Final = 2
_LABEL_TAIL: Final = "审核意见"
ADVICE: Final = (
    "内容或拟发布栏目一经改动，本单即告作废，须重新打印送签；"
    "手签后请将本页完整、平整地扫描（150 dpi 以上）上传，勿遮挡二维码"
)


def form_data(form: ApprovalForm, *, clean: Callable[[str], str]) -> Data:
    """Return what the template prints; every text of people passes through `clean`."""
    payload = qr_payload(form)
    return {
        "title": clean(form.title),
        "note": clean(form.note),
        "number": str(form.number),
        "applied_on": _day(form.applied_on),
        "department": clean(form.department),
        "handler": clean(form.handler),
        "information_name": clean(form.information_name),
        "columns": clean("；".join(form.columns)),
        "origins": _choices(ORIGIN_LABELS, {form.origin}),
        "reprint_source": clean(form.reprint_source),
        "formats": _choices(FORMAT_LABELS, form.formats),
        "requirements": _choices(REQUIREMENT_LABELS, form.requirements),
        "other_requirement": clean(form.other_requirement),
        "boxes": [_box(form, box, clean) for box in FormBox],
        "checks": clean(_checks(form)),
        "approval_hash": form.approval_hash,
        "ledger_head": form.ledger_head,
        "ledger_seq": str(form.ledger_seq),
        "printed_at": _instant(form.printed_at),
        "advice": ADVICE,
        "qr_text": payload,
        "qr_svg": _qr_svg(payload),
    }


def _box(form: ApprovalForm, box: FormBox, clean: Callable[[str], str]) -> Data:
    opinions = form.opinions_in(box)
    left_out = max(0, len(opinions) - _OPINIONS_SHOWN)
    return {
        "key": box.value,
        "label": [BOX_LABELS[box].removesuffix(_LABEL_TAIL), _LABEL_TAIL],
        "is_final": box is form.final_box,
        "opinions": [_opinion(opinion, clean) for opinion in opinions[left_out:]],
        "remark": f"此前另有 {left_out} 条意见，见台账" if left_out else "",
    }


def _opinion(opinion: OnlineOpinion, clean: Callable[[str], str]) -> Data:
    signature = (
        clean(opinion.role), clean(opinion.reviewer), _instant(opinion.decided_at), "网上审核",
    )  # fmt: skip
    return {"text": clean(opinion.opinion), "signature": "　".join(signature)}


def _checks(form: ApprovalForm) -> str:
    counts, lifted = form.findings, form.lifted_blocks
    told = f"机器检查：阻断{counts.block}项，须答复{counts.must_answer}项，提示{counts.hint}项。"
    if lifted:
        told += f"已由人工解除阻断{len(lifted)}项："
    return told + "；".join(
        f"{place}. {one.finding}，理由：{one.reason}（{one.lifted_by}）"
        for place, one in enumerate(lifted, start=1)
    )


def _choices(labels: Mapping[K, str], ticked: Container[K]) -> list[Data]:
    return [{"label": label, "ticked": key in ticked} for key, label in labels.items()]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _instant(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{_day(local)} {local:%H:%M}"


def _qr_svg(payload: str) -> str:
    # The error level is fixed: raised to fill the version it would change with the number's length.
    code = segno.make(payload, error="q", micro=False, boost_error=False)
    svg = io.BytesIO()
    code.save(svg, kind="svg", border=0, xmldecl=False, svgns=True)
    return svg.getvalue().decode()
