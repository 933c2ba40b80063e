"""Cross-check the catalog: whatever one file names, another one must declare."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from infodesk.catalog.chain_references import check_chains
from infodesk.catalog.collecting_references import check_collecting
from infodesk.catalog.declared import Declared, broken
from infodesk.catalog.mistakes import suggestion
from infodesk.catalog.people import ROLE_LABELS, Department, Person, Role, holders
from infodesk.catalog.source_references import check_sources
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


_CHECKS: tuple[Callable[[Declared], Iterator[Issue]], ...] = (
    _check_centre,
    _check_people,
    _check_needed_roles,
    check_chains,
    _check_columns,
    check_sources,
    check_collecting,
)
