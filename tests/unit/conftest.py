"""Unit tests reach nothing outside this process, and no clock fails them on a busy machine."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket

settings.register_profile("unit", deadline=None)
settings.load_profile("unit")


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every socket but Unix ones, which reach no further than this machine."""
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
