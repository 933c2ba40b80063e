"""A real browser in front of the real desk, printer and scan reader."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)
from tests.plugins.review_desk.office import (
    FrontDoor,
    Office,
    make_empty_database,
    settle_in,
    stop_the_clock,
    use_environment,
)

from infodesk.bootstrap import wiring
from review_desk.app import create_app
from review_desk.operators import current_operator

PHONE = (390, 844)
DESKTOP = (1280, 900)

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{fonts}</dir>
<cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="append" binding="weak">
<string>Noto Sans SC</string></edit></match>
</fontconfig>
"""


# Not for the session: while Playwright runs, no other test of the process may start an event loop.
@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start Debian's Chromium with the fonts that the forms are printed in."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("Chromium is missing: `make services` installs it")
    folder = tmp_path_factory.mktemp("fonts")
    package = find_spec("pylopdf_fonts_zh_cn")
    assert package is not None
    assert package.origin is not None
    settings = folder / "fonts.conf"
    settings.write_text(
        _FONTS.format(fonts=Path(package.origin).parent, cache=folder / "cache"), encoding="utf-8"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, env={**os.environ, "FONTCONFIG_FILE": str(settings)}
        )
        yield browser
        browser.close()


@pytest.fixture
def office(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """Give an office with nothing replaced but the mail server and the clock."""
    database = make_empty_database(tmp_path_factory.mktemp("empty"))
    use_environment(monkeypatch, tmp_path)
    yield settle_in(tmp_path, database, clock=stop_the_clock(monkeypatch))
    wiring().database.close()
    wiring.cache_clear()


@pytest.fixture
def front_door(office: Office) -> Iterator[str]:
    """Give the address of the desk; whoever looks at its board is an operator."""
    del office
    app = create_app()
    operator = SimpleNamespace(name="运维丁", may_see_desk=True)
    app.dependency_overrides[current_operator] = lambda: operator
    with FrontDoor(app).opened() as address:
        yield f"{address}/review"


@dataclass
class Seat:
    """Somebody in front of a screen, and everything that went wrong on it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, token: str) -> Page:
        """Follow a link from a letter."""
        self.page.goto(f"{self.address}/open?token={token}")
        return self.page

    def looks_right(self, name: str) -> None:
        """Fail when the page is wider than the screen or said anything to the console.

        With INFODESK_SCREENSHOTS, a folder, a picture of the page is kept there.
        """
        wider = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{name} is {wider} px wider than the screen"
        assert self.complaints == [], name
        if folder := os.environ.get("INFODESK_SCREENSHOTS"):
            width = (self.page.viewport_size or {"width": 0})["width"]
            self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def sit_down(chromium: Browser, front_door: str) -> Iterator[Callable[..., Seat]]:
    """Give people screens, each with cookies of its own."""
    contexts: list[BrowserContext] = []

    def new(size: tuple[int, int], *, has_script: bool = True) -> Seat:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=has_script,
            accept_downloads=True,
        )
        contexts.append(context)
        seat = Seat(context.new_page(), front_door)
        _listen(seat)
        return seat

    yield new
    for context in contexts:
        context.close()


def _listen(seat: Seat) -> None:
    def complain(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            seat.complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((seat.address, "data:", "about:")):
            seat.complaints.append(f"asked somebody else: {request.url}")

    seat.page.on("console", complain)
    seat.page.on("pageerror", lambda error: seat.complaints.append(str(error)))
    seat.page.on("request", watch)
