"""A small office of its own, so that these tests do not move with the shipped catalog."""

from collections.abc import Callable
from pathlib import Path

import pytest

from infodesk.catalog.catalog import Catalog
from infodesk.catalog.errors import CatalogError
from infodesk.catalog.loading import load_catalog

FILES = {
    "office.toml": """\
name = "示例市发展和改革委员会"
short_name = "示例发改委"
regulation_title = "示例管理制度"
regulation_number = "示发改〔2020〕1号"
form_title = "示例审批单"
form_number_prefix = "SLFG"
""",
    "departments.toml": """\
[[departments]]
id = "centre"
name = "信息中心"
is_centre = true

[[departments]]
id = "office"
name = "办公室"

[[departments]]
id = "leadership"
name = "委领导"
submits = false
""",
    "people.toml": """\
[[people]]
id = "editor"
name = "编辑甲"
email = "editor@infodesk.example"
department = "centre"
roles = ["centre_editor", "department_editor", "centre_clerk", "operator"]

[[people]]
id = "office_editor"
name = "办公室编辑"
email = "office.editor@infodesk.example"
department = "office"
roles = ["department_editor"]

[[people]]
id = "reviewer"
name = "办公室审核员"
email = "reviewer@infodesk.example"
department = "office"
roles = ["office"]

[[people]]
id = "leader"
name = "分管领导乙"
email = "leader@infodesk.example"
department = "leadership"
roles = ["supervising_leader", "department_leader"]
supervises = ["centre", "office"]
""",
    "review_chains.toml": """\
[[chains]]
id = "reprint"
title = "转载类信息"
legal_basis = "第五条（一）"
origins = ["reprint"]

[[chains.steps]]
key = "editor"
title = "中心编辑（初审）"
role = "centre_editor"
form_box = "department_head"

[[chains.steps]]
key = "leader"
title = "分管领导（终审）"
role = "supervising_leader"
form_box = "supervising_leader"

[[chains]]
id = "submission"
title = "报送类信息"
legal_basis = "第五条（二）"
origins = ["submission"]

[[chains.steps]]
key = "editor"
title = "科室编辑（初审）"
role = "department_editor"
form_box = "department_head"

[[chains.steps]]
key = "leader"
title = "科室分管领导（审核）"
role = "department_leader"
form_box = "supervising_leader"

[[chains.steps]]
key = "office"
title = "办公室（终审）"
role = "office"
form_box = "office"
""",
    "collecting.toml": "",
    "leaders.toml": "",
    "review_rules.toml": """\
bank_card_context = ["银行卡"]

[[internal_marks]]
text = "内部资料"
unless = ["内部资料性出版物"]

[[draft_marks]]
text = "此处插入"
""",
    "channels/portal.toml": """\
name = "门户网站"
kind = "static_site"
public_url = "https://portal.infodesk.example/"

[[columns]]
id = "national"
title = "国家政策"

[[columns]]
id = "media"
title = "媒体关注"
""",
    "sources/news.toml": """\
name = "示例来源"
kind = "html_list"
url = "https://news.infodesk.example/list/"
credit = "示例网"

[[target]]
channel = "portal"
column = "national"

[list]
item = "ul.list > li"
""",
    "working_days/2026.toml": """\
year = 2026
status = "announced"

[[notice]]
name = "示例通知"
number = "国办发明电〔2025〕7号"
issued_on = 2025-11-04

[[holidays]]
name = "元旦"
first = 2026-01-01
last = 2026-01-03
make_up_days = [2026-01-04]
""",
}


class OfficeFolder:
    """A catalog folder that a test spoils on purpose."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def load(self) -> Catalog:
        return load_catalog(self.path)

    def mistakes(self) -> list[str]:
        """Load, expect a refusal, and return each mistake as a person reads it."""
        with pytest.raises(CatalogError) as caught:
            self.load()
        return [f"{issue.message}（{issue.remedy}）" for issue in caught.value.issues]


@pytest.fixture
def office(tmp_path: Path) -> OfficeFolder:
    return OfficeFolder(tmp_path)


@pytest.fixture
def only_mistake(office: OfficeFolder) -> Callable[[], str]:
    """Return the one mistake of the office's folder; more or fewer fail the test."""

    def read() -> str:
        (mistake,) = office.mistakes()
        return mistake

    return read
