from pathlib import Path

import pytest
from pydantic import ValidationError

from infodesk.catalog.catalog import NoReviewChain
from infodesk.catalog.chains import GENRES_BY_ORIGIN, Genre
from infodesk.catalog.errors import CatalogError
from infodesk.catalog.loading import load_catalog
from infodesk.catalog.people import Role

# file, what stands there, what is planted instead, and the mistake as it is told
PLANTED = [
    (
        "channels/portal.toml",
        'kind = "static_site"',
        'kind = "statc_site"',
        "channels/portal.toml 第 2 行：kind 的值“statc_site”不可用（是否想写 static_site？）",
    ),
    (
        "channels/portal.toml",
        'title = "媒体关注"\n',
        "",
        "channels/portal.toml 第 9 行：columns[media].title 没有填写（请补上：栏目名称）",
    ),
    (
        "channels/portal.toml",
        '"https://portal.infodesk.example/"',
        '"portal.infodesk.example"',
        (
            "channels/portal.toml 第 3 行：public_url 的值“portal.infodesk.example”不是有效的网址"
            "（应以 http:// 或 https:// 开头，写到具体的页面）"
        ),
    ),
    (
        "channels/portal.toml",
        'name = "门户网站"',
        'id = "portal"\nname = "门户网站"',
        "channels/portal.toml：id 不写在文件里（id 由文件名得来，请删去 id 一行）",
    ),
    (
        "departments.toml",
        "is_centre = true",
        'is_centre = "yes"',
        (
            "departments.toml 第 4 行：departments[centre].is_centre 的类型不对：现在是文字"
            "（应为：true 或 false，不加引号）"
        ),
    ),
    (
        "departments.toml",
        "is_centre = true",
        "is_centre = 1",
        (
            "departments.toml 第 4 行：departments[centre].is_centre 的类型不对：现在是整数"
            "（应为：true 或 false，不加引号）"
        ),
    ),
    (
        "people.toml",
        'roles = ["office"]',
        'roles = "office"',
        (
            "people.toml 第 20 行：people[reviewer].roles 的类型不对：现在是文字"
            '（应为：数组，如 ["甲", "乙"]）'
        ),
    ),
    (
        "people.toml",
        'roles = ["office"]',
        "roles = []",
        (
            "people.toml 第 20 行：people[reviewer].roles 内容太少"
            "（至少要有 1 个；岗位，可以有几个）"
        ),
    ),
    (
        "people.toml",
        'roles = ["office"]',
        'roles = ["offices"]',
        (
            "people.toml 第 20 行：people[reviewer].roles[第1项] 的值“offices”不可用"
            "（是否想写 office？）"
        ),
    ),
    (
        "people.toml",
        'roles = ["office"]',
        'roles = ["zzz"]',
        (
            "people.toml 第 20 行：people[reviewer].roles[第1项] 的值“zzz”不可用"
            "（可用：centre_editor、centre_clerk、department_editor、department_leader、supervising_leader、office、"
            "principal_leader、operator）"
        ),
    ),
    (
        "people.toml",
        '"leader@infodesk.example"',
        '"leader"',
        (
            "people.toml 第 25 行：people[leader].email 的值“leader”写法不合要求"
            "（邮箱；审核链接发到这里）"
        ),
    ),
    (
        "office.toml",
        'short_name = "示例发改委"',
        "short_name = 3",
        "office.toml 第 2 行：short_name 的类型不对：现在是整数（应为：文字，加英文双引号）",
    ),
    (
        "office.toml",
        'form_number_prefix = "SLFG"',
        'form_number_prefix = "示例"',
        (
            "office.toml 第 6 行：form_number_prefix 的值“示例”写法不合要求"
            "（审批单编号的前缀，2 至 8 个大写字母，如 LLFG；启用后不要再改）"
        ),
    ),
    (
        "review_chains.toml",
        "[[chains.steps]]",
        "[[chains.step]]",
        "review_chains.toml 第 7 行：chains[reprint].step 是不认识的键（是否想写 steps？）",
    ),
    (
        "review_chains.toml",
        'form_box = "department_head"',
        'form_box = "department_head"\nworking_days = 0',
        (
            "review_chains.toml 第 12 行：chains[reprint].steps[editor].working_days 的值 0 太小"
            "（不得小于 1）"
        ),
    ),
    (
        "review_rules.toml",
        "内部资料性出版物",
        "内部刊物",
        (
            "review_rules.toml 第 3 行：internal_marks[内部资料] 的例外“内部刊物”中不含“内部资料”，"
            "永远不会起作用（例外要写成含有该字样的完整词语）"
        ),
    ),
    (
        "review_rules.toml",
        'text = "此处插入"\n',
        'text = "此处插入"\n\n[[confusions]]\nwrong = "政府"\nright = "人民政府"\n',
        (
            "review_rules.toml 第 10 行：confusions[政府] 的正确写法“人民政府”中就含有“政府”，"
            "改对了也会再报（请把 wrong 写长一些，或把正确写法写进 unless）"
        ),
    ),
    (
        "sources/news.toml",
        'item = "ul.list > li"',
        'itm = "ul.list > li"\nitem = "li"',
        "sources/news.toml 第 11 行：list.itm 是不认识的键（是否想写 item？）",
    ),
    (
        "sources/news.toml",
        "[[target]]",
        "items_per_run = 500\n\n[[target]]",
        "sources/news.toml 第 6 行：items_per_run 的值 500 太大（不得大于 200）",
    ),
    (
        "working_days/2026.toml",
        "last = 2026-01-03",
        'last = "下周"',
        (
            "working_days/2026.toml 第 12 行：holidays[元旦].last 的值“下周”不是有效的日期"
            "（应写成 2026-01-01 的样子，不加引号）"
        ),
    ),
    (
        "working_days/2026.toml",
        "last = 2026-01-03",
        "last = 2025-12-31",
        (
            "working_days/2026.toml 第 9 行：holidays[元旦] 的最后一天 2025-12-31"
            " 早于第一天 2026-01-01"
            "（请对照通知改正 first 或 last）"
        ),
    ),
    (
        "working_days/2026.toml",
        "make_up_days = [2026-01-04]",
        "make_up_days = [2026-01-05]",
        (
            "working_days/2026.toml 第 9 行：holidays[元旦] 的调休上班日 2026-01-05 不是周末"
            "（请对照通知改正 make_up_days）"
        ),
    ),
    (
        "working_days/2026.toml",
        "make_up_days = [2026-01-04]",
        "make_up_days = [2026-01-03]",
        "working_days/2026.toml 第 1 行：2026-01-03 写了两次（同一天只能属于一个假期或一次调休）",
    ),
    (
        "working_days/2026.toml",
        "make_up_days = [2026-01-04]",
        "make_up_days = [2027-01-02]",
        (
            "working_days/2026.toml 第 1 行：2027-01-02 不属于 2026 年的安排"
            "（只写当年和上年 12 月 29 日以后的日子）"
        ),
    ),
    (
        "working_days/2026.toml",
        '[[notice]]\nname = "示例通知"\nnumber = "国办发明电〔2025〕7号"\nissued_on = 2025-11-04\n',
        "",
        (
            "working_days/2026.toml 第 1 行：status 为 announced，但没有写依据的通知"
            "（请补上 [[notice]]，或改为 provisional）"
        ),
    ),
    (
        "working_days/2026.toml",
        "year = 2026",
        "year = 2025",
        (
            "working_days/2026.toml 第 1 行：2026-01-01 不属于 2025 年的安排"
            "（只写当年和上年 12 月 29 日以后的日子）"
        ),
    ),
]

BAD_SYNTAX = [
    ("last = 2026-01-03", "last = 2026-02-30", "第 12 行第 8 列：日期不存在或写法有误"),
    ('name = "元旦"', "name = “元旦”", "第 10 行第 8 列：值的写法有误"),
    ('name = "元旦"', 'name = "元旦', "第 10 行第 11 列：引号没有闭合，或有不可见的字符"),
    ('name = "元旦"', 'name "元旦"', "第 10 行第 6 列：键后面缺少等号"),
    ('name = "元旦"', 'name = "元旦"\nname = "春节"', "第 11 行第 12 列：同一个键写了两次"),
    ('name = "元旦"', "元旦", "第 10 行第 1 列：这一行不是“键 = 值”"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), PLANTED)
def test_planted_mistake_is_told(office, only_mistake, file, old, new, told) -> None:
    office.replace(file, old, new)

    assert only_mistake() == told


@pytest.mark.parametrize(("old", "new", "told"), BAD_SYNTAX)
def test_broken_syntax_is_told_with_its_place(office, only_mistake, old, new, told) -> None:
    office.replace("working_days/2026.toml", old, new)

    assert only_mistake() == (
        f"working_days/2026.toml {told}"
        "（请检查引号、等号、括号是否都是英文半角、成对，日期是否存在）"
    )


def test_unfinished_last_line_is_told(office, only_mistake) -> None:
    office.replace("review_rules.toml", '["银行卡"]', '["银行卡"')

    assert only_mistake().startswith("review_rules.toml 第 3 行第 1 列：数组或表没有闭合")


def test_small_office_loads(office) -> None:
    catalog = office.load()

    assert catalog.office_name == "示例市发展和改革委员会"
    assert catalog.sources["news"].id == "news"
    assert catalog.channels["portal"].column("media").title == "媒体关注"
    assert catalog.centre.id == "centre"
    assert catalog.review_rules.internal_marks[0].text == "内部资料"
    assert not catalog.calendar.is_working_day(
        catalog.calendar.years[2026].notices[0].issued_on
    ) or (catalog.calendar.is_provisional(catalog.calendar.years[2026].notices[0].issued_on))


def test_loaded_catalog_cannot_be_changed(office) -> None:
    catalog = office.load()

    with pytest.raises(TypeError):
        catalog.people["intruder"] = catalog.people["leader"]
    with pytest.raises(ValidationError):
        catalog.people["leader"].email = "intruder@infodesk.example"


def test_every_mistake_of_every_file_is_told_at_once(office) -> None:
    office.replace("office.toml", "short_name", "shortname")
    office.replace("channels/portal.toml", "static_site", "statc_site")
    office.replace("people.toml", 'department = "office"', 'department = "offce"')
    office.write("working_days/2025.toml", "year = ")

    mistakes = office.mistakes()

    assert [m.split("：")[0].split(" ")[0] for m in mistakes] == [
        "office.toml",
        "office.toml",
        "channels/portal.toml",
        "working_days/2025.toml",
        "people.toml",
        "people.toml",
    ]
    # The source aims at the channel whose own file is wrong: that is not one more mistake.
    assert not any("sources/" in mistake for mistake in mistakes)


def test_error_shows_every_mistake_on_a_line_of_its_own(office) -> None:
    (office.path / "office.toml").unlink()
    office.replace("departments.toml", "is_centre = true", "is_center = true")

    with pytest.raises(CatalogError) as caught:
        office.load()

    assert str(caught.value).splitlines() == [
        "目录数据有 2 处错误：",
        "  office.toml：没有这个文件（请从示例目录中复制一份再修改）",
        (
            "  departments.toml 第 4 行：departments[centre].is_center 是不认识的键"
            "（是否想写 is_centre？）"
        ),
    ]


def test_missing_file_is_told(office, only_mistake) -> None:
    (office.path / "review_rules.toml").unlink()

    assert only_mistake() == ("review_rules.toml：没有这个文件（请从示例目录中复制一份再修改）")


def test_misspelt_file_is_told(office, only_mistake) -> None:
    office.write("peple.toml", "")

    assert only_mistake() == "peple.toml：不认识的文件（是否想写 people.toml？）"


def test_misspelt_folder_is_told(office, only_mistake) -> None:
    office.write("source/x.toml", "")

    assert only_mistake() == "source：不认识的文件（是否想写 sources？）"


def test_notes_and_hidden_files_beside_the_catalog_are_no_mistake(office) -> None:
    office.write("README.md", "说明")
    office.write(".git/config.toml", "")

    assert office.load().people


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="INFODESK_CATALOG"):
        load_catalog(tmp_path / "nowhere")


def test_upper_case_file_name_is_told(office, only_mistake) -> None:
    office.write("channels/WeChat.toml", (office.path / "channels/portal.toml").read_text("utf-8"))

    assert only_mistake() == (
        "channels/WeChat.toml：文件名就是 id，不能这样写（文件名只用小写字母、数字和下划线）"
    )


def test_year_in_a_file_of_another_year_is_told(office, only_mistake) -> None:
    text = (office.path / "working_days/2026.toml").read_text("utf-8")
    office.write("working_days/2031.toml", text)

    assert only_mistake() == (
        "working_days/2031.toml：year 写的是 2026（文件名与 year 须是同一年）"
    )


def test_foreign_encoding_is_told(office, only_mistake) -> None:
    (office.path / "office.toml").write_bytes('name = "示例"'.encode("gb18030"))

    assert only_mistake() == "office.toml：不是 UTF-8 编码（请用编辑器另存为 UTF-8 编码）"


def test_byte_order_mark_and_windows_line_ends_are_accepted(office) -> None:
    text = (office.path / "office.toml").read_text("utf-8").replace("\n", "\r\n")
    (office.path / "office.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert office.load().office.short_name == "示例发改委"


def test_id_used_twice_is_told(office) -> None:
    office.replace("people.toml", 'id = "office_editor"', 'id = "reviewer"')

    assert "people.toml：id reviewer 用了两次（每个 id 只能用一次）" in office.mistakes()


def test_people_are_found_by_role_and_department(office) -> None:
    catalog = office.load()

    assert [p.id for p in catalog.people_in(Role.DEPARTMENT_EDITOR)] == ["editor", "office_editor"]
    assert [p.id for p in catalog.people_in(Role.DEPARTMENT_EDITOR, department_id="office")] == [
        "office_editor"
    ]
    assert [p.id for p in catalog.people_in(Role.DEPARTMENT_LEADER, department_id="office")] == [
        "leader"
    ]
    assert catalog.people_in(Role.PRINCIPAL_LEADER) == []


def test_step_is_reviewed_by_the_department_or_by_the_whole_commission(office) -> None:
    catalog = office.load()
    editor, _, final = catalog.review_chains["submission"].steps

    assert [p.id for p in catalog.reviewers_of(editor, department_id="centre")] == ["editor"]
    assert [p.id for p in catalog.reviewers_of(final, department_id="centre")] == ["reviewer"]


def test_chain_is_chosen_by_origin_and_genre(office) -> None:
    office.replace(
        "review_chains.toml",
        'origins = ["submission"]',
        'origins = ["submission"]\ngenres = ["work_news", "notice", "policy_explainer"]',
    )
    text = (office.path / "review_chains.toml").read_text("utf-8")
    urgent = text[text.index('[[chains]]\nid = "submission"') :]
    urgent = urgent.replace('id = "submission"', 'id = "urgent"').replace(
        '["work_news", "notice", "policy_explainer"]',
        '["emergency", "hot_topic", "public_response"]',
    )
    office.write("review_chains.toml", text + "\n" + urgent)

    catalog = office.load()

    assert catalog.chain_for("reprint").id == "reprint"
    assert catalog.chain_for("submission", Genre.NOTICE).id == "submission"
    assert catalog.chain_for("submission", Genre.HOT_TOPIC).id == "urgent"
    with pytest.raises(NoReviewChain, match="请先选定体裁"):
        catalog.chain_for("submission")
    with pytest.raises(NoReviewChain):
        catalog.chain_for("in_house", Genre.SPEECH)


def test_every_genre_has_an_origin() -> None:
    assert set(Genre) == set().union(*GENRES_BY_ORIGIN.values())
