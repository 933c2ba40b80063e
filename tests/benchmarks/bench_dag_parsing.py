"""Parsing dags/ beyond importing Airflow: what the dag-processor pays again and again.

The peer is a DAG folder that holds one empty DAG.
"""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MEASURE = """
import sys, time, logging
logging.disable(logging.CRITICAL)
import airflow.sdk
from airflow.dag_processing.dagbag import DagBag
began = time.perf_counter()
bag = DagBag(sys.argv[1])
print(time.perf_counter() - began, len(bag.dags), len(bag.import_errors))
"""
EMPTY_DAG = "from airflow.sdk import DAG\nDAG('empty', schedule=None)\n"


def test_dag_parsing(tmp_path: Path) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "empty.py").write_text(EMPTY_DAG, encoding="utf-8")
    ours, count = _parse(PROJECT / "dags", tmp_path)
    peer, _ = _parse(tmp_path / "dags", tmp_path)
    print(f"\nparsing {count} DAGs: {ours * 1000:.0f} ms beyond importing Airflow;"
          f" one empty DAG {peer * 1000:.0f} ms; ratio {ours / count / peer:.2f}")  # fmt: skip


def _parse(folder: Path, home: Path) -> tuple[float, int]:
    answers = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", MEASURE, str(folder)],
            check=True,
            capture_output=True,
            text=True,
            env={
                "PATH": str(Path(sys.executable).parent),
                "AIRFLOW_HOME": str(home),
                "AIRFLOW__CORE__DAGS_FOLDER": str(folder),
                "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
                "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
                "PYTHONPATH": f"{PROJECT / 'include'}:{PROJECT / 'plugins'}",
            },
        )
        seconds, count, errors = done.stdout.split()[-3:]
        assert errors == "0", done.stdout + done.stderr
        answers.append((float(seconds), int(count)))
    return min(answers)
