"""The few calls of Airflow's own API that a rehearsal makes, as its operator."""

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote


class AirflowApi:
    """Speaks to one API server on loopback."""

    def __init__(self, *, base_url: str, username: str, password: str) -> None:
        self.base_url = base_url
        self._username = username
        self._password = password
        self._token = ""

    def health(self) -> dict[str, dict[str, str | None]]:
        """Return what each part says of itself; empty while nobody answers."""
        try:
            return dict(self._ask("GET", "/api/v2/monitor/health"))
        except OSError:
            return {}

    def dags(self) -> dict[str, bool]:
        """Return each parsed DAG and whether it is paused."""
        answer = self._ask("GET", "/api/v2/dags?limit=100", signed_in=True)
        return {dag["dag_id"]: dag["is_paused"] for dag in answer["dags"]}

    def import_errors(self) -> list[str]:
        """Return the DAG files that could not be read, with the reason."""
        answer = self._ask("GET", "/api/v2/importErrors", signed_in=True)
        return [f"{error['filename']}: {error['stack_trace']}" for error in answer["import_errors"]]

    def trigger(self, dag_id: str) -> str:
        """Start a run by hand and return its id."""
        path = f"/api/v2/dags/{quote(dag_id)}/dagRuns"
        answer = self._ask("POST", path, {"logical_date": None, "conf": {}}, signed_in=True)
        return str(answer["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """Return the latest runs of a DAG, newest first."""
        path = f"/api/v2/dags/{quote(dag_id)}/dagRuns?order_by=-run_after&limit=50"
        return list(self._ask("GET", path, signed_in=True)["dag_runs"])

    def task_instances(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """Return the task instances of a run."""
        path = f"/api/v2/dags/{quote(dag_id)}/dagRuns/{quote(run_id)}/taskInstances"
        return list(self._ask("GET", path, signed_in=True)["task_instances"])

    def _ask(
        self, method: str, path: str, body: object = None, *, signed_in: bool = False
    ) -> dict[str, Any]:
        headers = {"Accept": "application/json"}
        if signed_in:
            headers["Authorization"] = f"Bearer {self._signed_in()}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(  # noqa: S310 -- our own server, http by construction
            self.base_url + path,
            method=method,
            headers=headers,
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request, timeout=15) as answer:  # noqa: S310 -- see above
            return dict(json.load(answer))

    def _signed_in(self) -> str:
        if not self._token:
            sign_in = {"username": self._username, "password": self._password}
            self._token = str(self._ask("POST", "/auth/token", sign_in)["access_token"])
        return self._token
