"""The general reader against gne and trafilatura: the same real pages, the same run.

INFODESK_CORPORA names the folder that holds `zh-articles/gold.json` and `score_extraction.py`;
without it there is nothing to read. The peers run in `.venv-peers`, which `make bench` makes.
"""

import importlib.util
import json
import os
import subprocess
from pathlib import Path
from types import ModuleType

from tests.benchmarks.reader_peers import measured, pages_of

import extract_article

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
ROUNDS = 3  # the fastest counts: the machine does other things too
MEASURES = ("title", "date", "date_wrong", "source", "P", "R", "F1")


def test_reader() -> None:
    corpora = os.environ.get("INFODESK_CORPORA")
    if not corpora:
        print("\ngeneral reader: INFODESK_CORPORA is not set, no pages to read")
        return
    gold_file = Path(corpora) / "zh-articles" / "gold.json"
    scoring = _scoring(Path(corpora) / "score_extraction.py")
    pages = pages_of(gold_file)
    runs = {"infodesk": _fastest(lambda: measured(extract_article.extract, pages))}
    for peer in ("gne", "trafilatura"):
        runs[peer] = _fastest(lambda peer=peer: _in_own_python(peer, gold_file))
    print(f"\ngeneral reader, {len(pages)} pages, mean {_mean_kilobytes(pages):.0f} KB")
    print(f"{'':12} {'title':>6} {'date':>6} {'wrong':>6} {'source':>6} {'P':>6} {'R':>6} {'F1':>6}"
          f" {'pages/s':>8} {'ratio':>6}")  # fmt: skip
    rates = {name: len(pages) / run["seconds"] for name, run in runs.items()}
    scores = {name: _score(scoring, gold_file, run["found"]) for name, run in runs.items()}
    for name, score in scores.items():
        values = " ".join(f"{score[measure]:6.1f}" for measure in MEASURES)
        print(f"{name:12} {values} {rates[name]:8.1f} {rates['infodesk'] / rates[name]:6.1f}")
    for peer in ("gne", "trafilatura"):
        assert rates["infodesk"] > rates[peer]
        assert all(scores["infodesk"][m] >= scores[peer][m] for m in ("title", "date", "F1"))


def _fastest(run) -> dict:
    return min((run() for _ in range(ROUNDS)), key=lambda result: result["seconds"])


def _in_own_python(peer: str, gold_file: Path) -> dict:
    script = Path(__file__).with_name("reader_peers.py")
    done = subprocess.run(
        [PEERS, "-W", "ignore", script, peer, gold_file], capture_output=True, check=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def _scoring(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_extraction", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _score(scoring: ModuleType, gold_file: Path, found: list[dict]) -> dict[str, float]:
    """Score what was found, by the corpus's own rules."""
    answers = iter([found[0], *found])  # it asks for the first page twice

    class Module:
        extract = staticmethod(lambda html, url: next(answers))

    original = scoring.importlib.import_module
    scoring.importlib.import_module = lambda name: Module
    try:
        return scoring.run(str(gold_file), "found")
    finally:
        scoring.importlib.import_module = original


def _mean_kilobytes(pages: list[tuple[bytes, str]]) -> float:
    return sum(len(html) for html, _ in pages) / len(pages) / 1024
