"""What an office has around its desk, played on loopback: web, mail and the portal's server."""

import socket
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rehearsal.parts import Parts
from rehearsal.premises import LOOPBACK, PROJECT, Ports, Premises
from rehearsal.waiting import wait_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Which saved web is played."""

    sites: Path = PROJECT / "tests" / "fixtures" / "sites"
    pages: Path | None = None  # a folder with html/*.html and gold.json, one more host


def start_surroundings(
    parts: Parts, premises: Premises, ports: Ports, surroundings: Surroundings
) -> None:
    """Start the replayed web, the inbox and the portal's web server."""
    environment = {"PYTHONPATH": str(PROJECT / "ops_scripts"), "LANG": "C.UTF-8"}
    environment["TZ"] = "Asia/Shanghai"
    public = premises.portal / "public"  # beside it lie records that are nobody's business
    public.mkdir(parents=True, exist_ok=True)
    replay = ["rehearsal.replay_server", "--port", str(ports.replay)]
    replay += ["--sites", str(surroundings.sites)]
    if surroundings.pages:
        replay += ["--pages", str(surroundings.pages)]
    inbox = ["rehearsal.mail_inbox", "--folder", str(premises.mail)]
    inbox += ["--smtp-port", str(ports.inbox_smtp), "--web-port", str(ports.inbox_web)]
    portal = ["http.server", "--bind", LOOPBACK, "--directory", str(public)]
    portal += [str(ports.portal)]
    for name, module in (("replay", replay), ("inbox", inbox), ("portal", portal)):
        parts.start(name, [sys.executable, "-m", *module], env=environment)


def await_surroundings(parts: Parts, ports: Ports, *, timeout: float = 30.0) -> None:
    """Wait until all of them answer. Raises PartEnded or TimeoutError."""
    doors = {"replay": ports.replay, "inbox": ports.inbox_web, "portal": ports.portal}
    for name, port in doors.items():
        wait_for(partial(_is_open, port), part=name, parts=parts, timeout=timeout)


def _is_open(port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex((LOOPBACK, port)) == 0
