"""The main job, end to end, as `make smoke` runs it: source site to portal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.airflow
@pytest.mark.timeout(900)
def test_a_reprint_travels_from_its_source_to_the_portal() -> None:
    corpora = os.environ.get("INFODESK_CORPORA")
    pages = ["--pages", str(Path(corpora) / "zh-articles")] if corpora else []
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(
            str(PROJECT / folder) for folder in ("include", "plugins", "ops_scripts")
        )
    }
    done = subprocess.run(
        [sys.executable, "-m", "rehearsal.smoke", *pages],
        env=environment,
        capture_output=True,
        text=True,
        timeout=840,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "通过" in done.stdout.splitlines()[-1]
