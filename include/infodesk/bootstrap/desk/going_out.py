"""What the centre does after the chain: release, or publish by hand."""

from dataclasses import dataclass
from pathlib import Path

from infodesk.bootstrap.desk.papers import StoredFile
from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.people import Person, Role
from infodesk.kernel.errors import InfodeskError
from infodesk.publishing.publication import Publication
from infodesk.reviewing.errors import CaseUnknown, NotInRole


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDesk:
    """A publication before the clerk, and the case whose approval it rests on."""

    publication: Publication
    title: str
    case_id: str


def publications_at_desk() -> list[tuple[Publication, str]]:
    """Return what waits for release or for an address, each with its title."""
    with wiring().database.read() as records:
        return records.publications.at_desk()


def publication_at_desk(publication_id: str, who: Person) -> AtDesk:
    """Return what a clerk releases or records. Raises NotInRole or CaseUnknown."""
    _need_clerk(who)
    with wiring().database.read() as records:
        publication = records.publications.get(publication_id)
        if publication is None:
            raise CaseUnknown
        revision = records.articles.revision(publication.revision_id)
        cases = records.cases.of_article(publication.article_id)
    if revision is None or not cases:
        raise CaseUnknown
    return AtDesk(publication=publication, title=revision.content.title, case_id=cases[-1].id)


def package(publication_id: str, who: Person) -> StoredFile:
    """Return the material for publishing by hand, as one ZIP. Raises as `publication_at_desk`."""
    from infodesk.adapters.channels.manual import ARCHIVE

    publication = publication_at_desk(publication_id, who).publication
    path = Path(publication.package) / ARCHIVE
    is_ours = path.resolve().is_relative_to(wiring().settings.packages.resolve())
    if not publication.package or not is_ours or not path.is_file():
        raise InfodeskError("这项发布没有材料包", remedy="请联系运维人员")
    return StoredFile(content=path.read_bytes(), media_type="application/zip")


def release(publication_id: str, who: Person) -> Publication:
    """Release a publication after checking the procedure. Raises NotInRole or NotReleasable."""
    from infodesk.publishing.release_publication import release_publication

    here = wiring()
    _need_clerk(who)
    return release_publication(
        publication_id, person_id=who.id, begin=here.database.begin, clock=here.clock
    )


def record_address(publication_id: str, who: Person, *, address: str) -> Publication:
    """Record where a person has published by hand. Raises NotInRole or AddressRefused."""
    from infodesk.publishing.record_address import record_address as record

    here = wiring()
    _need_clerk(who)
    return record(
        publication_id,
        address=address,
        person_id=who.id,
        begin=here.database.begin,
        clock=here.clock,
    )


def _need_clerk(who: Person) -> None:
    if Role.CENTRE_CLERK not in who.roles:
        raise NotInRole
