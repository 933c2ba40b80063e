"""Cross-check the catalog: whatever one file names, another one must declare."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from infodesk.catalog.chain_references import check_chains
from infodesk.catalog.channels import Channel
from infodesk.catalog.declared import Declared, broken
from infodesk.catalog.mistakes import suggestion
from infodesk.catalog.people import ROLE_LABELS, Department, Person, Role, holders
from infodesk.catalog.sources import ArticleSelectors, ReprintTarget, Source, SourceKind
from infodesk.kernel.issues import Issue

# Without them a signed form is never entered and an alarm reaches nobody.
NEEDED_ROLES = (Role.CENTRE_CLERK, Role.OPERATOR)


def cross_check(declared: Declared) -> list[Issue]:
    """Return every broken reference and every chain that could not be walked."""
    return [issue for check in _CHECKS for issue in check(declared)]


def _check_centre(declared: Declared) -> Iterator[Issue]:
    if declared.departments is None:
        return
    centres = [d.id for d in declared.departments.values() if d.is_centre]
    if len(centres) != 1:
        yield broken(
            "centre",
            f"departments.toml：is_centre = true 的科室有 {len(centres)} 个"
            + (f"（{'、'.join(centres)}）" if centres else ""),
            "公共信用信息中心须有且只有一个",
        )


def _check_people(declared: Declared) -> Iterator[Issue]:
    if declared.people is None:
        return
    yield from _shared_mailboxes(declared.people.values())
    if declared.departments is not None:
        for person in declared.people.values():
            yield from _departments_of(person, declared.departments)


def _departments_of(person: Person, departments: dict[str, Department]) -> Iterator[Issue]:
    named = [("department", person.department), *(("supervises", d) for d in person.supervises)]
    for key, department_id in named:
        if department_id not in departments:
            yield broken(
                "unknown_department",
                f"people.toml：people[{person.id}].{key} 写了没有的科室“{department_id}”",
                suggestion(department_id, departments),
            )


def _shared_mailboxes(people: Iterable[Person]) -> Iterator[Issue]:
    owners: dict[str, str] = {}
    for person in people:
        mailbox = person.email.casefold()
        if mailbox in owners:
            yield broken(
                "shared_mailbox",
                f"people.toml：{owners[mailbox]} 和 {person.id} 用了同一个邮箱 {person.email}",
                "每人须有自己的邮箱，否则分不清是谁审的",
            )
        owners[mailbox] = person.id


def _check_needed_roles(declared: Declared) -> Iterator[Issue]:
    if declared.people is None:
        return
    for role in NEEDED_ROLES:
        if not holders(declared.people.values(), role, department_id=None):
            yield broken(
                "role_not_held",
                f"people.toml：没有人担任 {role}（{ROLE_LABELS[role]}）",
                f'请给至少一人的 roles 加上 "{role}"',
            )


def _check_columns(declared: Declared) -> Iterator[Issue]:
    for channel in declared.channels.values():
        for column_id, count in Counter(column.id for column in channel.columns).items():
            if count > 1:
                yield broken(
                    "duplicate_column",
                    f"channels/{channel.id}.toml：栏目 id {column_id} 用了 {count} 次",
                    "同一渠道的栏目 id 不能重复",
                )


def _check_sources(declared: Declared) -> Iterator[Issue]:
    urls: dict[str, str] = {}
    for source in declared.sources.values():
        yield from _source_by_itself(source)
        for target in source.target:
            yield from _target(source, target, declared)
        url = str(source.url)
        if url in urls:
            yield broken(
                "duplicate_source",
                f"sources/{source.id}.toml：url 与 sources/{urls[url]}.toml 相同",
                "同一个列表只采一次，请删去其中一个",
            )
        urls[url] = source.id


def _source_by_itself(source: Source) -> Iterator[Issue]:
    file = f"sources/{source.id}.toml"
    if source.kind is SourceKind.HTML_LIST and source.list is None:
        yield broken(
            "list_missing",
            f"{file}：kind 为 html_list，但没有 [list]",
            "请补上 [list]，至少写 item 一行",
        )
    if source.kind is SourceKind.FEED and source.list is not None:
        yield broken(
            "list_unused", f"{file}：kind 为 feed，用不到 [list]", "请删去 [list]，或改 kind"
        )
    fields = [name for name in ArticleSelectors.model_fields if name != "drop"]
    for name in source.expect.required:
        if name not in fields:
            yield broken(
                "unknown_field",
                f"{file}：expect.required 写了没有的字段“{name}”",
                suggestion(name, fields),
            )


def _target(source: Source, target: ReprintTarget, declared: Declared) -> Iterator[Issue]:
    file = f"sources/{source.id}.toml"
    if target.channel in declared.unread_channels:
        return
    channel: Channel | None = declared.channels.get(target.channel)
    if channel is None:
        yield broken(
            "unknown_channel",
            f"{file}：target 写了没有的渠道“{target.channel}”",
            suggestion(target.channel, declared.channels),
        )
        return
    columns = [column.id for column in channel.columns]
    if target.column not in columns:
        yield broken(
            "unknown_column",
            f"{file}：渠道 {target.channel} 没有栏目“{target.column}”",
            suggestion(target.column, columns),
        )


_CHECKS: tuple[Callable[[Declared], Iterator[Issue]], ...] = (
    _check_centre,
    _check_people,
    _check_needed_roles,
    check_chains,
    _check_columns,
    _check_sources,
)
