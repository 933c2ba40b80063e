"""How much and how long the reading of one attachment may take."""

from dataclasses import dataclass

from infodesk.reviewing.checking.files import FileTrouble, FoundTrouble

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds; beyond them a file is reported, never read halfway in silence."""

    file_bytes: int = 100 * MEGABYTE
    unpacked_bytes: int = 400 * MEGABYTE  # all members of an archive together
    member_bytes: int = 48 * MEGABYTE  # one XML part that is read
    members: int = 5_000
    ratio: int = 200  # unpacked to packed; ordinary sheets reach fifty
    pages: int = 500
    rows: int = 20_000
    characters: int = 1_000_000
    seconds: float = 30.0
    memory_bytes: int = 1024 * MEGABYTE


ORDINARY = Limits()


class CannotRead(Exception):
    """The file stops here, for this trouble."""

    def __init__(self, kind: FileTrouble, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.trouble = FoundTrouble(kind=kind, detail=detail)
