"""Credentials from the environment, in the forms that Airflow reads too (URI or JSON)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from infodesk.kernel.credentials import Credential, CredentialMissing


@dataclass(frozen=True, slots=True)
class EnvironmentCredentials:
    """Reads `AIRFLOW_CONN_<ID>`; used wherever no Airflow task is running."""

    environment: Mapping[str, str]

    def resolve(self, connection_id: str) -> Credential:
        """Return the credential of a connection. Raises CredentialMissing."""
        value = self.environment.get(f"AIRFLOW_CONN_{connection_id.upper()}", "").strip()
        if not value:
            raise CredentialMissing(connection_id)
        return _from_json(value) if value.startswith("{") else _from_uri(value)


def _from_json(value: str) -> Credential:
    fields = json.loads(value)
    extra = fields.get("extra") or {}
    return Credential(
        kind=fields.get("conn_type", ""),
        host=fields.get("host", ""),
        port=int(fields["port"]) if fields.get("port") else None,
        login=fields.get("login", ""),
        password=fields.get("password", ""),
        schema=fields.get("schema", ""),
        extra=json.loads(extra) if isinstance(extra, str) else extra,
    )


def _from_uri(value: str) -> Credential:
    parts = urlsplit(value)
    return Credential(
        kind=parts.scheme.replace("-", "_"),
        host=unquote(parts.hostname or ""),
        port=parts.port,
        login=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        schema=unquote(parts.path.lstrip("/")),
        extra=dict(parse_qsl(parts.query)),
    )
