"""What `collecting.toml` names must be there, and its bounds must fit together."""

import pytest

RULE = '[[relevance]]\nid = "policy"\nname = "政策"\n'
TITLE = 'title_has = ["办法"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[polling]\nleast_minutes = 120\nmost_minutes = 60",
            (
                "collecting.toml：polling.least_minutes（120）大于 most_minutes（60）"
                "（最勤的间隔不能比最疏的长）"
            ),
        ),
        (
            "[duplicates]\nsame_at = 0.5\nask_at = 0.6",
            (
                "collecting.toml：duplicates.ask_at（0.6）大于 same_at（0.5）"
                "（先到请人判断的程度，再到视为同一篇，ask_at 不能大于 same_at）"
            ),
        ),
        (
            RULE + 'sources = ["newz"]',
            "collecting.toml：relevance[policy].sources 写了没有的信息源“newz”（是否想写 news？）",
        ),
        (
            RULE + TITLE + 'target = [{ channel = "portl", column = "national" }]',
            "collecting.toml：relevance[policy].target 写了没有的渠道“portl”（是否想写 portal？）",
        ),
        (
            RULE + TITLE + 'target = [{ channel = "portal", column = "nationl" }]',
            (
                "collecting.toml：relevance[policy] 的渠道 portal 没有栏目“nationl”"
                "（是否想写 national？）"
            ),
        ),
        (
            RULE + 'without = ["解读"]',
            (
                "collecting.toml：relevance[policy] 没有写条件，会适用于每一篇"
                "（请至少写 sources、title_has、text_has 之一）"
            ),
        ),
        (
            RULE + TITLE + "reprint_within_hours = 12",
            (
                "collecting.toml：relevance[policy] 规定了转载时限，没有写依据"
                "（请在 basis 写明时限出自哪个文件）"
            ),
        ),
        (
            RULE + TITLE + RULE + TITLE,
            "collecting.toml：相关性规则 id policy 用了 2 次（规则的 id 不能重复）",
        ),
    ],
)
def test_what_does_not_fit_is_told(office, only_mistake, text, told) -> None:
    office.write("collecting.toml", text)

    assert only_mistake() == told


def test_what_fits(office) -> None:
    office.write(
        "collecting.toml",
        f"[polling]\nleast_minutes = 60\nmost_minutes = 60\n{RULE}"
        'sources = ["news"]\ntarget = [{ channel = "portal", column = "national" }]\n'
        'reprint_within_hours = 12\nbasis = "某文件"\n',
    )

    assert office.load().collecting.polling.most_minutes == 60


def test_a_source_whose_own_file_is_wrong_is_not_blamed_twice(office) -> None:
    office.write("collecting.toml", RULE + 'sources = ["news"]')
    office.replace("sources/news.toml", 'kind = "html_list"', 'kind = "html"')

    assert not [told for told in office.mistakes() if told.startswith("collecting.toml")]
