"""The rehearsal's folder, secrets and ports."""

import re
import socket
import stat
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from rehearsal.airflow_parts import airflow_environment, prepare_airflow
from rehearsal.premises import PREFERRED_PORTS, Premises, PremisesTaken, any_ports, choose_ports


@pytest.fixture
def premises(tmp_path: Path) -> Premises:
    return Premises(folder=tmp_path)


def test_secrets_are_made_once_and_for_the_owner_alone(premises: Premises) -> None:
    secrets = premises.secrets()
    assert premises.secrets() == secrets
    assert stat.S_IMODE((premises.folder / "secrets.json").stat().st_mode) == 0o600
    assert len(set(asdict(secrets).values())) == 5
    assert all(len(value) >= 16 for value in asdict(secrets).values())
    Fernet(secrets.fernet_key)  # Airflow would refuse another form


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    both = [tmp_path / "a", tmp_path / "b"]
    for folder in both:
        folder.mkdir()
    one, other = (Premises(folder=folder).secrets() for folder in both)
    assert not set(asdict(one).values()) & set(asdict(other).values())


def test_one_rehearsal_a_folder(premises: Premises) -> None:
    with premises.taken(), pytest.raises(PremisesTaken, match="Ctrl-C"), premises.taken():
        pass
    with premises.taken():
        pass


def test_a_busy_port_is_replaced_and_none_comes_twice() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        ports = choose_ports(replace(any_ports(), airflow=taken))
    assert ports.airflow != taken
    assert len(set(asdict(ports).values())) == len(asdict(PREFERRED_PORTS))


def test_a_free_preferred_port_is_kept() -> None:
    wanted = any_ports()
    assert choose_ports(wanted) == wanted


def test_airflow_listens_on_loopback_and_calls_nobody(premises: Premises) -> None:
    environment = airflow_environment(premises, any_ports())
    assert environment["AIRFLOW__API__HOST"] == "127.0.0.1"
    addresses = re.findall(r"https?://([^/:]+)", " ".join(environment.values()))
    assert set(addresses) == {"127.0.0.1"}


def test_no_stray_setting_of_ours_reaches_airflow(
    premises: Premises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    monkeypatch.setenv("INFODESK_DATABASE_URL", "postgresql://production")
    environment = airflow_environment(premises, any_ports())
    assert environment["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert "INFODESK_DATABASE_URL" not in environment


def test_the_migration_is_skipped_when_it_was_done_by_this_version(
    premises: Premises, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rehearsal import airflow_parts

    ran: list[list[str]] = []
    monkeypatch.setattr(airflow_parts.subprocess, "run", lambda argv, **_: ran.append(argv))
    for _ in range(2):
        prepare_airflow(premises, {})
    assert len(ran) == 1
    monkeypatch.setattr(airflow_parts, "version", lambda _: "99.0")
    prepare_airflow(premises, {})
    assert len(ran) == 2
    passwords = premises.airflow_home / "passwords.json"
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
