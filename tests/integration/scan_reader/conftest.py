"""Printed forms, and their sheets of paper."""

import pytest
from tests.fakes.approval_forms import example_form, long_chain_form

from infodesk.adapters.scan_reader import SignedFormReader
from infodesk.adapters.typst_forms import TypstForms
from rehearsal.paper import print_page


class Paper:
    """One printed form: its PDF, and a fresh sheet of it whenever one is needed."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._sheet = print_page(pdf)

    def sheet(self):
        return self._sheet.copy()


@pytest.fixture(scope="session")
def reader() -> SignedFormReader:
    return SignedFormReader()


@pytest.fixture(scope="session")
def printer() -> TypstForms:
    return TypstForms()


@pytest.fixture(scope="session")
def papers(printer: TypstForms) -> dict[str, Paper]:
    """Print the form of a reprint and the form of an in-house text."""
    return {
        "reprint": Paper(printer.print_form(example_form()).pdf),
        "in_house": Paper(printer.print_form(long_chain_form()).pdf),
    }


@pytest.fixture(scope="session")
def paper(papers: dict[str, Paper]) -> Paper:
    return papers["reprint"]
