"""A package for publishing by hand: complete, exact, and usable on any office computer."""

import io
import json
import os
import signal
import zipfile
from datetime import UTC, datetime
from functools import partial

import pytest
from tests.fakes.fake_channel import MemoryPages, sample_content
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.processes import ended, start

from infodesk.adapters.channels.manual import ManualChannel
from infodesk.adapters.channels.package_files import safe_name
from infodesk.articles.article import Attachment
from infodesk.catalog.channels import Channel
from infodesk.channels.channel import ChannelUnavailable, Edition, EditionUnfit
from infodesk.kernel.canonical import sha256_hex

CHANNEL = Channel(
    id="credit_china_lvliang",
    name="信用中国（山西吕梁）",
    kind="manual",
    public_url="https://credit.example/",
    columns=[{"id": "dynamics", "title": "信用动态"}],
)


@pytest.fixture
def files():
    return MemoryFileStore()


@pytest.fixture
def channel(tmp_path, files):
    return ManualChannel(
        CHANNEL, packages=tmp_path / "packages", files=files, public_pages=MemoryPages()
    )


def edition(content=None, **changes) -> Edition:
    content = content or sample_content()
    values = {
        "publication_id": "ab" * 16,
        "article_id": "a1",
        "revision_number": 2,
        "content": content,
        "content_hash": content.content_hash,
        "column_id": "dynamics",
        "is_pinned": False,
        "published_at": datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
    }
    return Edition(**(values | changes))


def attach(files, name, content=b"x", media_type="application/pdf") -> Attachment:
    return Attachment(
        name=name, sha256=files.put(content), size_bytes=len(content), media_type=media_type
    )


def package(channel, tmp_path, an_edition):
    channel.publish(an_edition)
    return tmp_path / "packages" / an_edition.publication_id


def test_the_package_holds_everything(channel, files, tmp_path):
    pdf = attach(files, "附件1：任务分工表（定稿）.pdf", b"%PDF")
    png = attach(files, "图一.png", b"png", "image/png")
    content = sample_content(
        body_html=f"<p>见图</p><p><img src='files/{png.sha256}'></p>"
        f"<p><a href='files/{pdf.sha256}'>附件1</a></p>",
        attachments=(pdf,),
        images=(png,),
    )
    folder = package(channel, tmp_path, edition(content))
    assert {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} == {
        "README.txt",
        "text.html",
        "text.txt",
        "manifest.json",
        "package.zip",
        "attachments/01_附件1：任务分工表（定稿）.pdf",
        "images/01_图一.png",
    }
    html = (folder / "text.html").read_text("utf-8")
    assert 'src="images/01_%E5%9B%BE%E4%B8%80.png"' in html
    assert (folder / "attachments/01_附件1：任务分工表（定稿）.pdf").read_bytes() == b"%PDF"


def test_the_manifest_proves_every_file(channel, files, tmp_path):
    content = sample_content(attachments=(attach(files, "表.xlsx", b"one"),))
    folder = package(channel, tmp_path, edition(content))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["content_hash"] == content.content_hash
    assert (manifest["channel"], manifest["column"]) == ("credit_china_lvliang", "dynamics")
    listed = {f["path"]: f["sha256"] for f in manifest["files"]}
    assert set(listed) == {"README.txt", "text.html", "text.txt", "attachments/01_表.xlsx"}
    for path, sha256 in listed.items():
        assert sha256_hex((folder / path).read_bytes()) == sha256


def test_the_archive_is_the_folder(channel, files, tmp_path):
    content = sample_content(attachments=(attach(files, "表.xlsx", b"one"),))
    folder = package(channel, tmp_path, edition(content))
    with zipfile.ZipFile(folder / "package.zip") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()
        assert "attachments/01_表.xlsx" in archive.namelist()


def test_the_instructions_say_where_what_and_how(channel, tmp_path):
    an_edition = edition(sample_content(document_number="吕发改信用〔2026〕3号"), is_pinned=True)
    words = (package(channel, tmp_path, an_edition) / "README.txt").read_text("utf-8-sig")
    for part in (
        "渠道：信用中国（山西吕梁）（https://credit.example/）",
        "栏目：信用动态",
        "标题：关于做好冬季取暖保供工作的通知",
        "文号：吕发改信用〔2026〕3号",
        "来源：国家发展改革委（必须注明）",
        "要求：首页置顶",
        "没有附件",
        "不得填写其他日期",
    ):
        assert part in words


def test_texts_open_in_the_oldest_editor(channel, tmp_path):
    folder = package(channel, tmp_path, edition(sample_content("“A & B”<C>")))
    for name in ("README.txt", "text.txt"):
        raw = (folder / name).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.count(b"\n") == raw.count(b"\r\n")
    assert (folder / "text.txt").read_text("utf-8-sig").startswith("“A & B”<C>\n各县（市、区）：")
    assert "标题：“A & B”<C>" in (folder / "README.txt").read_text("utf-8-sig")


def test_a_hostile_title_stays_text_in_the_page(channel, tmp_path):
    folder = package(channel, tmp_path, edition(sample_content("<script>alert(1)</script>")))
    assert "<script>" not in (folder / "text.html").read_text("utf-8")


def test_the_same_edition_gives_the_same_bytes_whenever_it_is_made(channel, tmp_path, files):
    first = package(channel, tmp_path, edition())
    other = ManualChannel(
        CHANNEL, packages=tmp_path / "other", files=files, public_pages=MemoryPages()
    )
    other.publish(edition(published_at=datetime(2027, 1, 1, tzinfo=UTC)))
    second = tmp_path / "other" / first.name
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("附件 1（定稿）.pdf", "01_附件 1（定稿）.pdf"),
        ("../../etc/passwd", "01__.._etc_passwd"),
        ('a\\b/c:d*e?f|g<h>i"j.doc', "01_a_b_c_d_e_f_g_h_i_j.doc"),
        ("CON.txt", "01__CON.txt"),
        ("换\n行\u202e.pdf", "01_换行.pdf"),
        ("...", "01__"),
        ("", "01__"),
        ("长" * 200 + ".docx", "01_" + "长" * 75 + ".docx"),
    ],
)
def test_names_that_every_computer_takes(name, safe):
    assert safe_name(name, number=1) == safe
    assert len(safe.encode()) <= 255


def test_files_of_one_name_do_not_overwrite_each_other(channel, files, tmp_path):
    content = sample_content(
        attachments=(attach(files, "附件.pdf", b"one"), attach(files, "附件.pdf", b"two"))
    )
    folder = package(channel, tmp_path, edition(content))
    kept = sorted((folder / "attachments").iterdir())
    assert [p.read_bytes() for p in kept] == [b"one", b"two"]


def die_at(step: int) -> None:
    """Let this process kill itself at its n-th move to the disk."""
    moves, fsync = 0, os.fsync

    def dying(descriptor) -> None:
        nonlocal moves
        moves += 1
        if moves == step:
            os.kill(os.getpid(), signal.SIGKILL)
        fsync(descriptor)

    os.fsync = dying


def test_a_killed_worker_leaves_no_half_package(channel, files, tmp_path):
    an_edition = edition(sample_content(attachments=(attach(files, "附件.pdf", b"one"),)))
    folder = tmp_path / "packages" / an_edition.publication_id

    def work(step: int) -> None:
        die_at(step)
        channel.publish(an_edition)

    step = 0
    while not folder.exists():
        step += 1
        assert ended(start(partial(work, step))) == -signal.SIGKILL
    assert step > 12
    assert (folder / "package.zip").is_file()
    assert channel.publish(an_edition).address == str(folder)
    assert not list((folder.parent / ".unfinished").glob("*/*"))


def test_a_damaged_package_is_not_handed_over(channel, tmp_path):
    folder = package(channel, tmp_path, edition())
    (folder / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(EditionUnfit, match="已损坏"):
        channel.publish(edition())


def test_a_full_disk_is_a_channel_that_comes_back(channel, monkeypatch):
    def refuse(_descriptor) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        with pytest.raises(ChannelUnavailable, match="发布包无法写入"):
            channel.publish(edition())
    assert channel.publish(edition()).address


def test_the_archive_opens_from_memory(channel, tmp_path):
    raw = (package(channel, tmp_path, edition()) / "package.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.namelist() == ["README.txt", "manifest.json", "text.html", "text.txt"]
