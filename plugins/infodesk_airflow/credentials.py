"""Resolves the connection ids of the catalog inside a task, through whatever Airflow keeps them in.

The catalog names a connection and never a secret. In a task the secret comes from Airflow's
connections (environment, metadata, any secrets backend); elsewhere bootstrap reads the same
`AIRFLOW_CONN_<ID>` variables itself.
"""

from typing import TYPE_CHECKING

from airflow.sdk import Connection
from airflow.sdk.exceptions import AirflowNotFoundException

if TYPE_CHECKING:
    from infodesk.bootstrap import Credential


class TaskCredentials:
    """Hands out credentials by connection id; works in a running task and in a callback."""

    def resolve(self, connection_id: str) -> "Credential":
        """Return the credential of a connection. Raises CredentialMissing."""
        from infodesk.bootstrap import Credential, CredentialMissing

        try:
            found = Connection.get(connection_id)
        except AirflowNotFoundException:
            raise CredentialMissing(connection_id) from None
        return Credential(
            kind=found.conn_type or "",
            host=found.host or "",
            port=found.port,
            login=found.login or "",
            password=found.password or "",
            schema=found.schema or "",
            extra=dict(found.extra_dejson),
        )
