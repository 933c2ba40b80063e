"""Fills the desk's templates; every address in them is below the path that the desk has."""

import hashlib
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.types import Scope

from infodesk.bootstrap import wiring
from infodesk.catalog.office import Office
from review_desk import words
from review_desk.doorkeeper import BOARD_COOKIE, SESSION_LIFETIME
from review_desk.guards import Visitor, Watcher, doorkeeper, root_of

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def page(
    request: Request,
    template: str,
    *,
    visitor: Visitor | None = None,
    status: int = 200,
    **facts: object,
) -> HTMLResponse:
    """Return a page for a person, or for nobody in particular."""
    html = filled(
        template,
        root=root_of(request),
        visitor=visitor,
        csrf=visitor.csrf if visitor else "",
        **facts,
    )
    return HTMLResponse(html, status_code=status)


def board_page(
    request: Request, template: str, *, watcher: Watcher, status: int = 200, **facts: object
) -> HTMLResponse:
    """Return a page for an operator; his browser gets the cookie that his forms are bound to."""
    root = root_of(request)
    html = filled(template, root=root, visitor=None, watcher=watcher, csrf=watcher.csrf, **facts)
    response = HTMLResponse(html, status_code=status)
    if watcher.is_new_browser:
        doorkeeper(request).set_cookie(
            response, BOARD_COOKIE, watcher.browser_id, root=root, lifetime=SESSION_LIFETIME
        )
    return response


def failure_page(scope: Scope, status: int) -> HTMLResponse:
    """Return the page of a failure that no route answers for.

    It must come out even when nothing works, not even the catalog, from which every other page
    takes the office's name.
    """
    heading, text = _FAILURES.get(status, _FAILURES[500])
    try:
        return plain_page(str(scope.get("root_path", "")), status, heading=heading, text=text)
    except Exception:
        log.exception("连出错页面也不能按模板生成")
        return HTMLResponse(
            f'<!doctype html><html lang="zh-CN"><title>{heading}</title>'
            f"<h1>{heading}</h1><p>{text}</p></html>",
            status_code=status,
        )


def plain_page(
    root: str, status: int, *, heading: str, text: str = "", to_queue: bool = False
) -> HTMLResponse:
    """Return a page that says one thing."""
    html = filled(
        "message.html.jinja",
        root=root.rstrip("/"),
        visitor=None,
        csrf="",
        heading=heading,
        text=text,
        to_queue=to_queue,
    )
    return HTMLResponse(html, status_code=status)


def filled(template: str, *, root: str, **facts: object) -> str:
    """Return a filled template."""
    return (
        _environment()
        .get_template(template)
        .render({"watcher": None, "mistakes": [], **facts, "root": root, "office": _office()})
    )


@cache
def static_version() -> str:
    """Return what stands for the content of all static files, so that they may be kept long."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


_FAILURES: Mapping[int, tuple[str, str]] = {
    400: ("浏览器发来的内容无法读取", "请返回上一页，重新提交。"),
    403: ("您没有查看这一页的权限", "如岗位有变动，请联系运维人员。"),
    404: ("没有找到这个页面", "请从邮件中的链接或待办清单进入。"),
    405: ("不能这样打开这个页面", "请从待办清单重新进入。"),
    413: ("文件太大", "请按 150 至 200 dpi 重新扫描；文字请分几次保存。"),
    422: ("提交的内容不完整，或与表单不符", "请返回上一页检查后重新提交。"),
    500: ("系统出错，这次操作没有完成", "请稍后再试。仍不行时，请把出错的时间告诉运维人员。"),
}


def _office() -> Office:
    return wiring().catalog.office


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "moment": words.moment,
        "day": words.day,
        "short_day": words.short_day,
        "size": words.size,
        "web": words.web_address,
    }
    environment.filters |= filters
    environment.globals["static_version"] = static_version()
    environment.globals["words"] = words
    return environment
