"""The letter about changed originals."""

from datetime import UTC, datetime

from infodesk.collecting.originals.original_letter import ChangeLine, original_letter
from infodesk.collecting.originals.watched import ChangeKind

ADDRESS = "https://desk.example/review/open?token=abc"


def line(title: str = "某项工作的通知", kind: ChangeKind = ChangeKind.CHANGED) -> ChangeLine:
    found_at = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
    return ChangeLine(title=title, kind=kind, found_at=found_at, standing="正在审核")


def write(*lines: ChangeLine):
    return original_letter(
        lines,
        to="editor@office.example",
        name="编辑甲",
        office_name="某市发展和改革委员会",
        address=ADDRESS,
        expires_at=datetime(2026, 4, 1, 4, 30, tzinfo=UTC),
    )


def test_one_change_is_named_in_the_subject() -> None:
    mail = write(line("某项\n工作的通知", ChangeKind.GONE))

    assert mail.subject == "【信息审签】1 篇转载信息的原文有变化：某项 工作的通知"
    assert "\n" not in mail.subject


def test_it_says_what_happened_in_shanghai_time_and_holds_one_link() -> None:
    mail = write(line(), line("另一项", ChangeKind.GONE), line("第三项", ChangeKind.RESTORED))

    assert mail.subject == "【信息审签】3 篇转载信息的原文有变化"
    for text in (mail.text, mail.html):
        for said in ("原文有改动", "原文已撤下", "原文撤下后又恢复", "正在审核"):
            assert said in text
        assert "2026年3月2日12:30发现" in text
        assert "2026年4月1日12:30" in text
    assert mail.text.count("http") == 1
    assert mail.html.count(f'href="{ADDRESS}"') == mail.html.count("href=")


def test_a_title_from_outside_is_text_in_both_forms() -> None:
    mail = write(line("<b>通知</b>&"))

    assert "《<b>通知</b>&》" in mail.text
    assert "&lt;b&gt;通知&lt;/b&gt;&amp;" in mail.html


def test_a_long_list_is_cut_and_says_so() -> None:
    mail = write(*(line(f"通知{number}") for number in range(33)))

    assert "《通知29》" in mail.text
    assert "《通知30》" not in mail.text
    assert "另有 3 篇" in mail.text
    assert "另有 3 篇" in mail.html
