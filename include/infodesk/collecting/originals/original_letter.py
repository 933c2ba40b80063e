"""The letter that tells an editor of originals that have changed or gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from infodesk.collecting.originals.watched import WHAT_HAPPENED, ChangeKind
from infodesk.kernel.clock import SHANGHAI
from infodesk.kernel.mail import Mail

_MOST_LISTED = 30  # a longer list is read at the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """What the letter says of one change."""

    title: str
    kind: ChangeKind
    found_at: datetime
    standing: str  # where our copy stands


def original_letter(
    lines: Sequence[ChangeLine],
    *,
    to: str,
    name: str,
    office_name: str,
    address: str,
    expires_at: datetime,
) -> Mail:
    """Write the letter as plain text and as HTML; `address` is the one link in it."""
    facts = {
        "lines": lines,
        "listed": lines[:_MOST_LISTED],
        "name": name,
        "office_name": office_name,
        "address": address,
        "expires_at": expires_at,
    }
    template = _environment().get_template("original_changed.txt")
    subject, _, text = template.render(facts).partition("\n")
    return Mail(
        to=to,
        subject=subject.strip(),
        text=text.strip() + "\n",
        html=_environment().get_template("original_changed.html").render(facts),
    )


def _in_words(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("letter_templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _in_words
    environment.globals["what_happened"] = WHAT_HAPPENED
    return environment
