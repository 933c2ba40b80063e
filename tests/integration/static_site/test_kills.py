"""Kill the worker anywhere, let as many work at once as will: the site ends up right."""

import errno
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from tests.fakes.fake_channel import sample_content
from tests.fakes.processes import ended, start

from infodesk.adapters.channels import durable_files
from infodesk.channels.channel import ChannelUnavailable, EditionUnfit
from infodesk.channels.rendering import reads_as_approved

STEPS = 45  # a little more than a publication with two files takes; a test below says so


def in_a_process(work: Callable[[], object]) -> int:
    """Run the work in a child and return how it ended."""
    return ended(start(work))


def die_at(step: int) -> None:
    """Let this process kill itself at its n-th move on the disk."""
    moves = 0

    def counted(call):
        def move(*args, **kwargs):
            nonlocal moves
            moves += 1
            if moves == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return move

    os.fsync = counted(os.fsync)
    os.open = counted(os.open)
    durable_files.Path.replace = counted(durable_files.Path.replace)
    durable_files.Path.unlink = counted(durable_files.Path.unlink)
    durable_files.Path.mkdir = counted(durable_files.Path.mkdir)


@pytest.fixture
def edition(portal):
    files = (
        portal.attach("附件1.pdf", b"one", "application/pdf"),
        portal.attach("附件2.docx", b"two", "application/msword"),
    )
    return portal.edition(2, content=sample_content("第2篇稿件", attachments=files))


def is_in_step(portal, *titles: str) -> bool:
    fresh = [portal.titles("national/index.html"), portal.titles("index.html")]
    feed = (portal.folder / "public/feed.xml").read_text("utf-8")
    return (
        fresh[0] == list(titles)
        and all(title in feed for title in titles)
        and not (portal.folder / "unsettled").exists()
        and not list((portal.folder / "scratch").iterdir())
    )


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_any_step_the_next_attempt_publishes_once(portal, edition, step):
    portal.publish(1)

    def work() -> None:
        die_at(step)
        portal.open().publish(edition)

    assert in_a_process(work) in {0, -signal.SIGKILL}
    # As `publish` does it: look first, and repeat only what is not to be seen.
    site = portal.open()
    sighting = site.look(edition)
    published_at = edition.published_at
    if sighting.is_visible:
        assert reads_as_approved(sighting.text, edition.content)
        assert sighting.published_at == published_at
    else:
        published_at += timedelta(minutes=6)
        again = portal.edition(2, content=edition.content, published_at=published_at)
        assert site.publish(again).published_at == published_at
    assert is_in_step(portal, "第2篇稿件", "第1篇稿件")
    assert len(list((portal.folder / "public/national/2026-11").iterdir())) == 2
    assert len(list((portal.folder / "public/files").iterdir())) == 2


def test_the_kills_cover_the_whole_publication(portal, edition):
    portal.publish(1)

    def work(step: int) -> None:
        die_at(step)
        portal.open().publish(edition)

    assert in_a_process(lambda: work(STEPS)) == 0  # through before its last chance to die
    assert is_in_step(portal, "第2篇稿件", "第1篇稿件")
    edition = portal.edition(3, content=edition.content)
    assert in_a_process(lambda: work(STEPS - 15)) == -signal.SIGKILL  # without files: fewer moves


def test_the_next_publication_mends_the_lists_of_a_killed_one(portal, edition):
    portal.publish(1)

    def work() -> None:
        site = portal.open()
        site._settle = lambda: os.kill(os.getpid(), signal.SIGKILL)
        site.publish(edition)

    assert in_a_process(work) == -signal.SIGKILL
    assert portal.titles("national/index.html") == ["第1篇稿件"]
    portal.publish(3)
    assert is_in_step(portal, "第3篇稿件", "第2篇稿件", "第1篇稿件")


def test_two_workers_publish_twenty_without_losing_one(portal):
    def work(numbers) -> None:
        site = portal.open()
        for number in numbers:
            site.publish(portal.edition(number))

    # The ranges overlap: ten of the twenty are sent by both.
    with ThreadPoolExecutor(max_workers=2) as workers:
        for outcome in [workers.submit(work, r) for r in (range(1, 16), range(20, 5, -1))]:
            outcome.result()
    assert is_in_step(portal, *[f"第{n}篇稿件" for n in range(20, 0, -1)])


def test_workers_in_several_processes_do_not_mix_either(portal):
    def work(first: int) -> None:
        for number in range(first, first + 10):
            portal.publish(number)

    children = [start(partial(work, first)) for first in (1, 11)]
    assert [ended(child) for child in children] == [0, 0]
    assert is_in_step(portal, *[f"第{n}篇稿件" for n in range(20, 0, -1)])


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_is_a_channel_that_comes_back(portal, monkeypatch, code):
    portal.publish(1)

    def refuse(_descriptor) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        with pytest.raises(ChannelUnavailable, match="门户目录无法写入"):
            portal.publish(2)
    assert not portal.open().look(portal.edition(2)).is_visible
    portal.publish(2)
    assert is_in_step(portal, "第2篇稿件", "第1篇稿件")


def test_a_damaged_record_is_named_and_nothing_is_listed_without_it(portal):
    portal.publish(1)
    [record] = (portal.folder / "records").iterdir()
    record.write_text("{", "utf-8")
    with pytest.raises(ChannelUnavailable, match="发布记录已损坏"):
        portal.publish(2)
    assert portal.titles("national/index.html") == ["第1篇稿件"]


def test_an_address_that_another_page_holds_is_never_overwritten(portal):
    receipt = portal.publish(1)
    for record in (portal.folder / "records").iterdir():
        record.unlink()
    page = portal.path(receipt.address)
    page.write_text(page.read_text("utf-8").replace(f"{1:032x}", "f" * 32), "utf-8")
    with pytest.raises(EditionUnfit, match="网址已被另一篇稿件占用"):
        portal.publish(1)


def test_an_id_that_would_leave_the_folder_is_refused(portal):
    with pytest.raises(ValueError, match="not a publication's id"):
        portal.publish(1, publication_id="../../x")
