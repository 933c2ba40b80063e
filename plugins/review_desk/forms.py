"""The forms that the desk hands out, as they come back; a browser's own ways are smoothed here."""

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, Field

from review_desk.xml_text import without_unfit


def _clean(value: object) -> object:
    """Drop what nobody types: control characters, and the line ends that forms are sent with."""
    if not isinstance(value, str):
        return value
    return without_unfit(value.replace("\r\n", "\n").replace("\r", "\n")).strip()


Word = Annotated[str, BeforeValidator(_clean), Field(max_length=200)]
Words = Annotated[str, BeforeValidator(_clean), Field(max_length=2000)]
Body = Annotated[str, BeforeValidator(_clean), Field(max_length=2_000_000)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
RuleId = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]
PlaceId = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}/[a-z0-9_-]{1,64}$")]

# The same as parts of an address.
CaseId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
RecordId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
FileHash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


class PostedForm(BaseModel):
    """What every form of a session carries; `guards` checks the token before a route runs."""

    csrf: Word = ""


class ProvenForm(PostedForm):
    """A form that its sender signs with his PIN, unless this device is remembered."""

    pin: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""
    remember: bool = False


class DecisionForm(ProvenForm):
    """A reviewer's word on exactly what the page showed him."""

    step: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""
    approval_hash: Hash
    verdict: Literal["", "agreed", "agreed_with_remark", "returned", "rejected"] = ""
    remark: Words = ""
    return_to: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""
    return_reason: Words = ""
    reject_reason: Words = ""
    answer_rule: Annotated[list[RuleId], Field(max_length=100)] = []
    answer_reason: Annotated[list[Words], Field(max_length=100)] = []

    @property
    def answers(self) -> dict[str, str]:
        """The reasons by rule, where one was given."""
        pairs = zip(self.answer_rule, self.answer_reason, strict=False)
        return {rule: reason for rule, reason in pairs if reason}

    @property
    def reason(self) -> str:
        """The words that belong to the verdict; what was typed under another one is left out."""
        return {
            "agreed_with_remark": self.remark,
            "returned": self.return_reason,
            "rejected": self.reject_reason,
        }.get(self.verdict, "")


class EditForm(ProvenForm):
    """An edit on its way: a body, the pieces that replace parts of it, and where it is to go."""

    act: Literal["preview", "save", "back"] = "preview"
    seen_revision_id: Id
    title: Annotated[str, BeforeValidator(_clean), Field(max_length=500)] = ""
    credit: Word = ""
    body_html: Body = ""
    piece: Annotated[list[Body], Field(max_length=900)] = []
    appended: Body = ""
    place: Annotated[list[PlaceId], Field(max_length=100)] = []
    pinned: Annotated[list[PlaceId], Field(max_length=100)] = []
    not_before: Annotated[str, BeforeValidator(_clean), Field(max_length=30)] = ""


class StatementForm(ProvenForm):
    """What a clerk reads on the signed form."""

    verdict: Literal["", "agreed", "agreed_with_changes", "refused"] = ""
    note: Words = ""


class PinForm(PostedForm):
    """A new PIN with the operator's code."""

    code: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""
    new_pin: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""
    repeated: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""
    back_to: Annotated[str, Field(max_length=100)] = ""


class ReleaseForm(ProvenForm):
    """The centre's word that the procedure is in order."""

    checked: bool = False


class AddressForm(ProvenForm):
    """Where a person has published by hand."""

    address: Annotated[str, BeforeValidator(_clean), Field(max_length=1000)] = ""


class ReassignForm(PostedForm):
    """Who takes over a step, and why."""

    to: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""
    reason: Words = ""


class PinCodeForm(PostedForm):
    """Who gets a code for a new PIN."""

    person: Annotated[str, BeforeValidator(_clean), Field(max_length=64)] = ""


class SolutionForm(PostedForm):
    """Why a problem arose and what was done about it (regulation, article 8.1)."""

    cause: Words = ""
    solution: Words = ""
