"""Zip archives opened with care: sizes are added up before anything is unpacked."""

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from infodesk.adapters.attachment_texts.limits import MEGABYTE, CannotRead, Limits
from infodesk.reviewing.checking.files import FileTrouble

_HEADER_BYTES = 30  # a local header without name and extra field
_SUSPICIOUS_FROM = 20 * MEGABYTE  # below it no ratio does harm


class Package:
    """An archive whose members are within bounds."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise CannotRead(FileTrouble.DAMAGED) from error
        self.members = {m.filename: m for m in self._archive.infolist() if not m.is_dir()}
        self._check()

    def _check(self) -> None:
        entries = self._archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotRead(FileTrouble.LOCKED)
        packed = sum(entry.compress_size for entry in entries)
        unpacked = sum(entry.file_size for entry in entries)
        is_dense = unpacked > _SUSPICIOUS_FROM and unpacked > packed * self._limits.ratio
        if unpacked > self._limits.unpacked_bytes or is_dense or self._overlap(entries):
            raise CannotRead(FileTrouble.BOMB)
        if len(entries) > self._limits.members:
            raise CannotRead(FileTrouble.TOO_LARGE, f"有 {len(entries)} 个文件")

    def _overlap(self, entries: list[zipfile.ZipInfo]) -> bool:
        """Tell whether members share their packed bytes: one bomb then counts many times."""
        places = sorted((e.header_offset, e.compress_size) for e in entries)
        return any(
            start + _HEADER_BYTES + size > following
            for (start, size), (following, _) in pairwise(places)
        )

    def read(self, name: str) -> bytes:
        """Return a member, or b"" where there is none. Raises CannotRead."""
        member = self.members.get(name)
        if member is None:
            return b""
        if member.file_size > self._limits.member_bytes:
            raise CannotRead(FileTrouble.TOO_LARGE, f"其中一部分有 {member.file_size >> 20} MB")
        try:
            return self._archive.read(member)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise CannotRead(FileTrouble.DAMAGED) from error
        except Exception as error:
            # zlib and lzma have errors of their own; whatever they say, the member is broken.
            raise CannotRead(FileTrouble.DAMAGED) from error

    def xml(self, name: str) -> etree._Element | None:
        """Return a member as a tree, or None where there is none. Raises CannotRead."""
        content = self.read(name)
        return parse_xml(content) if content else None

    def names(self, beginning: str, ending: str = "") -> Iterator[str]:
        """Yield the names of members, in order."""
        for name in sorted(self.members, key=_natural):
            if name.startswith(beginning) and name.endswith(ending):
                yield name


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML that may define nothing. Raises CannotRead."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        is_defined = b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]
        kind = FileTrouble.XML_ENTITIES if is_defined else FileTrouble.DAMAGED
        raise CannotRead(kind) from error
    if root.getroottree().docinfo.doctype:
        raise CannotRead(FileTrouble.XML_ENTITIES)
    return root


def _natural(name: str) -> tuple[int, str]:
    """Sort page10 behind page9."""
    digits = "".join(character for character in name if character.isdigit())
    return (int(digits[:9] or 0), name)
