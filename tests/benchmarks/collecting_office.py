"""An office that collects from the generated web, as a program: one process as a task would be.

`collecting_office.py HOME SITE HOST ...` runs the real task for each host in turn and prints, as
JSON, its counts, the seconds and this process's peak memory. `--prepare COLUMNS ITEMS` makes the
office first; `--force` collects what is not due.
"""

import argparse
import json
import os
import resource
import shutil
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
HOSTS = ("www.first.example", "www.second.example")
SOURCE = """\
name = "某委·栏目{column}"
kind = "html_list"
url = "http://{host}/c{column}/"
credit = "某委网站"
target = [{{ channel = "portal", column = "national" }}]
items_per_run = 200
{rules}
"""

RULES = """\
[[relevance]]
id = "policy"
name = "政策"
title_has = ["办法", "规定", "意见", "方案"]
priority = "urgent"
reprint_within_hours = 12
basis = "某办法"
"""


def prepare(home: Path, *, columns: int, has_selectors: bool) -> None:
    """Make an office: the shipped catalog with the generated sources, an empty database."""
    from sample_web import ARTICLE_RULES, LIST_RULES

    catalog = home / "catalog"
    shipped = PROJECT / "include" / "catalog"
    shutil.copytree(shipped, catalog, ignore=shutil.ignore_patterns("sources"))
    (catalog / "sources").mkdir()
    rules = LIST_RULES + (ARTICLE_RULES if has_selectors else "")
    for column in range(columns):
        source = SOURCE.format(column=column, host=HOSTS[column % 2], rules=rules)
        (catalog / "sources" / f"column_{column}.toml").write_text(source, "utf-8")
    (catalog / "collecting.toml").write_text(RULES, "utf-8")  # the shipped one names its sources


def use(home: Path, site: str) -> None:
    """Let this process be that office, which asks the generated web whatever the host."""
    for name, value in {
        "HOME": str(home),
        "CATALOG": str(home / "catalog"),
        "DATABASE_URL": "",
        "REPLAY_URL": site,
        "FETCH_INTERVAL_SECONDS": "0",
    }.items():
        os.environ[f"INFODESK_{name}"] = value


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("site")
    parser.add_argument("hosts", nargs="*")
    parser.add_argument("--prepare", type=int, default=0, metavar="COLUMNS")
    parser.add_argument("--general-reader", action="store_true")
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--profile", type=Path)
    options = parser.parse_args()
    use(options.home, options.site)

    from infodesk.bootstrap import prepare_installation, run_collect_host, wiring

    if options.prepare:
        options.home.mkdir(parents=True, exist_ok=True)
        prepare(options.home, columns=options.prepare, has_selectors=not options.general_reader)
        prepare_installation()
    totals: dict[str, int] = {}
    _ = wiring().catalog, wiring().pages, wiring().captures
    began, cpu_began = time.perf_counter(), time.process_time()
    if options.profile:
        import cProfile

        profiler = cProfile.Profile()
        profiler.enable()
    for host in options.hosts:
        for name, count in run_collect_host(host, force=options.force).items():
            totals[name] = totals.get(name, 0) + count
    if options.profile:
        profiler.disable()
        profiler.dump_stats(options.profile)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    json.dump(
        {**totals, "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak_kb // 1024}, sys.stdout
    )


if __name__ == "__main__":
    main()
