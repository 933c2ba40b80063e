"""A channel without an interface: a package goes out, a person publishes it by hand.

The package holds everything in its final form, so that nothing is typed anew; when the person
has recorded the address, a look compares what the public reads there with what was approved.
"""

import io
import json
import shutil
import zipfile
from pathlib import Path
from uuid import uuid4

from infodesk.adapters.channels.durable_files import locked, make_folder, sync_folder, write_durably
from infodesk.adapters.channels.package_files import package_files
from infodesk.catalog.channels import Channel
from infodesk.channels.channel import (
    ChannelUnavailable,
    Edition,
    EditionUnfit,
    Outcome,
    PublicPages,
    Receipt,
    Sighting,
)
from infodesk.channels.rendering import readable_text
from infodesk.kernel.files import FileStore

ARCHIVE = "package.zip"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the least that a ZIP can say: the bytes depend on content alone


class ManualChannel:
    """A channel of kind `manual`. A package is the folder `<packages>/<publication_id>/`."""

    def __init__(
        self,
        channel: Channel,
        *,
        packages: Path,
        files: FileStore,
        public_pages: PublicPages,
    ) -> None:
        """Keep packages below `packages`; `public_pages` reads recorded addresses."""
        self._channel = channel
        self._packages = packages
        self._files = files
        self._public_pages = public_pages

    def publish(self, edition: Edition) -> Receipt:
        """Make the package, once, and hand it over. See `Channel.publish`.

        The folder also holds `package.zip` with all of it, to be taken to another computer.
        Raises ChannelUnavailable when the disk refuses, EditionUnfit and FileMissing.
        """
        if edition.column_id not in {column.id for column in self._channel.columns}:
            raise EditionUnfit(
                f"渠道“{self._channel.name}”没有栏目 {edition.column_id}",
                remedy="请在渠道目录中补上该栏目，或改栏目后重新送审",
            )
        if not edition.publication_id.isalnum():  # it becomes a folder's name
            raise ValueError(f"not a publication's id: {edition.publication_id!r}")
        folder = self._packages / edition.publication_id
        try:
            with locked(self._packages / ".lock"):
                if folder.is_dir():
                    _check_same(folder, edition)
                else:
                    self._make(folder, edition)
        except OSError as error:
            raise ChannelUnavailable(
                f"发布包无法写入：{error.strerror or error}",
                remedy="请检查磁盘空间和目录权限，系统会自动重试",
            ) from error
        return Receipt(
            outcome=Outcome.HANDED_OVER,
            address=str(folder),
            note=f"请按包内 README.txt 在“{self._channel.name}”发布，并登记网址",
        )

    def look(self, edition: Edition, *, address: str = "") -> Sighting:  # noqa: ARG002  the address says which
        """Return the words of the recorded page, its navigation included. See `Channel.look`."""
        if not address:
            return Sighting(is_visible=False)
        html = self._public_pages.read(address)
        if html is None:
            return Sighting(is_visible=False)
        return Sighting(is_visible=True, address=address, text=readable_text(html))

    def _make(self, folder: Path, edition: Edition) -> None:
        package = package_files(edition, self._channel, self._files)
        unfinished = self._packages / ".unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)  # what a killed worker left; we hold the lock
        draft = unfinished / uuid4().hex
        make_folder(draft)
        for path, content in {**package, ARCHIVE: _zipped(package)}.items():
            write_durably(draft / path, content, scratch=unfinished)
        draft.rename(folder)
        sync_folder(self._packages)


def _check_same(folder: Path, edition: Edition) -> None:
    try:
        known = json.loads((folder / "manifest.json").read_bytes())["content_hash"]
    except (ValueError, KeyError, FileNotFoundError):
        known = ""
    if known != edition.content_hash:
        raise EditionUnfit(
            f"同一发布编号已有另一内容的发布包，或该包已损坏：{folder}",
            remedy="请运维人员核对后移走该文件夹，再由中心重新放行",
        )


def _zipped(package: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for path, content in sorted(package.items()):
            entry = zipfile.ZipInfo(path, date_time=LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content)
    return archive.getvalue()
