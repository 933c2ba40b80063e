"""What every DAG owes its operators."""

import re
from pathlib import Path
from typing import Any

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DAGS = Path(__file__).resolve().parents[2] / "dags"


def test_the_folder_loads_without_an_error(bag: dict[str, Any]) -> None:
    assert bag["errors"] == {}


def test_one_duty_one_file_at_most_sixty_lines(dags: list[dict[str, Any]]) -> None:
    files = {dag["file"] for dag in dags}
    assert files == {file.name for file in DAGS.glob("*.py")}
    assert len(files) == len(dags)
    assert {f"{dag['id']}.py" for dag in dags} == files
    long_files = {
        file: lines
        for file in files
        if (lines := len((DAGS / file).read_text(encoding="utf-8").splitlines())) > 60
    }
    assert long_files == {}


def test_every_dag_and_task_has_a_chinese_name(dags: list[dict[str, Any]]) -> None:
    nameless = [
        thing["id"]
        for dag in dags
        for thing in (dag, *dag["tasks"])
        if not CHINESE.search(thing["display_name"])
    ]
    assert nameless == []


def test_every_dag_tells_operators_what_to_do_when_it_is_red(dags: list[dict[str, Any]]) -> None:
    wanted = ("**做什么**", "**为什么**", "**什么时候**", "**变红了怎么办**")
    silent = {dag["id"]: missing for dag in dags if (missing := _missing(wanted, dag["doc"]))}
    assert silent == {}


def _missing(wanted: tuple[str, ...], text: str) -> list[str]:
    return [word for word in wanted if word not in text]


def test_every_dag_has_tags_and_every_task_an_owner(dags: list[dict[str, Any]]) -> None:
    assert [dag["id"] for dag in dags if not dag["tags"]] == []
    assert {
        task["owner"] for dag in dags for task in dag["tasks"] if task["owner"] != "airflow"
    } == {"公共信用信息中心"}
    assert all(task["owner"] != "airflow" for dag in dags for task in dag["tasks"])


def test_every_failure_is_reported_even_that_of_a_killed_task(dags: list[dict[str, Any]]) -> None:
    assert {name for dag in dags for name in dag["failed_run"]} == {"report_failed_run"}
    assert all(dag["failed_run"] for dag in dags)
    assert all(task["failed"] == ["report_failure"] for dag in dags for task in dag["tasks"])


def test_no_run_overtakes_another_or_hangs_for_ever(dags: list[dict[str, Any]]) -> None:
    for dag in dags:
        assert dag["max_active_runs"] == 1, dag["id"]
        assert dag["catchup"] is False, dag["id"]
        assert dag["timezone"] == "Asia/Shanghai", dag["id"]
        assert all(task["retries"] and task["has_timeout"] for task in dag["tasks"]), dag["id"]


def test_mapped_tasks_are_named_by_what_they_work_on(dags: list[dict[str, Any]]) -> None:
    mapped = [task for dag in dags for task in dag["tasks"] if task["is_mapped"]]
    assert sorted(task["id"] for task in mapped) == ["collect_host", "watch_host"]
    assert all(task["map_index_template"] for task in mapped)


def test_each_topic_of_the_outbox_has_a_doorbell_of_its_own(dags: list[dict[str, Any]]) -> None:
    from infodesk.kernel.outbox import Topic

    triggers = [
        trigger for dag in dags for watchers in dag["watchers"].values() for trigger in watchers
    ]
    # Airflow shares one trigger between equal arguments: then one bell would ring for both.
    assert sorted(arguments["topic"] for _, arguments in triggers) == sorted(Topic)
    assert {path for path, _ in triggers} == {"infodesk_airflow.doorbell.DoorbellTrigger"}
    answering = [dag for dag in dags if dag["watchers"]]
    assert all(task["has_backoff"] for dag in answering for task in dag["tasks"])
