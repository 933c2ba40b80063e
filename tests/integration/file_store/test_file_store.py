"""Files on a real disk."""

import os
import threading

import pytest

from infodesk.adapters.file_store import FolderFileStore
from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.files import FileMissing

CONTENT = b"%PDF-1.7 \x00\xff"
SHA = sha256_hex(CONTENT)


@pytest.fixture
def store(tmp_path) -> FolderFileStore:
    return FolderFileStore(tmp_path / "var" / "files")


def _files(folder) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_what_is_put_can_be_got(store, tmp_path) -> None:
    assert store.put(CONTENT) == SHA
    assert store.get(SHA) == CONTENT
    assert store.path(SHA) == tmp_path / "var" / "files" / SHA[:2] / SHA[2:]
    assert store.path(SHA).read_bytes() == CONTENT
    assert store.get(store.put(b"")) == b""


def test_the_same_bytes_are_stored_once(store) -> None:
    store.put(CONTENT)
    before = store.path(SHA).stat()
    assert store.put(CONTENT) == SHA
    assert store.path(SHA).stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "name", ["0" * 64, "", "../../etc/passwd", SHA.upper(), SHA[:-1], SHA + "\n", "/" + SHA[1:]]
)
def test_what_is_not_there(store, name) -> None:
    store.put(CONTENT)
    for ask in (store.get, store.path):
        with pytest.raises(FileMissing) as raised:
            ask(name)
        assert raised.value.remedy


def test_a_file_gone_bad_is_never_handed_out_and_mended_by_the_next_put(store) -> None:
    store.put(CONTENT)
    store.path(SHA).write_bytes(CONTENT[:-1])
    with pytest.raises(FileMissing, match="已损坏"):
        store.get(SHA)
    store.put(CONTENT)
    assert store.get(SHA) == CONTENT


def test_a_write_that_fails_leaves_nothing(store, tmp_path, monkeypatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError("disk full")

    store.put(b"another, so that the folders are there")
    before = _files(tmp_path)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        store.put(CONTENT)
    assert _files(tmp_path) == before


def test_file_and_folder_reach_the_disk_before_and_after_the_name(store, monkeypatch) -> None:
    steps = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: steps.append("fsync") or fsync(fd))
    monkeypatch.setattr(os, "replace", lambda *a: steps.append("replace") or replace(*a))
    monkeypatch.setattr("pathlib.os.replace", os.replace)
    store.put(CONTENT)
    at = steps.index("replace")
    assert "fsync" in steps[:at]
    assert steps[at + 1 :] == ["fsync"]


def test_many_writers_of_the_same_file(store, tmp_path) -> None:
    content = os.urandom(200_000)
    errors = []

    def put() -> None:
        try:
            assert store.get(store.put(content)) == content
        except (OSError, FileMissing, AssertionError) as error:
            errors.append(error)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(_files(tmp_path)) == 1
