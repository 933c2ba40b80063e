"""Connections that lead only where they may go, and end when their time is over.

A name is resolved once, its addresses are checked, and the connection is made to an address that
was checked: a name that answers differently the second time (DNS rebinding) gains nothing.
"""

import ipaddress
import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Self

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from infodesk.collecting.web.page_errors import AddressRefused, PageUnreachable

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far requests may reach."""

    allow_private: bool = False  # 政务内网; never this machine and its link
    exempt: frozenset[tuple[str, int]] = frozenset()  # (host, port) as written in the address

    def permits(self, address: _Address) -> bool:
        """Tell whether an address may be connected to."""
        inner = _embedded(address)
        if inner.is_loopback or inner.is_link_local or inner.is_multicast or inner.is_unspecified:
            return False
        if inner.is_global:
            return True
        return self.allow_private and inner.is_private and not inner.is_reserved


def checked_addresses(host: str, port: int, *, reach: Reach) -> list[str]:
    """Resolve a host and return its addresses.

    Raises AddressRefused when any of them lies out of reach (a public site has no business in a
    private network), PageUnreachable when the name is unknown.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        unknown = PageUnreachable(
            f"域名无法解析：{host}", remedy="请核对网址；网址无误的，请检查本机的域名解析和网络"
        )
        unknown.is_passing = getattr(error, "errno", None) == socket.EAI_AGAIN
        raise unknown from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if (host, port) in reach.exempt:
        return addresses
    for address in addresses:
        if not reach.permits(ipaddress.ip_address(address)):
            raise AddressRefused(
                f"拒绝访问内部地址：{host} 指向 {address}",
                remedy="确为政务内网来源的，请在来源文件中写明 allow_private_address = true",
            )
    return addresses


class Deadline:
    """Cuts the connection of the request that its thread is making, when time is over.

    A time-out of a socket counts from byte to byte, so a server that drips could hold us for ever.
    """

    _running = threading.local()

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self.ends_at = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._running.deadline = self
        _WATCHMAN.add(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _WATCHMAN.remove(self)
        self._running.deadline = None

    @classmethod
    def watch(cls, connection: socket.socket) -> None:
        """Put the socket under the deadline that this thread runs in, if any."""
        deadline = getattr(cls._running, "deadline", None)
        if isinstance(deadline, Deadline):
            deadline.hold(connection)

    def hold(self, connection: socket.socket) -> None:
        """Take the socket that is to be cut."""
        with self._lock:
            self._socket = connection
        if self.is_over:
            self.cut()

    def cut(self) -> None:
        """End the request: whoever reads from the socket comes to its end."""
        with self._lock:
            self.is_over = True
            if self._socket is not None:
                # Called on the class: the method of a TLS socket would first undo its layer.
                with suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Watchman:
    """One thread that looks after all deadlines: a timer for each would cost a thread a request.

    It looks twenty times a second while requests are made, and goes home when there are none.
    """

    _LOOKS_EVERY = 0.05  # seconds
    _IDLE_LOOKS = 100

    def __init__(self) -> None:
        self.start_anew()
        # A forked process has our memory and none of our threads.
        os.register_at_fork(after_in_child=self.start_anew)

    def start_anew(self) -> None:
        """Forget everything, the thread included."""
        self._lock = threading.Lock()
        self._deadlines: set[Deadline] = set()
        self._is_on_duty = False

    def add(self, deadline: Deadline) -> None:
        """Look after a deadline from now on."""
        with self._lock:
            self._deadlines.add(deadline)
            if not self._is_on_duty:
                self._is_on_duty = True
                threading.Thread(target=self._work, name="deadlines", daemon=True).start()

    def remove(self, deadline: Deadline) -> None:
        """Look after it no longer."""
        with self._lock:
            self._deadlines.discard(deadline)

    def _work(self) -> None:
        idle_looks = 0
        while True:
            time.sleep(self._LOOKS_EVERY)
            now = time.monotonic()
            with self._lock:
                over = [deadline for deadline in self._deadlines if deadline.ends_at <= now]
                self._deadlines.difference_update(over)
                idle_looks = 0 if self._deadlines or over else idle_looks + 1
                if idle_looks > self._IDLE_LOOKS:
                    self._is_on_duty = False
                    return
            for deadline in over:
                deadline.cut()


_WATCHMAN = _Watchman()


class _GuardedConnection(HTTPConnection):
    reach: ClassVar[Reach]
    peer = ""  # the address that is connected to

    def _new_conn(self) -> socket.socket:
        """Connect to a checked address; urllib3 calls this wherever it needs a socket."""
        timeout = self.timeout if isinstance(self.timeout, int | float) else None
        refusal: OSError | None = None
        for address in checked_addresses(self.host, self.port, reach=self.reach):
            try:
                connection = socket.create_connection((address, self.port), timeout=timeout)
            except OSError as error:
                refusal = error
                continue
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.peer = address
            return connection
        unreachable = PageUnreachable(
            f"无法连接 {self.host}:{self.port}（{refusal}）",
            remedy="请稍后再试；持续如此请核对网站和本机网络",
        )
        unreachable.is_passing = True
        raise unreachable

    def connect(self) -> None:
        """Connect, and put the new socket under the deadline."""
        super().connect()
        self._watch()

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Put a socket that is used again under the deadline of this request."""
        self._watch()
        super().request(*args, **kwargs)

    def _watch(self) -> None:
        if self.sock is not None:
            Deadline.watch(self.sock)


def guarded_pools(reach: Reach) -> dict[str, type[HTTPConnectionPool]]:
    """Return the pools, by scheme, whose connections stay within reach."""

    class PlainConnection(_GuardedConnection):
        pass

    class SecureConnection(_GuardedConnection, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    PlainConnection.reach = SecureConnection.reach = reach
    return {"http": PlainPool, "https": SecurePool}


def _embedded(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 one leads to, where there is one."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
