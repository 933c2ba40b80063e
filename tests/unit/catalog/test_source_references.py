"""Sources of every kind: what each needs, and what does not fit it."""

import pytest

LIST = '[list]\nitem = "ul.list > li"'
JSON = (
    '[json_list]\nitems = "data"\nlink = "url"\ntitle = "title"\nquery = { p = "{page}", k = "1" }'
)
PAPER = '[paper]\npage_link = "a.page"\narticle_link = "a.article"'
FILE = "sources/news.toml"


def _kind(office, kind: str, *tables: str) -> None:
    office.replace(FILE, 'kind = "html_list"', f'kind = "{kind}"')
    office.replace(FILE, LIST, "\n\n".join(tables))


@pytest.mark.parametrize(
    ("kind", "table"), [("json_api", JSON), ("digital_paper", PAPER), ("feed", "")]
)
def test_a_kind_with_its_table_loads(office, kind, table) -> None:
    _kind(office, kind, table)

    assert office.load().sources["news"].kind == kind


@pytest.mark.parametrize(
    ("kind", "table", "told"),
    [
        ("json_api", "json_list", "请补上 [json_list]，至少写 items、link、title 三行"),
        ("digital_paper", "paper", "请补上 [paper]，至少写 page_link、article_link 两行"),
    ],
)
def test_a_kind_without_its_table_is_told(office, only_mistake, kind, table, told) -> None:
    _kind(office, kind)

    assert only_mistake() == f"{FILE}：kind 为 {kind}，但没有 [{table}]（{told}）"


@pytest.mark.parametrize(
    ("kind", "own", "other", "name"),
    [
        ("html_list", LIST, JSON, "json_list"),
        ("html_list", LIST, PAPER, "paper"),
        ("json_api", JSON, LIST, "list"),
        ("digital_paper", PAPER, LIST, "list"),
        ("feed", "", PAPER, "paper"),
    ],
)
def test_a_table_of_another_kind_is_told(office, only_mistake, kind, own, other, name) -> None:
    _kind(office, kind, own, other)

    assert only_mistake() == (
        f"{FILE}：kind 为 {kind}，用不到 [{name}]（请删去 [{name}]，或改 kind）"
    )


@pytest.mark.parametrize(
    ("kind", "table", "paging", "told"),
    [
        ("feed", "", 'kind = "next_link"', "kind 为 feed，用不到 [paging]（请删去 [paging]）"),
        (
            "digital_paper",
            PAPER,
            'kind = "next_link"',
            "kind 为 digital_paper，用不到 [paging]（请删去 [paging]）",
        ),
        (
            "json_api",
            JSON,
            'kind = "create_page_html"',
            "kind 为 json_api，[paging] 的 kind 不能是 create_page_html（可用：numbered）",
        ),
        (
            "html_list",
            LIST,
            'kind = "numbered"\naddress = "index_2.html"',
            "[paging] address 中没有 {page}（请写成 node_142_{page}.htm 的样子）",
        ),
        (
            "html_list",
            LIST,
            'kind = "create_page_html"\naddress = "index_{page}.html"',
            "[paging] 写了用不到的 address（请删去，或把 kind 改为 numbered）",
        ),
        (
            "html_list",
            LIST,
            'kind = "next_link"',
            "[paging] 没有写 next_link（请写“下一页”链接的选择器）",
        ),
        (
            "html_list",
            LIST,
            'kind = "create_page_html"\nnext_link = "a.next"',
            "[paging] 写了用不到的 next_link（请删去，或把 kind 改为 next_link）",
        ),
        (
            "json_api",
            JSON,
            'kind = "numbered"\naddress = "{page}"',
            "[paging] 写了用不到的 address（请删去：JSON 接口的页号写在 [json_list] 的 query 里）",
        ),
        (
            "json_api",
            JSON.replace("{page}", "1"),
            'kind = "numbered"',
            "[paging] 要翻页，但 [json_list] 的 query 中没有 {page}（请在页号参数的值里写 {page}）",
        ),
    ],
)
def test_paging_that_does_not_fit_is_told(office, only_mistake, kind, table, paging, told) -> None:
    _kind(office, kind, table, f"[paging]\n{paging}")

    assert only_mistake() == f"{FILE}：{told}"


@pytest.mark.parametrize(
    ("kind", "table", "paging"),
    [
        ("html_list", LIST, 'kind = "create_page_html"\nback_to = 2026-10-01\nmost_pages = 5'),
        ("html_list", LIST, 'kind = "numbered"\naddress = "index_{page}.html"\nfirst_number = 1'),
        ("html_list", LIST, 'kind = "next_link"\nnext_link = "a.next"'),
        ("json_api", JSON, 'kind = "numbered"\nback_to = 2026-10-01'),
    ],
)
def test_paging_that_fits_loads(office, kind, table, paging) -> None:
    _kind(office, kind, table, f"[paging]\n{paging}")

    assert office.load().sources["news"].paging.kind in paging


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            'key_page = "https://news.infodesk.example/"',
            "的 key_page 和 key_pattern 只写了一个（两个都写，或都不写）",
        ),
        (
            'key_page = "https://news.infodesk.example/"\nkey_pattern = "key=(\\\\w+"',
            "的 key_pattern 不是正则",
        ),
    ],
)
def test_a_key_that_cannot_be_read_is_told(office, only_mistake, written, told) -> None:
    _kind(office, "json_api", f"{JSON}\n{written}")

    assert only_mistake().startswith(f"{FILE}：[json_list] {told}")


def test_a_key_that_comes_from_nowhere_is_told(office, only_mistake) -> None:
    _kind(office, "json_api", JSON.replace('k = "1"', 'k = "{key}"'))

    assert only_mistake() == (
        f"{FILE}：[json_list] 的 query 用了 {{key}}，但没有写从哪里读出"
        "（请补上 key_page 和 key_pattern）"
    )


class TestComparing:
    """A source that compares names others that take articles in."""

    def _add(self, office, compares: str) -> None:
        text = (office.path / FILE).read_text("utf-8")
        office.write(
            "sources/search.toml",
            text.replace("/list/", "/search/").replace(
                'credit = "示例网"', f'credit = "示例网"\ncompares = ["{compares}"]'
            ),
        )

    def test_it_names_one(self, office) -> None:
        self._add(office, "news")

        assert office.load().sources["search"].compares == ("news",)

    @pytest.mark.parametrize(("name", "told"), [("nws", "是否想写 news？"), ("search", "news")])
    def test_it_names_none(self, office, only_mistake, name, told) -> None:
        self._add(office, name)

        mistake = only_mistake()
        assert f"sources/search.toml：compares 写了没有的信息源“{name}”" in mistake
        assert told in mistake

    def test_it_names_one_that_only_compares(self, office) -> None:
        self._add(office, "news")
        office.replace(FILE, 'credit = "示例网"', 'credit = "示例网"\ncompares = ["search"]')

        assert any("自身也只用来核对" in mistake for mistake in office.mistakes())


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("weekdays = [0]", "weekdays[第1项] 的值 0 太小（不得小于 1）"),
        ("weekdays = [8]", "weekdays[第1项] 的值 8 太大（不得大于 7）"),
    ],
)
def test_days_of_publication(office, only_mistake, written, told) -> None:
    _kind(office, "digital_paper", f"{PAPER}\n{written}")

    assert told in only_mistake()


def test_a_query_that_is_no_table(office, only_mistake) -> None:
    _kind(office, "json_api", JSON.replace('{ p = "{page}", k = "1" }', '"p=1"'))

    assert "json_list.query 的类型不对：现在是文字（应为：表，如 { page = " in only_mistake()
