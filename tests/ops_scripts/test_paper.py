"""The paper of a rehearsal is signed where it should be, and always in the same way."""

import pypdfium2
import pytest
from tests.fakes.approval_forms import long_chain_form

from infodesk.adapters.typst_forms import TypstForms
from infodesk.catalog.chains import FormBox
from rehearsal.paper import Scanner, form_geometry, print_page, scan, sign_and_scan


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return TypstForms().print_form(long_chain_form()).pdf


def test_the_form_tells_which_box_is_the_final_one(pdf: bytes) -> None:
    geometry = form_geometry(pdf)
    assert geometry.final_box == "principal_leader"
    assert set(geometry.boxes) == {box.value for box in FormBox}


@pytest.mark.parametrize(
    ("scanner", "magic"),
    [
        (Scanner(), b"%PDF"),
        (Scanner(is_black_and_white=True), b"%PDF"),
        (Scanner(as_pdf=False), b"\xff\xd8\xff"),
        (Scanner(as_pdf=False, is_black_and_white=True), b"II*\x00"),
    ],
)
def test_the_same_hand_writes_the_same_again(pdf: bytes, scanner: Scanner, magic: bytes) -> None:
    signed = sign_and_scan(pdf, scanner=scanner, seed=4)
    assert signed.startswith(magic)
    assert sign_and_scan(pdf, scanner=scanner, seed=4) == signed
    assert sign_and_scan(pdf, scanner=scanner, seed=5) != signed
    assert scan(print_page(pdf), scanner, seed=4) != signed


def test_a_turned_sheet_lies_on_its_side(pdf: bytes) -> None:
    with pypdfium2.PdfDocument(sign_and_scan(pdf, scanner=Scanner(quarter_turns=1))) as document:
        width, height = document[0].get_size()
    assert (round(width), round(height)) == (842, 595)
