"""Secrets are named by connection ids in the catalog and resolved by whoever runs us."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from infodesk.kernel.errors import InfodeskError


class CredentialMissing(InfodeskError):
    """A connection id is named that nobody has set."""

    def __init__(self, connection_id: str) -> None:
        variable = f"AIRFLOW_CONN_{connection_id.upper()}"
        super().__init__(
            f"没有名为 {connection_id} 的连接",
            remedy=f"请在 Airflow 的“管理 → 连接”中建立，或设置 {variable}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What is needed to sign in somewhere; the secret never shows in a log or a traceback."""

    kind: str
    host: str
    port: int | None = None
    login: str = ""
    password: str = field(default="", repr=False)
    schema: str = ""
    extra: dict[str, Any] = field(default_factory=dict, repr=False)


class Credentials(Protocol):
    """Finds a credential by its connection id."""

    def resolve(self, connection_id: str) -> Credential:
        """Return the credential. Raises CredentialMissing."""
        ...
