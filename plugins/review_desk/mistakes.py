"""What is wrong with a form that came back: said at the top of the page and at the field."""

from dataclasses import dataclass

from infodesk.bootstrap import AccessRefused, InfodeskError
from review_desk.proofs import PinMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to mend; `field` is the id of the field that it is about, or empty."""

    text: str
    field: str = ""


def mistake_of(refusal: InfodeskError, *, field: str = "") -> Mistake:
    """Return a refusal as it is shown on the page; what concerns the PIN is shown at its field."""
    is_about_pin = isinstance(refusal, AccessRefused | PinMissing)
    text = f"{refusal.message}。{refusal.remedy}" if refusal.remedy else refusal.message
    return Mistake(text=text, field="pin" if is_about_pin else field)
