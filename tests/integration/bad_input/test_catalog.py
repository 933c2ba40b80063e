"""A typo in the catalog stops every run before it acts, and says where and what to mend."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.integration.bad_input.bad_office import BadOffice

from infodesk.bootstrap import (
    open_errands,
    run_collect_host,
    run_publish_approved,
    run_report_task_failure,
    run_request_reviews,
    run_verify_ledger,
    source_hosts,
    wiring,
)
from infodesk.catalog.errors import CatalogError

PROJECT = Path(__file__).parents[3]
RUNS = {
    "source_hosts": source_hosts,
    "collect_host": lambda: run_collect_host("127.0.0.1"),
    "request_reviews": run_request_reviews,
    "publish_approved": run_publish_approved,
    "verify_ledger": run_verify_ledger,
}


@pytest.fixture
def mistyped(office: BadOffice) -> BadOffice:
    """Give an office with one text on its way, and a typo in a source."""
    office.add_good_source("news", one="第一篇稿件")
    assert office.collect()["new"] == 1
    source = office.catalog / "sources" / "news.toml"
    source.write_text(source.read_text("utf-8").replace('credit = "某', 'credt = "某'), "utf-8")
    office.begin_anew()
    return office


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS.keys())
def test_every_run_names_file_key_and_remedy(mistyped: BadOffice, run) -> None:
    with pytest.raises(CatalogError) as stopped:
        run()
    assert "sources/news.toml" in str(stopped.value)
    assert "credt" in str(stopped.value)
    assert "是否想写 credit？" in str(stopped.value)


def test_nothing_is_used_up_while_the_catalog_is_wrong(mistyped: BadOffice) -> None:
    """Else a morning with a typo would park every text as one that failed too often."""
    office = mistyped
    for _ in range(15):
        office.clock.pass_time(hours=1)
        with pytest.raises(CatalogError):
            run_request_reviews()
    source = office.catalog / "sources" / "news.toml"
    source.write_text(source.read_text("utf-8").replace("credt", "credit"), "utf-8")
    office.begin_anew()
    office.post.open()

    assert office.request_reviews() == {"done": 1, "failed": 0, "mails": 1}
    assert open_errands("review") == 0


def test_the_failed_task_is_a_problem_all_the_same(mistyped: BadOffice) -> None:
    """The failure callback runs with the same wrong catalog; the operators cannot be mailed."""
    problem_id = run_report_task_failure(
        dag_id="collect_sources",
        task_id="hosts",
        run_id="r",
        map_index=-1,
        error="CatalogError: sources/news.toml",
        log_url="http://airflow.example/log",
    )
    with wiring().database.read() as records:
        assert "sources/news.toml" in records.problems.get(problem_id).details


def test_the_check_of_the_catalog_fails_with_the_same_words(mistyped: BadOffice) -> None:
    done = subprocess.run(
        [sys.executable, str(PROJECT / "ops_scripts" / "check_catalog.py")],
        env={**os.environ, "PYTHONPATH": str(PROJECT / "include")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    with pytest.raises(CatalogError) as stopped:
        source_hosts()
    assert done.stderr.strip() == str(stopped.value)
