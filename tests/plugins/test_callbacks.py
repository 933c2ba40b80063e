"""What becomes of a failed task, with a fake desk behind it."""

import logging
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from infodesk_airflow.callbacks import REPORTED, report_failed_run, report_failure

LOG_URL = "http://127.0.0.1:8080/dags/collect_sources/runs/r1/tasks/collect_host"


@dataclass
class Instance:
    dag_id: str = "collect_sources"
    task_id: str = "collect_host"
    run_id: str = "r1"
    map_index: int | None = 2
    log_url: str = LOG_URL
    xcoms: dict[str, str] = field(default_factory=dict)
    has_xcoms: bool = True

    def xcom_push(self, key: str, value: str) -> None:
        self.xcoms[key] = value

    def xcom_pull(self, *, task_ids: str, key: str, map_indexes: int | None) -> str | None:
        if not self.has_xcoms:
            raise RuntimeError("no supervisor here")
        assert (task_ids, map_indexes) == (self.task_id, self.map_index)
        return self.xcoms.get(key)


@dataclass
class Desk:
    reports: list[dict[str, Any]] = field(default_factory=list)
    is_down: bool = False

    def run_report_task_failure(self, **report: Any) -> str:
        if self.is_down:
            raise OSError("database is locked")
        self.reports.append(report)
        return f"P{len(self.reports)}"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    bootstrap = ModuleType("infodesk.bootstrap")
    bootstrap.run_report_task_failure = desk.run_report_task_failure  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "infodesk.bootstrap", bootstrap)
    return desk


def context(instance: Instance, error: object = None) -> Any:
    return {"ti": instance, "exception": error}


def test_a_failure_is_registered_with_all_that_finds_it_again(desk: Desk) -> None:
    instance = Instance()
    report_failure(context(instance, ValueError("页面读不懂")))

    (report,) = desk.reports
    report.pop("credentials")
    assert report == {
        "dag_id": "collect_sources",
        "task_id": "collect_host",
        "run_id": "r1",
        "map_index": 2,
        "error": "ValueError: 页面读不懂",
        "log_url": LOG_URL,
    }
    assert instance.xcoms == {REPORTED: "P1"}


def test_a_task_that_is_not_mapped_has_index_minus_one(desk: Desk) -> None:
    report_failure(context(Instance(map_index=None), "stopped by hand"))
    assert desk.reports[0]["map_index"] == -1
    assert desk.reports[0]["error"] == "stopped by hand"


def test_the_run_adds_nothing_to_what_the_task_reported(desk: Desk) -> None:
    instance = Instance()
    report_failure(context(instance, ValueError("x")))
    report_failed_run(context(instance))
    assert len(desk.reports) == 1


def test_the_run_reports_for_a_task_that_was_killed(desk: Desk) -> None:
    report_failed_run(context(Instance()))
    assert "意外结束" in desk.reports[0]["error"]


def test_the_run_reports_rather_twice_than_never(desk: Desk) -> None:
    report_failed_run(context(Instance(has_xcoms=False)))
    assert len(desk.reports) == 1


def test_a_run_without_a_task_is_nobodys_failure(desk: Desk) -> None:
    report_failed_run({"run_id": "r1"})  # type: ignore[typeddict-item]
    assert desk.reports == []


def test_a_desk_that_is_down_is_logged_and_left_to_the_run(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    desk.is_down = True
    instance = Instance()
    report_failure(context(instance, ValueError("x")))
    assert "未能登记" in caplog.text

    desk.is_down = False
    report_failed_run(context(instance))
    assert len(desk.reports) == 1
