"""The generated .env and docker-compose.yml fit together, and nothing is left open."""

import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import write_compose_env

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE)["services"])


def values(text: str) -> dict[str, str]:
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def test_every_needed_value_is_made_or_asked_for() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", COMPOSE))
    made = values(write_compose_env.env_text())
    assert needed == set(made)
    to_fill_in = {name for name, value in made.items() if not value}
    assert to_fill_in == {"AIRFLOW_CONN_INFODESK_SMTP", "INFODESK_MAIL_FROM"}


def test_secrets_are_long_and_different_each_time() -> None:
    one, other = (values(write_compose_env.env_text()) for _ in range(2))
    secrets = [value for made in (one, other) for value in made.values() if value]
    assert len(set(secrets)) == len(secrets)
    assert min(map(len, secrets)) >= 16
    assert len(one["INFODESK_SECRET_KEY"]) >= 32


def test_no_secret_stands_in_the_compose_file() -> None:
    literal = re.findall(r"(?:PASSWORD|SECRET|SECRET_KEY|FERNET_KEY): (?!\$\{)\S+", COMPOSE)
    assert literal == []


def test_an_existing_file_is_never_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / ".env"
    monkeypatch.setattr(sys, "argv", ["write_compose_env.py", "--file", str(file)])
    assert write_compose_env.main() == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert write_compose_env.main() == 1
    assert file.read_bytes() == before
    assert "已存在" in capsys.readouterr().err


def test_only_loopback_is_published(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_our_services_run_without_privileges_and_tell_their_health(
    services: dict[str, Any],
) -> None:
    ours = {name: service for name, service in services.items() if name != "postgres"}
    assert set(ours) == {"migrations", "api-server", "scheduler", "dag-processor", "triggerer"}
    for name, service in ours.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert "healthcheck" in service or name == "migrations", name
    dockerfile = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE) == ["infodesk"]


def test_the_image_holds_no_data_and_no_secrets() -> None:
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    allowed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert allowed == {"requirements.lock", "include", "plugins", "dags", "ops_scripts"}
