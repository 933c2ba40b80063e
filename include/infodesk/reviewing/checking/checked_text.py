"""A text with everything that the rules look at, taken apart once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lxml import html as lxml_html

from infodesk.articles.article import Content, Origin
from infodesk.reviewing.checking.files import FileReading, Rows, spoken_name
from infodesk.reviewing.checking.passages import Part, Passage
from infodesk.reviewing.checking.tables import body_tables
from infodesk.reviewing.checking.web_links import BodyLink, LinkState, body_links
from infodesk.reviewing.plain_text import plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTable:
    """A table and the passage that it stands in."""

    rows: Rows
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedText:
    """What the rules see. Pure data: files were opened and links looked at before."""

    content: Content
    origin: Origin
    dated: date | None  # the day that the text speaks from; decides who held which post
    has_source_date: bool
    passages: tuple[Passage, ...]
    tables: tuple[CheckedTable, ...] = ()
    links: tuple[BodyLink, ...] = ()
    link_states: Mapping[str, LinkState] = field(default_factory=dict)
    readings: tuple[FileReading, ...] = ()

    @property
    def body(self) -> Passage:
        """The passage of the body."""
        return next(passage for passage in self.passages if passage.is_body)


def checked_text(
    content: Content,
    *,
    origin: Origin,
    dated: date | None = None,
    has_source_date: bool = True,
    readings: Sequence[FileReading] = (),
    link_states: Mapping[str, LinkState] | None = None,
) -> CheckedText:
    """Take a text apart. Offsets of the body count in `plain_text(content.body_html)`."""
    passages = [
        replace(passage, position=position)
        for position, passage in enumerate((*_written(content), *_attached(readings)))
    ]
    body = next(passage for passage in passages if passage.is_body)
    root = parsed(content.body_html)
    tables = [CheckedTable(rows=rows, passage=body) for rows in body_tables(root)]
    pieces = [piece for reading in readings for piece in reading.pieces]
    attached = [passage for passage in passages if passage.part is Part.FILE]
    for piece, passage in zip(pieces, attached, strict=True):
        tables.extend(CheckedTable(rows=rows, passage=passage) for rows in piece.tables)
    return CheckedText(
        content=content,
        origin=origin,
        dated=dated,
        has_source_date=has_source_date,
        passages=tuple(passages),
        tables=tuple(tables),
        links=tuple(body_links(root)),
        link_states=link_states or {},
        readings=tuple(readings),
    )


def parsed(body_html: str) -> lxml_html.HtmlElement:
    """Return a body as a tree; an empty one is an empty element."""
    fit = "".join(c for c in body_html if c >= " " or c in "\t\n\r")  # XML knows no others
    return lxml_html.fragment_fromstring(fit, create_parent="div")


def _written(content: Content) -> Iterator[Passage]:
    """Yield everything that the public would read on the page, attachments by their names."""
    yield Passage(name="标题", text=content.title, part=Part.TITLE)
    yield Passage(name="来源", text=content.credit, part=Part.CREDIT)
    yield Passage(name="文号", text=content.document_number, part=Part.DOCUMENT_NUMBER)
    yield Passage(name="正文", text=plain_text(content.body_html), part=Part.BODY)
    for attachment in content.attachments:
        yield Passage(name="附件名", text=attachment.name, part=Part.FILE_NAME)


def _attached(readings: Sequence[FileReading]) -> Iterator[Passage]:
    for reading in readings:
        for piece in reading.pieces:
            name = f"{spoken_name(reading.attachment)}{piece.place}"
            yield Passage(name=name, text=piece.text, part=Part.FILE)
