"""What goes into a package for publishing by hand: names, texts, pictures, and a manifest."""

import json
import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from infodesk.adapters.channels.bodies import prepared_body
from infodesk.articles.article import Attachment
from infodesk.catalog.channels import Channel
from infodesk.channels.channel import Edition
from infodesk.channels.rendering import content_text
from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.files import FileStore

TEMPLATES = Path(__file__).parent / "templates" / "package"
LONGEST_NAME = 80  # characters; the common file systems take 255 bytes, Windows 260 a path
LONGEST_ENDING = 10
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # to Windows these are devices

_jinja = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(enabled_extensions=("html.jinja",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def package_files(edition: Edition, channel: Channel, files: FileStore) -> dict[str, bytes]:
    """Return the package's files by their path in it; the same edition gives the same bytes.

    Raises EditionUnfit for active content, FileMissing for a file that the store lacks.
    """
    content = edition.content
    attachments = _placed("attachments", content.attachments)
    images = _placed("images", content.images)
    places = {file.sha256: path for path, file in (attachments | images).items()}
    column = channel.column(edition.column_id)
    body = prepared_body(content, file_url=lambda file: quote(places[file.sha256]))
    page = _jinja.get_template("text.html.jinja").render(
        content=content,
        # The one place where markup is let through: prepared_body has made it inert.
        body=Markup(body),  # noqa: S704  see above
    )
    readme = _jinja.get_template("README.txt.jinja").render(
        edition=edition,
        content=content,
        channel=channel,
        address=str(channel.public_url),
        column=column,
        attachments=list(attachments),
        images=list(images),
    )
    package = {
        "README.txt": _for_any_editor(readme),
        "text.html": page.encode(),
        "text.txt": _for_any_editor(content_text(content) + "\n"),
        **{path: files.get(file.sha256) for path, file in (attachments | images).items()},
    }
    return {**package, "manifest.json": _manifest(edition, channel, package)}


def safe_name(name: str, *, number: int) -> str:
    """Return a file name that every office computer takes, told apart by its number."""
    clean = NOT_IN_NAMES.sub("_", "".join(c for c in name if c.isprintable())).strip(" .")
    if RESERVED.match(clean) or not clean:
        clean = f"_{clean}"
    suffix = PurePosixPath(clean).suffix
    ending = suffix if len(suffix) <= LONGEST_ENDING else ""
    stem = clean.removesuffix(ending)
    return f"{number:02}_{stem[: LONGEST_NAME - len(ending)]}{ending}"


def _placed(folder: str, files: tuple[Attachment, ...]) -> dict[str, Attachment]:
    return {
        f"{folder}/{safe_name(file.name, number=number)}": file
        for number, file in enumerate(files, start=1)
    }


def _for_any_editor(text: str) -> bytes:
    """Return text as the oldest editor in the office opens it: marked UTF-8, both line ends."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _manifest(edition: Edition, channel: Channel, package: dict[str, bytes]) -> bytes:
    manifest = {
        "publication_id": edition.publication_id,
        "article_id": edition.article_id,
        "revision_number": edition.revision_number,
        "content_hash": edition.content_hash,
        "channel": channel.id,
        "column": edition.column_id,
        "is_pinned": edition.is_pinned,
        "title": edition.content.title,
        "files": [
            {"path": path, "sha256": sha256_hex(content), "size_bytes": len(content)}
            for path, content in sorted(package.items())
        ],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
