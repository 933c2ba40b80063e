"""Write docs/catalog.md, the reference of every key of the catalog, from the models themselves.

Reach for it after adding or changing a field of a catalog model; a test fails until it is done.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import HttpUrl
from pydantic.fields import FieldInfo

from infodesk.catalog.base import Table
from infodesk.catalog.chains import GENRE_LABELS, GENRES_BY_ORIGIN, Genre, OriginName
from infodesk.catalog.channels import Channel
from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.leaders import LeadersFile
from infodesk.catalog.loading import DepartmentsFile, PeopleFile, ReviewChainsFile
from infodesk.catalog.office import Office
from infodesk.catalog.people import ROLE_LABELS, Role
from infodesk.catalog.rules import ReviewRules
from infodesk.catalog.sources import Source
from infodesk.catalog.working_years import WorkingYearTable

PAGE = Path(__file__).resolve().parents[1] / "docs" / "catalog.md"

OPENING = """\
# 目录数据

本单位的一切约定都写在目录数据里：由谁审、发到哪里、从哪里采、哪天上班。改这些只改文字，不动程序。
默认在 `include/catalog/`，环境变量 `INFODESK_CATALOG` 可以另指一个文件夹。

- 文件是 TOML 格式、UTF-8 编码；引号、等号、方括号用英文半角。
- 不认识的键、写错的值、指向不存在的科室或栏目，都会在启动时报错，写明文件、行、键和改法。
- 改完先运行 `python ops_scripts/check_catalog.py`，一次列出全部错误。

> 本页由 `ops_scripts/describe_catalog.py` 生成，请勿手改。
"""


class File(NamedTuple):
    """One kind of file: its place, its model and what it is for."""

    place: str
    model: type[Table]
    title: str
    purpose: str


FILES = (
    File("office.toml", Office, "单位", "单位名称、所执行的制度、审批单上的固定文字。"),
    File("departments.toml", DepartmentsFile, "科室", "科室和委属单位。"),
    File("people.toml", PeopleFile, "人员", "谁担任什么岗位；审核链里只写岗位。"),
    File(
        "review_chains.toml",
        ReviewChainsFile,
        "审核链",
        "一类信息一条链，照管理制度第五条；最后一步是终审（第六条）。",
    ),
    File(
        "review_rules.toml",
        ReviewRules,
        "送审前的检查",
        "检查用的字样和例子。号码类的检查带校验，写在程序里；全部规则见 zh/checks.md。",
    ),
    File(
        "leaders.toml",
        LeadersFile,
        "领导",
        "领导姓名、职务、排序表，按稿件日期核对；没有这份文件就不作这项检查。",
    ),
    File(
        "collecting.toml",
        CollectingRules,
        "采集规则",
        "对每个信息源都一样的规则：多久问一次、何时回看原文、怎样算重复、哪些应当尽快转载。",
    ),
    File("channels/<id>.toml", Channel, "渠道", "一个渠道一份，文件名就是渠道 id，不写在文件里。"),
    File(
        "sources/<id>.toml",
        Source,
        "信息源",
        "一个网站栏目一份，文件名就是信息源 id，不写在文件里。",
    ),
    File(
        "working_days/<year>.toml",
        WorkingYearTable,
        "工作日",
        "一年一份，照国务院办公厅的放假通知。没有文件的年份按固定节日和周末暂定，并会注明。",
    ),
)

ORIGIN_LABELS: dict[OriginName, str] = {
    "reprint": "转载",
    "submission": "报送",
    "in_house": "制发",
}
_WORDS: dict[Any, str] = {
    str: "文字",
    int: "整数",
    float: "小数",
    bool: "true / false",
    date: "日期",
    HttpUrl: "网址",
    Role: "岗位（见文末）",
    Genre: "体裁（见文末）",
}


def page() -> str:
    """Return the whole page."""
    parts = [OPENING, *(_file(file) for file in FILES), _roles(), _genres()]
    return "\n".join(parts)


def _file(file: File) -> str:
    by_file_name = "<id>" in file.place
    sections = [f"## {file.title}：`{file.place}`", "", file.purpose, ""]
    for model, places in _tables(file.model).items():
        if places:
            sections += [f"### {'、'.join(places)}", ""]
        hidden = {"id"} if by_file_name and model is file.model else set()
        sections += [*_rows(model, hidden), ""]
    return "\n".join(sections)


def _rows(model: type[Table], hidden: set[str]) -> Iterator[str]:
    yield "| 键 | 类型 | 必填 | 默认 | 说明 |"
    yield "| --- | --- | --- | --- | --- |"
    for name, field in model.model_fields.items():
        if name not in hidden:
            required = "是" if field.is_required() else ""
            yield (
                f"| `{name}` | {_type(field.annotation)} | {required} | {_default(field)} "
                f"| {field.description} |"
            )


def _tables(model: type[Table]) -> dict[type[Table], list[str]]:
    """Return the model and every table inside it, with the TOML headers they stand under."""
    found: dict[type[Table], list[str]] = {model: []}
    for header, inner in _inner(model, ""):
        found.setdefault(inner, []).append(f"`{header}`")
    return found


def _inner(model: type[Table], path: str) -> Iterator[tuple[str, type[Table]]]:
    for name, field in model.model_fields.items():
        if inner := _table_in(field.annotation):
            is_array = get_origin(field.annotation) is tuple
            yield (f"[[{path}{name}]]" if is_array else f"[{path}{name}]"), inner
            yield from _inner(inner, f"{path}{name}.")


def _table_in(annotation: Any) -> type[Table] | None:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next(filter(None, map(_table_in, get_args(annotation))), None)


def _type(annotation: Any) -> str:
    if annotation in _WORDS:
        return _WORDS[annotation]
    if choices := _choices(annotation):
        return " / ".join(f"`{choice}`" for choice in choices)
    if get_origin(annotation) is dict:
        return "表：键和值都是文字"
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return "表"
    # What is left wraps another type: a tuple of it, a bounded one, one that may be missing.
    given = [argument for argument in get_args(annotation) if argument is not NoneType]
    return f"{'数组：' if get_origin(annotation) is tuple else ''}{_type(given[0])}"


def _choices(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [str(value) for value in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return []


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Table):
        return "各键的默认"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and value:
        return "、".join(f"`{item}`" for item in value)
    return f"`{value}`" if value or value == 0 else "空"


def _roles() -> str:
    rows = [f"| `{role}` | {label} |" for role, label in ROLE_LABELS.items()]
    return "\n".join(["## 岗位", "", "| 写法 | 含义 |", "| --- | --- |", *rows, ""])


def _genres() -> str:
    rows = [
        f"| `{genre}` | {label} | {'、'.join(_origins_of(genre))} |"
        for genre, label in GENRE_LABELS.items()
    ]
    heading = ["## 体裁", "", "管理制度第四条列出的体裁，以及各属于哪类来源。", ""]
    return "\n".join([*heading, "| 写法 | 含义 | 来源 |", "| --- | --- | --- |", *rows, ""])


def _origins_of(genre: Genre) -> Iterator[str]:
    for origin, label in ORIGIN_LABELS.items():
        if genre in GENRES_BY_ORIGIN[origin]:
            yield label


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    given = parser.parse_args(arguments)
    text = page()
    if PAGE.exists() and PAGE.read_text("utf-8") == text:
        print(f"{PAGE.name} 已是最新")
        return 0
    if given.check:
        print(f"{PAGE.name} 不是最新，请运行 ops_scripts/describe_catalog.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    print(f"已写入 {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
