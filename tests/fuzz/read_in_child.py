"""Runs in a process of its own: one reader, one file; prints what it took.

`python read_in_child.py READER FILE` prints the answer; with SEEDS behind it, the file is read as
it is and damaged once for each number below SEEDS. `script` is `ops_scripts/extract_article.py`.
"""

import contextlib
import io
import json
import re
import resource
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "include"), str(ROOT)]


def peak_mb() -> float:
    """Return the most memory this process has had.

    `ru_maxrss` will not do: a child takes over the figure of the process that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024


def cpu_seconds() -> float:
    """Return the time worked so far; on a busy machine the clock on the wall shows more."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def run_script(path: Path) -> str:
    """Run the operator's script as it is called; return how it ends."""
    printed = io.StringIO()
    sys.argv = ["extract_article.py", "--url", "https://a.gov.cn/t20260731_1.html", str(path)]
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        try:
            runpy.run_path(str(ROOT / "ops_scripts" / "extract_article.py"), run_name="__main__")
        except SystemExit as end:
            said = json.loads(printed.getvalue())
            assert said["body_text"] or said["images"] or said["warnings"], "nothing is said"
            return f"exit {end.code}: {' '.join(said['warnings'])[:200]}"
    raise AssertionError("the script did not end as a script does")


def main(reader: str, path: Path, seeds: int) -> None:
    """Read, and print the worst time, the peak and the last answer."""
    if reader == "script":
        started, answer = cpu_seconds(), run_script(path)
        print(json.dumps({"seconds": cpu_seconds() - started, "mb": peak_mb(), "answer": answer}))
        return
    from tests.fuzz.answers import answer_of
    from tests.fuzz.broken_input import mutated

    original, worst, at = path.read_bytes(), 0.0, -1
    for seed in range(-1, seeds):
        content = original if seed < 0 else mutated(original, seed)
        started = cpu_seconds()
        try:
            answer = answer_of(reader, content)
        except BaseException:
            print(f"{path.name}, damaged by seed {seed}, read by {reader}:", file=sys.stderr)
            raise
        if cpu_seconds() - started > worst:
            worst, at = cpu_seconds() - started, seed
    print(json.dumps({"seconds": worst, "mb": peak_mb(), "answer": answer, "seed": at}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
