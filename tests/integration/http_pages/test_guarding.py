"""No request leads into a network that is not ours to reach, by whatever way it is asked for."""

import socket

import pytest

from infodesk.adapters.guarded_connections import Reach, checked_addresses
from infodesk.adapters.http_pages import Bounds, HttpPages, Manners
from infodesk.collecting.web.page_errors import AddressRefused, PageUnreachable

REFUSED_ALWAYS = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255",
    "240.0.0.1", "::1", "::", "fe80::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::",
]  # fmt: skip
PRIVATE = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
PUBLIC = ["8.8.8.8", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", REFUSED_ALWAYS)
@pytest.mark.parametrize("allow_private", [False, True])
def test_this_machine_and_its_link_are_never_reached(address, allow_private) -> None:
    with pytest.raises(AddressRefused, match="拒绝访问内部地址"):
        checked_addresses(address, 80, reach=Reach(allow_private=allow_private))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_networks_need_leave(address) -> None:
    with pytest.raises(AddressRefused, match="allow_private_address"):
        checked_addresses(address, 80, reach=Reach())
    assert checked_addresses(address, 80, reach=Reach(allow_private=True))


@pytest.mark.parametrize("address", ["100.64.0.1", "198.18.0.1"])
def test_carriers_and_test_networks_are_refused(address) -> None:
    with pytest.raises(AddressRefused):
        checked_addresses(address, 80, reach=Reach())


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address) -> None:
    assert checked_addresses(address, 80, reach=Reach())


@pytest.mark.parametrize("written", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
def test_odd_spellings_of_this_machine(written) -> None:
    with pytest.raises(AddressRefused):
        checked_addresses(written, 80, reach=Reach())


def test_a_name_with_one_private_address_is_refused(monkeypatch) -> None:
    _resolve(monkeypatch, {"mixed.example": ["8.8.8.8", "10.0.0.1"]})
    with pytest.raises(AddressRefused, match=r"mixed\.example 指向 10\.0\.0\.1"):
        checked_addresses("mixed.example", 80, reach=Reach())


def test_the_exemption_is_for_one_port_only(site) -> None:
    pages = HttpPages(
        manners=Manners(interval_seconds=0), exempt=frozenset({("127.0.0.1", site.port + 1)})
    )
    with pytest.raises(AddressRefused):
        pages.fetch(site.says("/x", b"secret"))
    assert site.asked == []


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"]
)
def test_a_redirect_to_a_private_address_is_refused(site, pages, target) -> None:
    with pytest.raises(AddressRefused):
        pages.fetch(site.says("/x", status=302, headers={"Location": target}))


def test_a_redirect_back_to_the_own_server_under_another_name_is_refused(site, pages) -> None:
    target = f"http://localhost:{site.port}/secret"
    site.says("/secret", b"secret")
    with pytest.raises(AddressRefused):
        pages.fetch(site.says("/x", status=302, headers={"Location": target}))
    assert [path for path, _ in site.asked] == ["/x"]


def test_leave_for_private_networks_is_not_leave_for_this_machine(site) -> None:
    with pytest.raises(AddressRefused):
        HttpPages(manners=Manners(interval_seconds=0)).fetch(
            site.says("/x", b"secret"), allow_private=True
        )


def test_the_address_that_was_checked_is_the_one_connected_to(site, monkeypatch) -> None:
    """A name that answers with a public address first and this machine next gains nothing."""
    answers = iter([["192.0.2.1"], ["127.0.0.1"]])
    monkeypatch.setattr(
        "infodesk.adapters.guarded_connections.Reach.permits",
        lambda _self, address: str(address) == "192.0.2.1",
    )
    _resolve(monkeypatch, {"rebinding.example": answers})
    tried = []

    def connect(address, timeout=None):
        tried.append(address)
        raise OSError("not in this test")

    monkeypatch.setattr(socket, "create_connection", connect)
    pages = HttpPages(manners=Manners(interval_seconds=0), bounds=Bounds(retries=0))
    with pytest.raises(PageUnreachable):
        pages.fetch(f"http://rebinding.example:{site.port}/x", heeds_robots=False)
    assert tried == [("192.0.2.1", site.port)]


def test_a_proxy_of_the_environment_is_not_used(site, pages, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert pages.fetch(site.says("/x", b"direct")).content == b"direct"


def _resolve(monkeypatch, names) -> None:
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        if host not in names:
            return real(host, port, *args, **kwargs)
        found = names[host] if isinstance(names[host], list) else next(names[host])
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
