"""When originals are looked at again must be possible times, and what is ignored real patterns."""

import pytest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[source_watch]\nafter_hours = [0, 24]", "after_hours"),
        ("[source_watch]\nafter_hours = []", "after_hours"),
        ('[source_watch]\nignore = ["阅读(\\\\d+"]', "不是正则"),
    ],
)
def test_what_cannot_work_is_told(office, only_mistake, text: str, told: str) -> None:
    office.write("collecting.toml", text)

    assert told in only_mistake()


def test_patterns_are_taken_as_they_are(office) -> None:
    office.write("collecting.toml", "[source_watch]\nignore = ['阅读[:：]?\\s*\\d+次?']")

    assert office.load().collecting.source_watch.ignore == (r"阅读[:：]?\s*\d+次?",)
