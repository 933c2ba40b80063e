"""The reader on real pages, where they are at hand: INFODESK_CORPORA names their folder.

Without it there are no cases here; the pages are their publishers' and not part of this project.
"""

import importlib.util
import os
from pathlib import Path

import extract_article

_CORPORA = os.environ.get("INFODESK_CORPORA", "")
# What the reader promises on pages that it may have been made with, in per cent.
_PROMISED = (("title", 98.0), ("date", 98.0), ("source", 90.0), ("F1", 96.0))


def _scores(corpora: Path) -> dict[str, float]:
    file = corpora / "score_extraction.py"
    spec = importlib.util.spec_from_file_location("score_extraction", file)
    scoring = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scoring)
    return scoring.run(str(corpora / "zh-articles" / "gold.json"), extract_article.__name__)


if _CORPORA:

    def test_the_targets_are_held() -> None:
        scores = _scores(Path(_CORPORA))
        assert scores["err"] == 0
        assert {name: scores[name] for name, least in _PROMISED if scores[name] < least} == {}
        assert scores["date_wrong"] * scores["nD"] <= 100  # at most one page
