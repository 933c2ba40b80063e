"""The unit tests' own promise: a planted connection is refused."""

import asyncio
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_socket import SocketBlockedError


@contextmanager
def refused() -> Iterator[None]:
    """Expect the refusal, and the warning that shows it even where somebody swallows the error."""
    with pytest.warns(UserWarning, match="tried to use"), pytest.raises(SocketBlockedError):
        yield


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_planted_socket_is_refused(family: socket.AddressFamily) -> None:
    with refused():
        socket.socket(family)


def test_a_planted_request_is_refused() -> None:
    with refused():
        urllib.request.urlopen("http://127.0.0.1:9/", timeout=1)


def test_an_event_loop_still_starts() -> None:
    async def answer() -> int:
        return 42

    assert asyncio.run(answer()) == 42
