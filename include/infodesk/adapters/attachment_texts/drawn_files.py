"""The words of .pptx slides and .ofd pages."""

from collections.abc import Iterator

from infodesk.adapters.attachment_texts.packages import Package
from infodesk.reviewing.checking.files import FilePiece

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def slide_pieces(package: Package) -> Iterator[FilePiece]:
    """Yield the slides and their notes. Raises CannotRead."""
    for folder, place in (("ppt/slides/", "第 {} 张"), ("ppt/notesSlides/", "第 {} 张的备注")):
        for number, name in enumerate(package.names(folder, ".xml"), start=1):
            root = package.xml(name)
            if root is not None:
                paragraphs = root.iter(f"{_A}p")
                lines = ("".join(t.text or "" for t in p.iter(f"{_A}t")) for p in paragraphs)
                yield FilePiece(place=place.format(number), text="\n".join(filter(None, lines)))


def ofd_pieces(package: Package) -> Iterator[FilePiece]:
    """Yield the pages of an OFD file (GB/T 33190). Raises CannotRead."""
    pages = [n for n in package.names("") if "/Pages/" in n and n.endswith("/Content.xml")]
    for number, name in enumerate(pages, start=1):
        root = package.xml(name)
        if root is not None:
            lines = [n.text or "" for n in root.iter("{*}TextCode")]
            yield FilePiece(place=f"第 {number} 页", text="\n".join(lines))
