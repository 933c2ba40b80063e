"""Load the catalog of one office: every file, every mistake, then the cross-references."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import Field

from infodesk.catalog.base import ID_PATTERN, Table
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.chains import ReviewChain
from infodesk.catalog.channels import Channel
from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.declared import Declared
from infodesk.catalog.errors import CatalogError
from infodesk.catalog.leaders import Leader, LeadersFile
from infodesk.catalog.mistakes import suggestion
from infodesk.catalog.office import Office
from infodesk.catalog.people import Department, Person
from infodesk.catalog.references import cross_check
from infodesk.catalog.rules import ReviewRules
from infodesk.catalog.sources import Source
from infodesk.catalog.toml_files import TomlFiles
from infodesk.catalog.working_years import WorkingYearTable
from infodesk.kernel.working_days import WorkingCalendar

FILES = (
    "office.toml",
    "departments.toml",
    "people.toml",
    "review_chains.toml",
    "review_rules.toml",
    "collecting.toml",
    "leaders.toml",
)
FOLDERS = ("channels", "sources", "working_days")

Listed = TypeVar("Listed", Department, Person, ReviewChain)
Named = TypeVar("Named", Source, Channel)


class DepartmentsFile(Table):
    """`departments.toml`."""

    departments: tuple[Department, ...] = Field(min_length=1, description="科室，一科一项")


class PeopleFile(Table):
    """`people.toml`."""

    people: tuple[Person, ...] = Field(min_length=1, description="人员，一人一项")


class ReviewChainsFile(Table):
    """`review_chains.toml`."""

    chains: tuple[ReviewChain, ...] = Field(min_length=1, description="审核链，一类信息一项")


def load_catalog(folder: Path) -> Catalog:
    """Read and cross-check the catalog in a folder.

    Raises CatalogError naming every mistake with its file, key and remedy.
    """
    files = TomlFiles(folder=folder)
    _check_names(files)
    office = files.read(folder / "office.toml", Office)
    rules = files.read(folder / "review_rules.toml", ReviewRules)
    collecting = files.read(folder / "collecting.toml", CollectingRules)
    leaders = _leaders(files)
    departments = files.read(folder / "departments.toml", DepartmentsFile)
    people = files.read(folder / "people.toml", PeopleFile)
    chains = files.read(folder / "review_chains.toml", ReviewChainsFile)
    channels = _named_by_file(files, "channels", Channel)
    sources = {
        stem: source.written_in(files.text_of(f"sources/{stem}.toml"))
        for stem, source in _named_by_file(files, "sources", Source).items()
    }
    calendar = _calendar(files)
    declared = Declared(
        departments=_by_id(
            files, "departments.toml", departments.departments if departments else None
        ),
        people=_by_id(files, "people.toml", people.people if people else None),
        review_chains=_by_id(files, "review_chains.toml", chains.chains if chains else None),
        channels=channels,
        sources=sources,
        collecting=collecting,
        unread_channels=_unread(folder / "channels", channels),
        unread_sources=_unread(folder / "sources", sources),
    )
    issues = files.issues + cross_check(declared)
    if issues or office is None or rules is None or collecting is None:
        raise CatalogError(issues)
    return Catalog(
        office=office,
        sources=MappingProxyType(sources),
        channels=MappingProxyType(channels),
        departments=MappingProxyType(declared.departments or {}),
        people=MappingProxyType(declared.people or {}),
        review_chains=MappingProxyType(declared.review_chains or {}),
        review_rules=rules,
        collecting=collecting,
        leaders=leaders,
        calendar=calendar,
    )


def _leaders(files: TomlFiles) -> tuple[Leader, ...]:
    """Return the table of leaders; an office without one is not checked for them."""
    path = files.folder / "leaders.toml"
    table = files.read(path, LeadersFile) if path.exists() else None
    return table.leaders if table else ()


def _check_names(files: TomlFiles) -> None:
    """Note files that nothing reads: a misspelt name would be a wish, not an error."""
    if not files.folder.is_dir():
        files.note(
            "catalog.no_folder",
            f"没有目录 {files.folder}",
            "请用 INFODESK_CATALOG 指出目录数据所在的文件夹",
        )
        raise CatalogError(files.issues)
    for path in sorted(files.folder.glob("[!.]*")):
        known = FOLDERS if path.is_dir() else FILES
        if path.name not in known and (path.is_dir() or path.suffix == ".toml"):
            files.note(
                "catalog.unknown_file", f"{path.name}：不认识的文件", suggestion(path.name, known)
            )


def _unread(folder: Path, read: Iterable[str]) -> frozenset[str]:
    """Return the ids whose files are there but wrong: naming them is no mistake."""
    return frozenset(path.stem for path in folder.glob("*.toml")) - set(read)


def _by_id(files: TomlFiles, file: str, items: Sequence[Listed] | None) -> dict[str, Listed] | None:
    if items is None:
        return None
    found: dict[str, Listed] = {}
    for item in items:
        if item.id in found:
            files.note(
                "catalog.duplicate_id", f"{file}：id {item.id} 用了两次", "每个 id 只能用一次"
            )
        found[item.id] = item
    return found


def _named_by_file(files: TomlFiles, name: str, model: type[Named]) -> dict[str, Named]:
    tables = {}
    for stem, table in files.read_folder(name, model).items():
        file = f"{name}/{stem}.toml"
        if not re.match(ID_PATTERN, stem):
            files.note(
                "catalog.file_name",
                f"{file}：文件名就是 id，不能这样写",
                "文件名只用小写字母、数字和下划线",
            )
        elif table.id:
            files.note(
                "catalog.id_in_file", f"{file}：id 不写在文件里", "id 由文件名得来，请删去 id 一行"
            )
        else:
            tables[stem] = table.model_copy(update={"id": stem})
    return tables


def _calendar(files: TomlFiles) -> WorkingCalendar:
    tables = []
    for stem, table in files.read_folder("working_days", WorkingYearTable).items():
        if stem == str(table.year):
            tables.append(table.working_year())
        else:
            files.note(
                "catalog.year",
                f"working_days/{stem}.toml：year 写的是 {table.year}",
                "文件名与 year 须是同一年",
            )
    return WorkingCalendar.of(tables)
