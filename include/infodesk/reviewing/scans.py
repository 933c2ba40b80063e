"""What the signed paper must tell us: the port of the scan reader, and its refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from infodesk.catalog.chains import FormBox
from infodesk.kernel.errors import InfodeskError
from infodesk.reviewing.form_number import FormReference


class ScanRefused(InfodeskError):
    """The upload cannot serve as the scan of a form; nothing was read from it."""


class NotAScan(ScanRefused):
    """The bytes are neither a PDF nor one of the accepted image formats."""


class EncryptedScan(ScanRefused):
    """The PDF asks for a password."""


class DamagedScan(ScanRefused):
    """The file begins like a PDF or an image but cannot be opened to its end."""


class TooManyPages(ScanRefused):
    """The file has more pages than the scan of a form ever has."""


class ScanTooLarge(ScanRefused):
    """The file, or a picture in it, is larger than we are willing to open."""


class BlankScan(ScanRefused):
    """There is nothing on any page."""


class NoFormCode(ScanRefused):
    """No page carries the QR code of an approval form that can be read."""


class OtherForm(ScanRefused):
    """The scan shows approval forms, but not the one that was asked for."""

    def __init__(self, message: str, *, remedy: str = "", found: tuple[FormReference, ...]) -> None:
        super().__init__(message, remedy=remedy)
        self.found = found


class NotTheOriginal(ScanRefused):
    """The QR code is the right one, but the page around it is not the form that we printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReading:
    """What was found on the page of one form.

    `ink` gives for each box the area in mm² of strokes that the printed original does not have,
    already without specks and scanner streaks; `boxes_with_ink` are those with enough of it to be
    writing. A reading says that somebody wrote, never what: that is the clerk's statement.
    """

    form: FormReference
    page_count: int
    page: int  # the page that was read, from 1
    quarter_turns: int  # how often the page must be turned left by 90° to stand upright: 0 to 3
    skew_degrees: float  # what is left after that; positive where the page leans clockwise
    match: float  # share of the original's landmarks that were found in their place, 0 to 1
    final_box: FormBox
    ink: Mapping[FormBox, float] = field(hash=False)
    boxes_with_ink: frozenset[FormBox]

    @property
    def is_signed(self) -> bool:
        """Whether somebody wrote in the final box of the form (regulation, article 6)."""
        return self.final_box in self.boxes_with_ink


class ScanReader(Protocol):
    """Reads scans of approval forms; both methods raise ScanRefused with the way out."""

    def identify(self, scan: bytes) -> tuple[FormReference, ...]:
        """Return the forms whose QR codes are in the scan, in page order, each once."""
        ...

    def read(self, scan: bytes, *, original: bytes) -> ScanReading:
        """Find ink on the scan of a form by comparing it with the PDF that was printed.

        Raises OtherForm when the scan shows another form (or another printing) than the original.
        """
        ...
