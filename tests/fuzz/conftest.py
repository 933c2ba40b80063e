"""Foreign bytes reach nothing outside this process; real pages are read where they are named."""

import os
from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket

# The pages of INFODESK_CORPORA are their publishers' and lie in no repository.
collect_ignore = [] if os.environ.get("INFODESK_CORPORA") else ["test_corpus_mutations.py"]


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every socket but Unix ones, which reach no further than this machine."""
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
