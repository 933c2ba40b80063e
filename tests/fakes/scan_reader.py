"""A reader of the forms that `tests.fakes.printer` prints."""

from infodesk.catalog.chains import FormBox
from infodesk.reviewing.form_number import FormReference, parse_qr
from infodesk.reviewing.scans import NoFormCode, OtherForm, ScanReading

_INK = b"ink\n"


def signed(pdf: bytes) -> bytes:
    """Return the scan of a printed form with a signature in its final box."""
    return pdf + _INK


class PlainScanReader:
    """Knows a form by its second line, and ink by a line at the end."""

    def identify(self, scan: bytes) -> tuple[FormReference, ...]:
        lines = scan.decode().splitlines()
        found = parse_qr(lines[1]) if len(lines) > 1 else None
        if found is None:
            raise NoFormCode("扫描件上没有可识别的审批单二维码", remedy="请重新扫描后上传")
        return (found,)

    def read(self, scan: bytes, *, original: bytes) -> ScanReading:
        (form,) = self.identify(scan)
        if self.identify(original) != (form,):
            raise OtherForm("扫描件是另一张审批单", found=(form,))
        final_box = FormBox(original.decode().splitlines()[2])
        is_signed = scan.endswith(_INK)
        return ScanReading(
            form=form,
            page_count=1,
            page=1,
            quarter_turns=0,
            skew_degrees=0.0,
            match=1.0,
            final_box=final_box,
            ink={box: 80.0 if is_signed and box is final_box else 0.0 for box in FormBox},
            boxes_with_ink=frozenset({final_box} if is_signed else ()),
        )
