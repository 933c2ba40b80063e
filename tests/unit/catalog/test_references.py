import pytest

from infodesk.catalog.chains import GENRE_LABELS, Genre

BROKEN = [
    (
        "people.toml",
        'department = "office"\nroles = ["office"]',
        'department = "offce"\nroles = ["office"]',
        "people.toml：people[reviewer].department 写了没有的科室“offce”（是否想写 office？）",
    ),
    (
        "people.toml",
        'supervises = ["centre", "office"]',
        'supervises = ["centre", "office", "zzz"]',
        (
            "people.toml：people[leader].supervises 写了没有的科室“zzz”"
            "（可用：centre、office、leadership）"
        ),
    ),
    (
        "people.toml",
        '"leader@infodesk.example"',
        '"Editor@infodesk.example"',
        (
            "people.toml：editor 和 leader 用了同一个邮箱 Editor@infodesk.example"
            "（每人须有自己的邮箱，否则分不清是谁审的）"
        ),
    ),
    (
        "people.toml",
        '"centre_clerk", ',
        "",
        (
            "people.toml：没有人担任 centre_clerk（中心经办）"
            '（请给至少一人的 roles 加上 "centre_clerk"）'
        ),
    ),
    (
        "people.toml",
        ', "operator"]',
        "]",
        'people.toml：没有人担任 operator（运维人员）（请给至少一人的 roles 加上 "operator"）',
    ),
    (
        "people.toml",
        'roles = ["office"]',
        'roles = ["centre_clerk"]',
        (
            "people.toml：审核链要由 office（办公室审核员）审核，但没有人担任"
            '（请给至少一人的 roles 加上 "office"）'
        ),
    ),
    (
        "people.toml",
        'supervises = ["centre", "office"]',
        'supervises = ["centre"]',
        (
            "people.toml：科室 office（办公室）没有人担任 "
            "department_leader（科室分管领导）"
            '（请在一位有 "department_leader" 岗位的领导的 supervises 中加上 office；'
            "该科室不报送信息的，在 departments.toml 中写 submits = false）"
        ),
    ),
    (
        "departments.toml",
        'name = "委领导"\nsubmits = false',
        'name = "委领导"',
        (
            "people.toml：科室 leadership（委领导）没有人担任 "
            "department_editor（科室编辑）"
            '（请给该科室一人加上 "department_editor"；'
            "该科室不报送信息的，在 departments.toml 中写 submits = false）"
        ),
    ),
    (
        "departments.toml",
        "is_centre = true",
        "is_centre = false",
        "departments.toml：is_centre = true 的科室有 0 个（公共信用信息中心须有且只有一个）",
    ),
    (
        "departments.toml",
        'name = "办公室"',
        'name = "办公室"\nis_centre = true',
        (
            "departments.toml：is_centre = true 的科室有 2 个（centre、office）"
            "（公共信用信息中心须有且只有一个）"
        ),
    ),
    (
        "review_chains.toml",
        'key = "leader"',
        'key = "editor"',
        (
            "review_chains.toml：chains[reprint] 的步骤 editor 写了 2 次"
            "（同一条链内每步的 key 须不同）"
        ),
    ),
    (
        "review_chains.toml",
        'form_box = "office"',
        'form_box = "supervising_leader"',
        (
            "review_chains.toml：chains[submission] 的终审与前面的步骤共用审批单的"
            " supervising_leader 一栏（终审须有自己的一栏，否则认不出是否已签）"
        ),
    ),
    (
        "review_chains.toml",
        'origins = ["reprint"]',
        'origins = ["reprint"]\npaper_policy = "online"',
        (
            "review_chains.toml：chains[reprint] 的 paper_policy 为 online，没有写依据"
            "（第六条要求终审用纸质；不采用先签后发的，须在 paper_policy_basis 写明依据文件）"
        ),
    ),
    (
        "review_chains.toml",
        'origins = ["reprint"]',
        (
            'origins = ["reprint"]\npaper_policy = "paper_within_days"\n'
            'paper_policy_basis = "示例批复"'
        ),
        (
            "review_chains.toml：chains[reprint] 的 paper_policy 为 paper_within_days，"
            "paper_within_days 为 0（限期补签须写明几个工作日内补；其他方式不写这一项）"
        ),
    ),
    (
        "review_chains.toml",
        'origins = ["reprint"]',
        'origins = ["reprint"]\ngenres = ["important_news", "policy_document"]',
        (
            "review_chains.toml：来源 reprint、体裁 media_report（本地主流媒体发布的信息）"
            "没有审核链"
            "（请把该体裁写进某条链的 genres，或增加一条链（第五条））"
        ),
    ),
    (
        "sources/news.toml",
        'column = "national"',
        'column = "nationl"',
        "sources/news.toml：渠道 portal 没有栏目“nationl”（是否想写 national？）",
    ),
    (
        "sources/news.toml",
        'channel = "portal"',
        'channel = "portl"',
        "sources/news.toml：target 写了没有的渠道“portl”（是否想写 portal？）",
    ),
    (
        "sources/news.toml",
        '[list]\nitem = "ul.list > li"',
        "",
        "sources/news.toml：kind 为 html_list，但没有 [list]（请补上 [list]，至少写 item 一行）",
    ),
    (
        "sources/news.toml",
        'kind = "html_list"',
        'kind = "feed"',
        "sources/news.toml：kind 为 feed，用不到 [list]（请删去 [list]，或改 kind）",
    ),
    (
        "sources/news.toml",
        "[list]",
        '[expect]\nrequired = ["title", "publishd"]\n\n[list]',
        "sources/news.toml：expect.required 写了没有的字段“publishd”（是否想写 published？）",
    ),
    (
        "channels/portal.toml",
        'id = "media"',
        'id = "national"',
        "channels/portal.toml：栏目 id national 用了 2 次（同一渠道的栏目 id 不能重复）",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), BROKEN)
def test_broken_reference_is_told(office, only_mistake, file, old, new, told) -> None:
    office.replace(file, old, new)

    assert only_mistake() == told


def test_same_list_collected_twice_is_told(office, only_mistake) -> None:
    text = (office.path / "sources/news.toml").read_text("utf-8")
    office.write("sources/other.toml", text)

    assert only_mistake() == (
        "sources/other.toml：url 与 sources/news.toml 相同（同一个列表只采一次，请删去其中一个）"
    )


def test_text_that_fits_two_chains_is_told(office) -> None:
    office.replace("review_chains.toml", '["submission"]', '["submission", "reprint"]')

    assert office.mistakes() == [
        f"review_chains.toml：来源 reprint、体裁 {genre}（{GENRE_LABELS[Genre(genre)]}）"
        "同时适用 reprint、submission"
        "（一类信息只能有一条审核链，请用 genres 分开）"
        for genre in ("important_news", "media_report", "policy_document")
    ]


def test_genre_of_another_origin_is_told(office) -> None:
    office.replace(
        "review_chains.toml",
        'origins = ["reprint"]',
        'origins = ["reprint"]\n'
        'genres = ["important_news", "policy_document", "media_report", "speech"]',
    )

    assert office.mistakes() == [
        (
            "review_chains.toml：chains[reprint] 的体裁 speech（重要讲话文稿）不属于来源 reprint"
            "（各来源的体裁见第四条；请改体裁或补上来源）"
        )
    ]


class TestDifferentPeople:
    """The same person does not sit in two steps of one chain unless the catalog says so."""

    def test_one_person_for_two_steps_is_told(self, office) -> None:
        office.replace("people.toml", 'roles = ["office"]', 'roles = ["centre_clerk"]')
        office.replace(
            "people.toml",
            'roles = ["department_editor"]',
            'roles = ["department_editor", "office"]',
        )

        assert office.mistakes() == [
            (
                "review_chains.toml：chains[submission]：科室 office 的信息找不出各步不同的人"
                "（科室编辑（初审）、科室分管领导（审核）、办公室（终审））（同一人不得在一条链中审两步；"
                "请增加人选，确有依据时写 may_repeat_person = true）"
            )
        ]

    def test_the_catalog_may_allow_it(self, office) -> None:
        self.test_one_person_for_two_steps_is_told(office)
        office.replace(
            "review_chains.toml",
            'origins = ["submission"]',
            'origins = ["submission"]\nmay_repeat_person = true',
        )

        assert office.load().review_chains["submission"].may_repeat_person

    def test_a_second_person_for_either_step_is_enough(self, office) -> None:
        office.replace(
            "people.toml",
            'roles = ["department_editor"]',
            'roles = ["department_editor", "office"]',
        )

        assert office.load().people["office_editor"]

    def test_chain_of_the_whole_commission_is_checked_too(self, office) -> None:
        office.replace("people.toml", '"centre_editor", ', "")
        office.replace(
            "people.toml", '"supervising_leader", ', '"supervising_leader", "centre_editor", '
        )

        assert office.mistakes() == [
            (
                "review_chains.toml：chains[reprint]：信息找不出各步不同的人"
                "（中心编辑（初审）、分管领导（终审））（同一人不得在一条链中审两步；"
                "请增加人选，确有依据时写 may_repeat_person = true）"
            )
        ]


def test_unread_file_is_not_blamed_on_those_who_name_it(office, only_mistake) -> None:
    office.replace("departments.toml", 'name = "办公室"', "nme = 1")

    assert [m.split("：")[0] for m in office.mistakes()] == [
        "departments.toml 第 6 行",
        "departments.toml 第 8 行",
    ]
