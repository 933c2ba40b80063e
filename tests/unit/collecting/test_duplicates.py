"""When two texts are the same text."""

import pytest

from infodesk.collecting.duplicates import fingerprint

BODY = "<p>自2026年11月20日24时起，下调85元。</p>"


def _print(title="关于调整价格的公告", body=BODY, files=()) -> str:
    return fingerprint(title=title, body_html=body, file_hashes=files)


@pytest.mark.parametrize(
    "body",
    [
        "<div>　　自2026年11月20日24时起，\n下调<b>85</b>元。</div>",
        "<p>自２０２６年11月20日24时起，</p><p>下调85元。</p>",
        "<p align='center'>自2026年11月20日24时起，下调&nbsp;85元。</p>",
    ],
)
def test_layout_makes_no_difference(body) -> None:
    assert _print(body=body) == _print()


def test_successive_notices_with_one_title_are_two_texts() -> None:
    assert _print(body=BODY.replace("85", "80")) != _print()
    assert _print(body=BODY.replace("20日", "6日")) != _print()


def test_title_and_files_count() -> None:
    assert _print(title="关于调整价格的通知") != _print()
    assert _print(files=["a"]) != _print(files=["b"])
    assert _print(files=["b", "a", "a"]) == _print(files=["a", "b"])
