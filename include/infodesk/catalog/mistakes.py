"""Say in Chinese what is wrong with a value in a TOML file, and what to write instead."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from infodesk.catalog.line_numbers import line_of
from infodesk.kernel.issues import Issue, Severity

Data = Mapping[str, Any]
Loc = tuple[str | int, ...]

_WORD = {str: "文字", bool: "true 或 false", int: "整数", float: "小数", list: "数组", dict: "表"}
_EXPECTED = {
    "string_type": "文字，加英文双引号",
    "bool_type": "true 或 false，不加引号",
    "int_type": "整数，不加引号",
    "int_from_float": "整数",
    "float_type": "数，不加引号",
    "list_type": '数组，如 ["甲", "乙"]',
    "tuple_type": '数组，如 ["甲", "乙"]',
    "dict_type": '表，如 { page = "1" }',
    "model_type": "表，如 [名称] 下的若干行",
    "model_attributes_type": "表，如 [名称] 下的若干行",
}
_SYNTAX = {
    "Invalid date": "日期不存在或写法有误",
    "Invalid value": "值的写法有误",
    "Expected '='": "键后面缺少等号",
    "Cannot overwrite": "同一个键写了两次",
    "Cannot declare": "同一个表写了两次",
    "Unclosed": "数组或表没有闭合",
    "Unterminated": "引号没有闭合",
    "Illegal character": "引号没有闭合，或有不可见的字符",
    "Invalid statement": "这一行不是“键 = 值”",
}


def syntax_mistake(file: str, error: ValueError) -> Issue:
    """Explain a file that is not TOML at all."""
    text = str(error)
    where = re.search(r"line (\d+), column (\d+)", text)
    place = f"第 {where[1]} 行第 {where[2]} 列" if where else "文件末尾"
    what = next((chinese for english, chinese in _SYNTAX.items() if english in text), text)
    return _mistake(
        "catalog.syntax",
        f"{file} {place}：{what}",
        "请检查引号、等号、括号是否都是英文半角、成对，日期是否存在",
    )


def encoding_mistake(file: str) -> Issue:
    """Explain a file that is not UTF-8."""
    return _mistake("catalog.encoding", f"{file}：不是 UTF-8 编码", "请用编辑器另存为 UTF-8 编码")


def shape_mistakes(
    file: str, text: str, data: Data, model: type[BaseModel], error: ValidationError
) -> list[Issue]:
    """Explain each value that does not fit its model."""
    found = error.errors()
    return [
        _shape_mistake(file, text, data, model, details)
        for details in found
        if not _is_echo(details, found)
    ]


def _is_echo(details: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Tell whether an array is “too short” only because its items were refused."""
    loc = details["loc"]
    return details["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc and other is not details for other in found
    )


def _shape_mistake(
    file: str, text: str, data: Data, model: type[BaseModel], details: ErrorDetails
) -> Issue:
    loc = details["loc"]
    kind = details["type"]
    explain = _EXPLAIN.get(kind, _other)
    what, remedy = explain(details, model)
    place = f"{file} 第 {line_of(text, loc)} 行"
    name = _key_path(data, loc)
    return _mistake(
        f"catalog.{kind}", f"{place}：{name} {what}" if name else f"{place}：{what}", remedy
    )


def _mistake(rule_id: str, message: str, remedy: str) -> Issue:
    return Issue(rule_id=rule_id, severity=Severity.BLOCK, message=message, remedy=remedy)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return “是否想写 X？” for the nearest known word, else the list of what is known."""
    known = list(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"是否想写 {near[0]}？" if near else f"可用：{'、'.join(known) or '（尚无）'}"


def _key_path(data: Data, loc: Loc) -> str:
    """Write a path as a person finds it: an item of an array by its id where it has one."""
    path = ""
    here: Any = data
    for step in loc:
        here = here[step] if _holds(here, step) else None
        if isinstance(step, int):
            path += f"[{_item_name(here) or f'第{step + 1}项'}]"
        else:
            path += f".{step}" if path else step
    return path


def _holds(here: object, step: str | int) -> bool:
    if isinstance(here, list):
        return isinstance(step, int) and step < len(here)
    return isinstance(here, dict) and step in here


def _item_name(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    names = ("id", "key", "name", "text", "wrong")
    return next((str(item[key]) for key in names if key in item), "")


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """Return the model of the table at a path."""
    here: type[BaseModel] | None = model
    for step in loc:
        if isinstance(step, int):
            continue
        field = here.model_fields.get(step) if here else None
        here = inner_model(field.annotation) if field else None
    return here


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside an annotation such as `tuple[Column, ...]` or `Model | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        if found := inner_model(argument):
            return found
    return None


def _field_at(model: type[BaseModel], loc: Loc) -> FieldInfo | None:
    names = [step for step in loc if isinstance(step, str)]
    table = _model_at(model, tuple(names[:-1]))
    return table.model_fields.get(names[-1]) if table and names else None


def _meaning(model: type[BaseModel], loc: Loc) -> str:
    field = _field_at(model, loc)
    return (field.description or "") if field else ""


Explained = tuple[str, str]


def _unknown_key(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    table = _model_at(model, details["loc"][:-1])
    known = table.model_fields if table else {}
    return "是不认识的键", suggestion(str(details["loc"][-1]), known)


def _missing(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    return "没有填写", f"请补上：{_meaning(model, details['loc'])}"


def _not_a_choice(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    choices = re.findall(r"'([^']+)'", details["ctx"]["expected"])
    return f"的值“{details['input']}”不可用", suggestion(str(details["input"]), choices)


def _wrong_type(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    value = details["input"]
    return (
        f"的类型不对：现在是{_WORD.get(type(value), '其他类型')}",
        f"应为：{_EXPECTED[details['type']]}",
    )


def _wrong_form(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    return f"的值“{details['input']}”写法不合要求", _meaning(model, details["loc"])


def _not_a_url(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return (
        f"的值“{details['input']}”不是有效的网址",
        "应以 http:// 或 https:// 开头，写到具体的页面",
    )


def _not_a_date(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return f"的值“{details['input']}”不是有效的日期", "应写成 2026-01-01 的样子，不加引号"


def _too_small(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return f"的值 {details['input']} 太小", f"不得小于 {details['ctx'].get('ge')}"


def _too_large(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return f"的值 {details['input']} 太大", f"不得大于 {details['ctx'].get('le')}"


def _empty(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    return (
        "内容太少",
        f"至少要有 {details['ctx']['min_length']} 个；{_meaning(model, details['loc'])}",
    )


def _misfit(details: ErrorDetails, _model: type[BaseModel]) -> Explained:
    return details["ctx"]["what"], details["ctx"]["remedy"]


def _other(details: ErrorDetails, model: type[BaseModel]) -> Explained:
    return f"的值“{details['input']}”不合要求：{details['msg']}", _meaning(model, details["loc"])


_EXPLAIN: Mapping[str, Callable[[ErrorDetails, type[BaseModel]], Explained]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "enum": _not_a_choice,
    "literal_error": _not_a_choice,
    **dict.fromkeys(_EXPECTED, _wrong_type),
    "string_pattern_mismatch": _wrong_form,
    **dict.fromkeys(("url_parsing", "url_scheme", "url_type", "url_syntax_violation"), _not_a_url),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), _not_a_date),
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    **dict.fromkeys(("too_short", "string_too_short"), _empty),
    "misfit": _misfit,
}
