"""Editing: typed, looked at, saved; a real change voids what was agreed, no change does not."""

from datetime import UTC, datetime

import pytest
from tests.plugins.review_desk.office import CITY, PINS, PREFIX, agree, everything

from infodesk.articles.article import Attachment
from infodesk.bootstrap import Destination, Placement, desk, wiring
from infodesk.reviewing.cases import CaseState

LINK = '<a href="https://www.ndrc.example/" rel="noopener noreferrer">链接</a>'
RICH = (
    f"<p>第一段有<strong>加粗</strong>和{LINK}。</p>"
    "<table><tbody><tr><td>指标</td><td>123.4</td></tr></tbody></table>"
    "<ul><li>第一条</li></ul><p>最后一段。</p>"
)


class _Desk:
    def __init__(self, office, browse, **content):
        office.give_pin("editor_jia", "leader_yi")
        self.office, self.browse = office, browse
        self.article = office.receive(**content)
        office.advance(self.article)
        self.id = office.case_id(self.article)
        self.editor = browse()
        self.editor.open(office.token("editor_jia"))

    @property
    def fields(self):
        return self.editor.get(f"/items/{self.id}/edit")

    def preview(self, **typed):
        return self.editor.submit(self.fields, "/edit", **{"act": "preview", **typed})

    def save(self, preview, **typed):
        typed = {"act": "save", "pin": PINS["editor_jia"], **typed}
        return self.editor.submit(preview, "/edit", **typed)

    @property
    def revisions(self):
        with wiring().database.read() as records:
            return records.articles.revisions(self.article)

    @property
    def case(self):
        with wiring().database.read() as records:
            return records.cases.get(self.id)


@pytest.fixture
def at_editor(office, browse):
    """Give a text with table, list and links, on the editor's desk."""
    return _Desk(office, browse, body_html=RICH)


def test_a_preview_saves_nothing(at_editor):
    before = everything()
    answer = at_editor.preview(title="新标题")
    assert answer.status_code == 200
    assert "预览修改" in answer.text
    assert everything() == before


def test_an_edit_voids_what_was_agreed_and_says_whose(at_editor):
    agree(at_editor.office, at_editor.article, "editor_jia")
    token = at_editor.office.token("leader_yi")
    preview = at_editor.preview(title="国家发展改革委部署经济工作")
    assert "编辑甲的意见失效" in preview.text
    saved = at_editor.save(preview)
    assert "修改已保存" in saved.text
    assert "编辑甲对上一稿的意见已失效" in saved.text
    assert at_editor.case.state is CaseState.VOID
    assert at_editor.revisions[-1].content.title == "国家发展改革委部署经济工作"
    assert at_editor.revisions[-1].created_by == "editor_jia"
    assert at_editor.browse().get("/open", params={"token": token}).status_code == 410


def test_saving_without_a_change_voids_nothing(at_editor):
    agree(at_editor.office, at_editor.article, "editor_jia")
    before = everything(but=("pins",))
    preview = at_editor.preview()
    assert "没有改动" in preview.text
    saved = at_editor.save(preview)
    assert "已有的意见继续有效" in saved.text
    assert everything(but=("pins",)) == before


def test_a_change_of_one_word_keeps_links_tables_and_bold(at_editor):
    texts = at_editor.editor.form(at_editor.fields, "/edit")["piece"]
    assert texts == ["第一段有加粗和链接。", "指标", "123.4", "第一条", "最后一段。"]
    texts[0], texts[2], texts[4] = "第一段里有加粗和链接。", "125.0", "最后一段。\n新加一段。"
    preview = at_editor.preview(piece=texts, appended="落款\n日期")
    assert '<span class="tag" aria-hidden="true">增</span>里</ins>' in preview.text
    at_editor.save(preview)
    assert at_editor.revisions[-1].content.body_html == (
        f"<p>第一段里有<strong>加粗</strong>和{LINK}。</p>"
        "<table><tbody><tr><td>指标</td><td>125.0</td></tr></tbody></table>"
        "<ul><li>第一条</li></ul><p>最后一段。</p><p>新加一段。</p><p>落款</p><p>日期</p>"
    )


def test_coming_back_from_the_preview_loses_nothing(at_editor):
    preview = at_editor.preview(
        title="改了一半", place=["portal/city", "portal/media"], pinned=["portal/city"],
        not_before="2026-03-05T09:00", appended="补一段",
    )  # fmt: skip
    back = at_editor.editor.submit(preview, "/edit", act="back")
    fields = at_editor.editor.form(back, "/edit")
    assert fields["title"] == ["改了一半"]
    assert fields["piece"][-1] == "补一段"
    assert fields["place"] == ["portal/city", "portal/media"]
    assert fields["pinned"] == ["portal/city"]
    assert fields["not_before"] == ["2026-03-05T09:00"]


def test_another_destination_is_another_text_to_approve(at_editor):
    agree(at_editor.office, at_editor.article, "editor_jia")
    preview = at_editor.preview(place=["portal/city"], pinned=["portal/city"], not_before="")
    assert "门户网站·市政府要闻（首页置顶）" in preview.text
    at_editor.save(preview)
    assert at_editor.case.state is CaseState.VOID
    assert len(at_editor.revisions) == 1
    at_editor.office.advance(at_editor.article)
    at_editor.id = at_editor.office.case_id(at_editor.article)
    assert at_editor.case.destination == Destination(
        placements=(Placement(channel_id="portal", column_id="city", is_pinned=True),)
    )
    page = at_editor.editor.get(f"/items/{at_editor.id}")
    assert "您上次办理之后的修改" in page.text
    assert "门户网站·国家发展改革委" in page.text


def test_a_time_that_nobody_touched_stays_to_the_microsecond(office, browse):
    exact = Destination(
        placements=CITY.placements, not_before=datetime(2026, 3, 4, 1, 2, 3, 456789, tzinfo=UTC)
    )
    at_editor = _Desk(office, browse, destination=exact)
    assert "没有改动" in at_editor.preview().text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": " "}, "标题和正文不能为空"),
        ({"piece": ["", "", "", "", ""]}, "标题和正文不能为空"),
        ({"place": []}, "请至少选择一个发布栏目"),
        ({"place": ["portal/nowhere"]}, "没有渠道或栏目"),
        ({"not_before": "明天上午"}, "定时发布的时间不对"),
        ({"not_before": "2030-01-01T00:00"}, "不能晚于一年后"),
        ({"not_before": "0001-01-01T00:00"}, "定时发布的时间不对"),
        ({"not_before": "9999-12-31T23:59"}, "定时发布的时间不对"),
    ],
)
def test_what_cannot_be_published_is_said_at_once(office, browse, typed, words):
    at_editor = _Desk(office, browse)
    if "piece" in typed:
        typed = {"piece": ["", ""]}
    answer = at_editor.preview(**typed)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_wrong_pin_does_not_save(at_editor):
    answer = at_editor.save(at_editor.preview(title="新标题"), pin="000001")
    assert answer.status_code == 422
    assert "还可以再试 4 次" in answer.text
    assert "新标题" in answer.text
    assert len(at_editor.revisions) == 1


def test_an_edit_over_somebody_elses_is_not_saved(at_editor):
    preview = at_editor.preview(title="我的标题")
    other = desk.person("editor_yi")
    found = desk.item(at_editor.id, other).file
    desk.save(
        at_editor.id, other, seen_revision_id=found.revision.id, title="他的标题",
        body_html=found.revision.content.body_html, credit=found.revision.content.credit,
        destination=found.case.destination,
    )  # fmt: skip
    answer = at_editor.save(preview)
    assert answer.status_code == 409
    assert "这次提交没有保存" in answer.text
    assert at_editor.revisions[-1].content.title == "他的标题"


def test_a_form_of_another_body_is_not_put_together(at_editor):
    answer = at_editor.preview(piece=["只有一段"])
    assert answer.status_code == 409


def test_only_editors_edit(at_editor):
    agree(at_editor.office, at_editor.article, "editor_jia")
    leader = at_editor.browse()
    page = leader.open(at_editor.office.token("leader_yi"))
    assert "/edit" not in page.text
    assert leader.get(f"/items/{at_editor.id}/edit").status_code == 403
    fields = {
        "csrf": leader.form(page, "/decision")["csrf"], "act": "save", "title": "x",
        "seen_revision_id": at_editor.revisions[0].id, "body_html": "<p>x</p>",
        "place": ["portal/city"], "pin": PINS["leader_yi"],
    }  # fmt: skip
    assert leader.post(f"/items/{at_editor.id}/edit", fields).status_code == 403
    assert len(at_editor.revisions) == 1


def test_a_body_that_was_tampered_with_is_cleaned_before_it_is_shown(at_editor):
    evil = "<p>甲<script>alert(1)</script><img src=x onerror=alert(2)></p><form action=x>乙</form>"
    for act in ("preview", "back"):
        answer = at_editor.editor.submit(
            at_editor.fields, "/edit", act=act, body_html=evil, piece=[], appended="丙"
        )
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert answer.text.count("<form") == at_editor.fields.text.count("<form")


def test_pictures_are_read_from_the_desk(office, browse):
    wiring()
    sha256 = wiring().files.put(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    picture = Attachment(name="图.png", sha256=sha256, size_bytes=72, media_type="image/png")
    at_editor = _Desk(
        office,
        browse,
        body_html=f'<p>文</p><p><img src="files/{sha256}" alt="图"></p>',
        images=(picture,),
    )
    address = f'src="{PREFIX}/items/{at_editor.id}/files/{sha256}"'
    assert address in at_editor.editor.get(f"/items/{at_editor.id}").text
    assert address in at_editor.fields.text
    answer = at_editor.editor.get(f"/items/{at_editor.id}/files/{sha256}")
    assert answer.headers["content-type"] == "image/png"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert at_editor.editor.get(f"/items/{at_editor.id}/files/{'0' * 64}").status_code == 404
    assert "没有改动" in at_editor.preview().text


def test_attachments_are_saved_and_not_run(office, browse):
    sha256 = wiring().files.put(b"<html><script>alert(1)</script>")
    file = Attachment(name="通知.html", sha256=sha256, size_bytes=30, media_type="text/html")
    at_editor = _Desk(office, browse, attachments=(file,))
    answer = at_editor.editor.get(f"/items/{at_editor.id}/files/{sha256}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E9")


def test_a_text_of_four_megabytes_is_too_large(at_editor):
    answer = at_editor.preview(appended="长" * (2 * 1024 * 1024))
    assert answer.status_code == 413
    assert "文件太大" in answer.text
