"""Forms that were printed, written on, scanned badly and must be read rightly all the same."""

import random
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from PIL import Image, ImageDraw
from tests.fakes.approval_forms import example_form, long_chain_form

from infodesk.adapters.scan_reader import SignedFormReader
from infodesk.catalog.chains import FormBox
from infodesk.reviewing.approval_form import qr_payload
from rehearsal.paper import Scanner, form_geometry, scan, sign_and_scan, write_in

PRINT_PIXELS_PER_MM = 300 / 25.4


@dataclass(frozen=True)
class Case:
    seed: int
    form: str
    box: str | None  # where somebody writes; None for nowhere
    scanner: Scanner


def degraded() -> list[Case]:
    """Every box of both forms and none, at every turn, on scanners from good to bad."""
    chance = random.Random(518)
    written: list[tuple[str, str | None]] = [
        ("reprint", "supervising_leader"),
        ("reprint", None),
        ("in_house", "principal_leader"),
        ("reprint", "office"),
        ("in_house", None),
    ]
    cases = []
    for seed, (turns, (form, box), dpi) in enumerate(product(range(4), written, (150, 200))):
        is_black_and_white = seed % 7 == 3
        scanner = Scanner(
            dpi=dpi,
            skew_degrees=chance.uniform(-7, 7) if seed % 4 else chance.choice((-7, 7)),
            quarter_turns=turns,
            scale=chance.uniform(0.93, 1.0),
            shift_mm=(chance.uniform(-4, 4), chance.uniform(-4, 4)),
            blur_px=chance.uniform(0.3, 1.0),
            noise=chance.uniform(2, 6 if is_black_and_white else 12),
            specks=chance.randint(0, 300),
            jpeg_quality=chance.choice((30, 60, 90)),
            is_black_and_white=is_black_and_white,
            as_pdf=seed % 3 != 0,
        )
        cases.append(Case(seed, form, box, scanner))
    return cases


def name_of(case: Case) -> str:
    return f"{case.seed}-{case.form}-{case.box}-{case.scanner.dpi}dpi"


@pytest.mark.parametrize("case", degraded(), ids=name_of)
def test_a_bad_scan_is_read_rightly(reader: SignedFormReader, papers, case: Case) -> None:
    paper = papers[case.form]
    sheet = paper.sheet()
    if case.box is not None:
        write_in(sheet, form_geometry(paper.pdf).boxes[case.box], random.Random(case.seed))
    reading = reader.read(scan(sheet, case.scanner, seed=case.seed), original=paper.pdf)
    assert {box.value for box in reading.boxes_with_ink} == ({case.box} - {None})
    assert reading.is_signed is (case.box == form_geometry(paper.pdf).final_box)
    assert reading.quarter_turns == -case.scanner.quarter_turns % 4
    assert reading.skew_degrees == pytest.approx(case.scanner.skew_degrees, abs=0.3)
    assert reading.match > 0.9


def test_a_reading_tells_form_page_and_ink(reader: SignedFormReader, paper) -> None:
    reading = reader.read(sign_and_scan(paper.pdf, seed=1), original=paper.pdf)
    assert str(reading.form) == qr_payload(example_form())
    assert (reading.page, reading.page_count) == (1, 1)
    assert reading.final_box is FormBox.SUPERVISING_LEADER
    assert set(reading.ink) == set(FormBox)
    assert reading.ink[FormBox.SUPERVISING_LEADER] > 15
    assert reading.ink[FormBox.OFFICE] == 0


@pytest.mark.parametrize("colour", [(20, 20, 20), (30, 50, 150), (200, 40, 40)])
def test_black_blue_and_red_pens_count(reader, paper, colour: tuple[int, int, int]) -> None:
    sheet = paper.sheet()
    x, y, _, _ = pixels_of(paper, "supervising_leader")
    ImageDraw.Draw(sheet).arc((x + 300, y + 90, x + 600, y + 330), 0, 300, fill=colour, width=6)
    assert reader.read(scan(sheet, Scanner()), original=paper.pdf).is_signed


def test_the_thinnest_name_counts(reader: SignedFormReader, paper) -> None:
    sheet = paper.sheet()
    x, y, _, _ = pixels_of(paper, "supervising_leader")
    pen = ImageDraw.Draw(sheet)
    for start, end in (((0, 0), (90, 20)), ((45, -40), (30, 100)), ((30, 100), (110, 80))):
        ends = [(x + 500 + px, y + 150 + py) for px, py in (start, end)]
        pen.line(ends, fill=(40, 60, 150), width=4)
    assert reader.read(scan(sheet, Scanner()), original=paper.pdf).is_signed


def pixels_of(paper, box: str) -> tuple[int, int, int, int]:
    x, y, width, height = (
        round(side * PRINT_PIXELS_PER_MM) for side in form_geometry(paper.pdf).boxes[box]
    )
    return x, y, width, height


def streaked(sheet: Image.Image) -> Image.Image:
    """Leave dirt on the glass of a feeder: a line along the whole scan."""
    ImageDraw.Draw(sheet).line((1500, 0, 1500, sheet.height), fill=(30, 30, 30), width=4)
    return sheet


def folded(sheet: Image.Image) -> Image.Image:
    """Cast the shadow of a fold across the final box."""
    dark = np.asarray(sheet, dtype=np.float32).copy()
    shadow = 1 - 0.25 * np.clip(1 - np.abs(np.arange(-40, 41)) / 40, 0, 1)
    dark[1880:1961] *= shadow[:, None, None]
    return Image.fromarray(dark.astype(np.uint8))


def slipped(sheet: Image.Image) -> Image.Image:
    """Feed it unevenly: the middle of the page is a millimetre off."""
    rows = np.arange(sheet.height)
    wave = 12 * np.sin(rows / sheet.height * 2.6 * np.pi)
    return Image.fromarray(np.asarray(sheet)[np.clip(rows + wave, 0, sheet.height - 1).astype(int)])


def shaded(sheet: Image.Image) -> Image.Image:
    """Lose half of the light towards a corner."""
    down, across = np.mgrid[0 : 1 : sheet.height * 1j, 0 : 1 : sheet.width * 1j]
    levels = np.asarray(sheet, dtype=np.float32) * (1 - 0.5 * down * across)[..., None]
    return Image.fromarray(levels.astype(np.uint8))


def photographed(sheet: Image.Image) -> Image.Image:
    """Hold a telephone over it at an angle, on a dark desk."""
    desk = Image.new("RGB", (sheet.width + 400, sheet.height + 400), (90, 80, 70))
    desk.paste(sheet, (200, 200))
    width, height = desk.size
    lean = (0, 0, 180, height - 60, width - 120, height, width - 20, 90)
    return desk.transform(desk.size, Image.Transform.QUAD, lean, Image.Resampling.BICUBIC)


@pytest.mark.parametrize("damage", [streaked, folded, slipped, shaded, photographed])
@pytest.mark.parametrize("is_signed", [False, True])
def test_no_damage_is_taken_for_writing_or_hides_it(
    reader: SignedFormReader, paper, damage, *, is_signed: bool
) -> None:
    sheet = paper.sheet()
    if is_signed:
        box = form_geometry(paper.pdf).boxes["supervising_leader"]
        write_in(sheet, box, random.Random(8))
    straight = Scanner(skew_degrees=0, scale=1.0, shift_mm=(0, 0), as_pdf=False)
    reading = reader.read(scan(damage(sheet), straight), original=paper.pdf)
    expected = {FormBox.SUPERVISING_LEADER} if is_signed else set()
    assert reading.boxes_with_ink == expected


def test_a_stamp_and_a_signature_are_both_told(reader: SignedFormReader, paper) -> None:
    sheet = paper.sheet()
    x, y, _, height = pixels_of(paper, "office")
    stamp = (x + 700, y + 20, x + 700 + height - 40, y + height - 20)
    ImageDraw.Draw(sheet).ellipse(stamp, outline=(210, 40, 40), width=14)
    write_in(sheet, form_geometry(paper.pdf).boxes["supervising_leader"], random.Random(2))
    reading = reader.read(scan(sheet, Scanner()), original=paper.pdf)
    assert reading.boxes_with_ink == {FormBox.OFFICE, FormBox.SUPERVISING_LEADER}


def test_the_printed_pdf_itself_is_unsigned(reader: SignedFormReader, paper) -> None:
    reading = reader.read(paper.pdf, original=paper.pdf)
    assert not reading.boxes_with_ink
    assert reading.match == 1.0


@pytest.mark.parametrize("turns", range(4))
def test_coarse_scans_are_still_identified(reader: SignedFormReader, paper, turns: int) -> None:
    coarse = Scanner(dpi=100, quarter_turns=turns, skew_degrees=3, noise=12, jpeg_quality=30)
    found = reader.identify(scan(paper.sheet(), coarse, seed=turns))
    assert [str(reference) for reference in found] == [qr_payload(example_form())]


def pages_as_pdf(*pages: Image.Image) -> bytes:
    import io

    file = io.BytesIO()
    pages[0].save(file, format="PDF", resolution=150, save_all=True, append_images=pages[1:])
    return file.getvalue()


def at_150(sheet: Image.Image) -> Image.Image:
    return sheet.resize((1240, 1754), Image.Resampling.LANCZOS)


def test_the_form_is_found_among_other_pages(reader: SignedFormReader, papers) -> None:
    reprint, in_house = papers["reprint"], papers["in_house"]
    signed = in_house.sheet()
    write_in(signed, form_geometry(in_house.pdf).boxes["principal_leader"], random.Random(4))
    blank = Image.new("RGB", (1240, 1754), "white")
    upload = pages_as_pdf(blank, at_150(reprint.sheet()), blank, at_150(signed))
    assert [str(each) for each in reader.identify(upload)] == [
        qr_payload(example_form()), qr_payload(long_chain_form()),
    ]  # fmt: skip
    reading = reader.read(upload, original=in_house.pdf)
    assert (reading.page, reading.page_count, reading.is_signed) == (4, 4, True)
    assert not reader.read(upload, original=reprint.pdf).is_signed


def test_of_two_scans_of_one_form_the_signed_one_counts(reader: SignedFormReader, paper) -> None:
    signed = paper.sheet()
    write_in(signed, form_geometry(paper.pdf).boxes["supervising_leader"], random.Random(4))
    upload = pages_as_pdf(at_150(paper.sheet()), at_150(signed), at_150(paper.sheet()))
    reading = reader.read(upload, original=paper.pdf)
    assert (reading.page, reading.is_signed) == (2, True)
    assert len(reader.identify(upload)) == 1
