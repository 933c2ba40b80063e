"""Where a rehearsal lives: its folder, its random secrets, its free ports and its lock."""

import base64
import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"


class RehearsalFailed(RuntimeError):
    """The rehearsal cannot go on; the message says why, and what to read."""


class PremisesTaken(RehearsalFailed):
    """Somebody else's rehearsal runs in the same folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Random keys of one installation; made once, kept in a file that its owner alone can read."""

    airflow_password: str
    fernet_key: str
    jwt_secret: str
    api_secret_key: str
    desk_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Loopback ports of the parts."""

    airflow: int
    inbox_web: int
    inbox_smtp: int
    replay: int
    portal: int


PREFERRED_PORTS = Ports(airflow=8080, inbox_web=8025, inbox_smtp=2525, replay=8070, portal=8090)


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """One folder that holds everything a rehearsal writes."""

    folder: Path

    @property
    def airflow_home(self) -> Path:
        """Airflow's own files: metadata, configuration, task logs."""
        return self.folder / "airflow"

    @property
    def logs(self) -> Path:
        """What the parts print."""
        return self.folder / "log"

    @property
    def mail(self) -> Path:
        """The letters of the inbox, one .eml file each."""
        return self.folder / "mail"

    @property
    def portal(self) -> Path:
        """The published site."""
        return self.folder / "portal"

    def secrets(self) -> Secrets:
        """Return the secrets, made and stored at the first call."""
        path = self.folder / "secrets.json"
        try:
            return Secrets(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            made = _random_secrets()
        write_private(path, json.dumps(asdict(made), indent=2))
        return made

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the folder for one rehearsal. Raises PremisesTaken when another one has it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PremisesTaken(
                    f"{self.folder} 里已有一个演示在运行：请先在那个窗口按 Ctrl-C 结束它，"
                    "或用 --folder 换一个文件夹。"
                ) from None
            yield


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, replacing an older one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(text)
    draft.replace(path)


def choose_ports(preferred: Ports = PREFERRED_PORTS) -> Ports:
    """Return the preferred port for each part, or another free one where it is busy.

    A preferred port of 0 means any. All are held until the last is chosen, so none comes twice.
    """
    with ExitStack() as held:
        chosen = {part: held.enter_context(_held(port)) for part, port in asdict(preferred).items()}
    return Ports(**chosen)


def any_ports() -> Ports:
    """Return free ports that nobody would guess, for runs beside one another."""
    return choose_ports(Ports(airflow=0, inbox_web=0, inbox_smtp=0, replay=0, portal=0))


def _random_secrets() -> Secrets:
    return Secrets(
        airflow_password=secrets.token_urlsafe(12),
        fernet_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        jwt_secret=secrets.token_urlsafe(48),
        api_secret_key=secrets.token_urlsafe(48),
        desk_secret=secrets.token_urlsafe(48),
    )


@contextmanager
def _held(port: int) -> Iterator[int]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            probe.bind((LOOPBACK, 0))
        yield int(probe.getsockname()[1])
