"""The letters of a review: who must be told what, and the words for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from infodesk.catalog.people import Person
from infodesk.kernel.clock import SHANGHAI
from infodesk.kernel.mail import Mail


class LetterKind(StrEnum):
    """What a letter asks or says."""

    REVIEW_ITEM = "review_item"  # 请审一篇
    REVIEW_QUEUE = "review_queue"  # 待审清单
    PRINT_FORM = "print_form"  # 请打印审批单送签
    RELEASE = "release"  # 请放行，或人工发布后登记网址
    VOIDED = "voided"  # 您的意见已失效


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One duty to tell one person; at most one mail goes out for it (a duplicate is tolerated)."""

    kind: LetterKind
    person_id: str
    case_id: str
    occasion: str  # what makes this duty another one than the last: step and round, or a form


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterItem:
    """What a letter says of one text."""

    number: int
    title: str
    class_title: str  # 信息类别
    credit: str
    columns: str  # “门户网站·市政府要闻、…”
    step_title: str
    due_text: str
    findings: Sequence[str]
    is_edited: bool  # the reader may have seen an earlier revision


def compose(
    kind: LetterKind,
    *,
    person: Person,
    office_name: str,
    items: Sequence[LetterItem],
    address: str,
    expires_at: datetime | None,
) -> Mail:
    """Write the letter as plain text and as HTML; `address` is the one link in it."""
    facts: dict[str, Any] = {
        "person": person,
        "office_name": office_name,
        "items": items,
        "item": items[0] if items else None,
        "address": address,
        "expires_text": _in_words(expires_at) if expires_at else "",
    }
    template = _environment().get_template(f"{kind}.txt")
    subject, _, text = template.render(facts).partition("\n")
    return Mail(
        to=person.email,
        subject=subject.strip(),
        text=text.strip() + "\n",
        html=_environment().get_template(f"{kind}.html").render(facts),
    )


def _in_words(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("letter_templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
