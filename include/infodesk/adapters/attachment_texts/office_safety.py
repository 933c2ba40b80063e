"""What an Office package carries besides its words: macros, embedded objects, remote parts."""

from collections.abc import Iterator

from infodesk.adapters.attachment_texts.kinds import ARCHIVE_SUFFIXES, suffix_of
from infodesk.adapters.attachment_texts.packages import Package
from infodesk.reviewing.checking.files import FileTrouble, FoundTrouble

_MACROS = ("vbaproject.bin", "vbadata.xml")
_OLE_BEGINNING = b"\xd0\xcf\x11\xe0"
_REMOTE = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
# A template on the author's own disk (file:///C:...) is where Word always says that it lies.
_ELSEWHERE = ("http:", "https:", "ftp:", "\\\\", "file:////", "file:///\\\\")
_CHART_DATA = frozenset({".xlsx", ".docx", ".pptx"})


def carried(package: Package) -> Iterator[FoundTrouble]:
    """Yield what makes a package unsafe. Raises CannotRead for a broken one."""
    names = [name.lower() for name in package.members]
    if any(n.endswith(_MACROS) or "/macrosheets/" in n for n in names) or _is_macro_type(package):
        yield FoundTrouble(kind=FileTrouble.MACROS)
    if any("/activex/" in name for name in names):
        yield FoundTrouble(kind=FileTrouble.ACTIVE)
    yield from _embedded(package)
    if _loads_from_elsewhere(package):
        yield FoundTrouble(kind=FileTrouble.ACTIVE)


def _is_macro_type(package: Package) -> bool:
    return b"macroEnabled" in package.read("[Content_Types].xml")


def _embedded(package: Package) -> Iterator[FoundTrouble]:
    embedded = [name for name in package.members if "/embeddings/" in name.lower()]
    objects = [n for n in embedded if suffix_of(n) not in _CHART_DATA or _is_ole(package, n)]
    if objects:
        yield FoundTrouble(kind=FileTrouble.EMBEDDED, detail=f"{len(objects)} 个")
    elif embedded:
        yield FoundTrouble(kind=FileTrouble.UNREAD, detail="图表背后的数据表没有检查")
    if any(suffix_of(n) in ARCHIVE_SUFFIXES for n in package.members):
        yield FoundTrouble(kind=FileTrouble.NESTED)


def _is_ole(package: Package, name: str) -> bool:
    return package.read(name).startswith(_OLE_BEGINNING)


def _loads_from_elsewhere(package: Package) -> bool:
    """Tell whether opening the document fetches a template or an object from the net."""
    for name in package.names("", ".rels"):
        root = package.xml(name)
        for relation in root if root is not None else ():
            kind = relation.get("Type", "")
            is_remote = relation.get("Target", "").lower().startswith(_ELSEWHERE)
            if relation.get("TargetMode") == "External" and kind.endswith(_REMOTE) and is_remote:
                return True
    return False
