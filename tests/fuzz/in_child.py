"""Let a process of its own read, so that its time and memory are its own too."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("read_in_child.py")
MOST_SECONDS = 5.0  # of work; what is started beside this test does not count
MOST_MB = 500.0
_HANGS_AFTER = 240  # seconds on the wall, however busy the machine is


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a child took for one file."""

    seconds: float
    mb: float
    answer: str


def read_in_child(reader: str, path: Path, *, seeds: int = 0) -> Reading:
    """Return what reading took, and fail where it broke or took more than it may."""
    child = subprocess.run(
        [sys.executable, "-W", "error", str(CHILD), reader, str(path), str(seeds)],
        capture_output=True,
        text=True,
        timeout=_HANGS_AFTER,
        check=False,
    )
    assert child.returncode == 0, (
        f"{reader} broke (exit {child.returncode}):\n{child.stderr[-3000:]}"
    )
    took = json.loads(child.stdout)
    assert took["seconds"] <= MOST_SECONDS, f"{reader} worked {took['seconds']:.1f} s: {took}"
    assert took["mb"] <= MOST_MB, f"{reader} took {took['mb']:.0f} MB: {took}"
    return Reading(seconds=took["seconds"], mb=took["mb"], answer=took["answer"])
