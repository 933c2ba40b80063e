"""Who does what: `departments.toml` and `people.toml`."""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pydantic import Field

from infodesk.catalog.base import Id, Table


class Role(StrEnum):
    """What a person may be asked to do; a chain's steps name roles, not people."""

    CENTRE_EDITOR = "centre_editor"
    CENTRE_CLERK = "centre_clerk"
    DEPARTMENT_EDITOR = "department_editor"
    DEPARTMENT_LEADER = "department_leader"
    SUPERVISING_LEADER = "supervising_leader"
    OFFICE = "office"
    PRINCIPAL_LEADER = "principal_leader"
    OPERATOR = "operator"


ROLE_LABELS: Final = MappingProxyType(
    {
        Role.CENTRE_EDITOR: "中心编辑",
        Role.CENTRE_CLERK: "中心经办",
        Role.DEPARTMENT_EDITOR: "科室编辑",
        Role.DEPARTMENT_LEADER: "科室分管领导",
        Role.SUPERVISING_LEADER: "中心的分管领导",
        Role.OFFICE: "办公室审核员",
        Role.PRINCIPAL_LEADER: "委主要领导",
        Role.OPERATOR: "运维人员",
    }
)

# These are held for a department; the others for the whole commission.
DEPARTMENT_ROLES: Final = frozenset({Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_LEADER})


class Department(Table):
    """A department (科室) or the centre."""

    id: Id = Field(description="科室 id，小写字母、数字、下划线")
    name: str = Field(min_length=1, description="科室名称")
    is_centre: bool = Field(default=False, description="是否公共信用信息中心；全委只有一个")
    submits: bool = Field(
        default=True, description="是否报送信息；报送的科室须有编辑和分管领导（第三条）"
    )


class Person(Table):
    """A person who acts: his roles are held for his department, or for the whole commission."""

    id: Id = Field(description="人员 id，小写字母、数字、下划线；写进台账，不可改用于他人")
    name: str = Field(min_length=1, description="姓名")
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", description="邮箱；审核链接发到这里")
    department: Id = Field(description="所在科室 id")
    roles: tuple[Role, ...] = Field(min_length=1, description="岗位，可以有几个")
    supervises: tuple[Id, ...] = Field(default=(), description="分管的科室 id（分管领导填写）")


def holders(people: Iterable[Person], role: Role, *, department_id: str | None) -> list[Person]:
    """Return the people who hold a role, in the order given.

    With a department, only those who belong to it or supervise it.
    """
    return [
        person
        for person in people
        if role in person.roles
        and (
            department_id is None
            or person.department == department_id
            or department_id in person.supervises
        )
    ]


def reviewers(people: Iterable[Person], role: Role, *, department_id: str) -> list[Person]:
    """Return who may review in a role for a department's text.

    Roles held for the whole commission are the same for every department.
    """
    return holders(people, role, department_id=department_id if role in DEPARTMENT_ROLES else None)
