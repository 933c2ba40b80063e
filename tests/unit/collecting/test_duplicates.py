"""When two texts are the same text, when a person is asked, and when they are two."""

from datetime import timedelta

import pytest
from tests.fakes.clock import A_MONDAY

from infodesk.catalog.collecting import Duplicates
from infodesk.collecting.likeness.duplicates import (
    Comparable,
    Doubt,
    Judgement,
    Likeness,
    fingerprint,
    judge,
)

BODY = "<p>自2026年11月20日24时起，下调85元。</p>"
RULES = Duplicates(same_at=0.9, ask_at=0.6, title_days=7)

POLICY = """为进一步加强公共信用信息管理，规范信用信息归集共享，保护信用主体合法权益，制定本办法。
本市行政区域内公共信用信息的归集、共享、公开和查询，适用本办法。法律、法规另有规定的，从其规定。
市发展改革部门负责统筹协调，组织制定公共信用信息目录，并于每年3月31日前向社会公布。
县级以上人民政府有关部门按照各自职责，在15个工作日内完成信用信息的归集和报送工作。
信用主体认为信息存在错误、遗漏的，可以向公共信用信息工作机构提出异议申请并提供相关材料。
公共信用信息工作机构应当建立健全信息安全管理制度，采取必要的技术措施，防止信息泄露、毁损和丢失。
任何单位和个人不得违反规定采集、归集公共信用信息，不得篡改、虚构信用信息，不得擅自对外提供查询结果。
行政机关在实施行政许可、政府采购、资金扶持、评先评优等工作时，应当依法查询使用公共信用信息。
对守信主体给予优先办理、简化程序等激励措施；对严重失信主体依法依规采取惩戒措施，并告知其救济途径。
国家工作人员在公共信用信息管理工作中玩忽职守、滥用职权、徇私舞弊的，依法依规给予处分。
本办法自印发之日起施行，有效期5年，由市发展和改革委员会负责解释。"""
OTHER = """今年以来，全市各级商务部门围绕促消费稳外贸，扎实开展家电下乡、汽车以旧换新等系列活动。
重点企业订单稳步回升，进出口结构持续优化，跨境电商新业态加快发展，市场活力不断释放出来。
下一步，将继续完善城乡流通体系，推动线上线下融合，让更多惠民举措落到实处，见到成效。"""


def _print(title="关于调整价格的公告", body=BODY, files=()) -> str:
    return fingerprint(title=title, body_html=body, file_hashes=files)


def make(text: str = POLICY, *, days: float = 0, **fields) -> Comparable:
    known = {"title": "关于印发公共信用信息管理办法的通知", "at": A_MONDAY + timedelta(days=days)}
    return Comparable(**known | {"text": text} | fields)


def told(new: Comparable, known: Comparable | None = None) -> tuple[Likeness | None, Doubt | None]:
    judgement = judge(new, known or make(), RULES)
    return judgement.likeness, judgement.doubt


@pytest.mark.parametrize(
    "body",
    [
        "<div>　　自2026年11月20日24时起，\n下调<b>85</b>元。</div>",
        "<p>自２０２６年11月20日24时起，</p><p>下调85元。</p>",
        "<p align='center'>自2026年11月20日24时起，下调&nbsp;85元。</p>",
    ],
)
def test_layout_makes_no_difference(body) -> None:
    assert _print(body=body) == _print()


def test_successive_notices_with_one_title_are_two_texts() -> None:
    assert _print(body=BODY.replace("85", "80")) != _print()
    assert _print(body=BODY.replace("20日", "6日")) != _print()


def test_title_and_files_count() -> None:
    assert _print(title="关于调整价格的通知") != _print()
    assert _print(files=["a"]) != _print(files=["b"])
    assert _print(files=["b", "a", "a"]) == _print(files=["a", "b"])


class TestPassages:
    """Texts that read alike."""

    @pytest.mark.parametrize(
        "text",
        [
            f"来源：示例晚报  2026-03-02 10:20\n{POLICY}\n（责任编辑：编辑甲）",
            POLICY.replace("，", ",").replace("\n", "\n\n　　"),
            POLICY.replace("\n", ""),
            POLICY.replace("3月31日", "03月31日").replace("15", "１５"),
        ],
        ids=["head and foot", "punctuation", "one line", "spelling of figures"],
    )
    def test_a_reprint_is_the_same(self, text) -> None:
        assert told(make(text, title="信用管理办法来了")) == (Likeness.PASSAGES, None)
        assert told(make(), make(text, title="信用管理办法来了")) == (Likeness.PASSAGES, None)

    def test_much_that_was_added_is_asked_about(self) -> None:
        assert told(make(f"{OTHER[:60]}\n{POLICY}")) == (None, Doubt.CONTAINED)

    def test_a_part_of_it_is_asked_about(self) -> None:
        lines = POLICY.split("\n")
        excerpt = make("\n".join(lines[:3]), title="摘登")

        assert told(excerpt) == (None, Doubt.CONTAINED)
        assert told(make(), excerpt) == (None, Doubt.CONTAINED)
        assert judge(excerpt, make(), RULES).share == pytest.approx(1.0)

    def test_another_text_is_another(self) -> None:
        assert judge(make(OTHER, title="商务工作动态"), make(), RULES) == Judgement(share=0.0)

    def test_of_a_few_words_nothing_is_said(self) -> None:
        short = "现将有关事项公告如下，详见附件。"

        assert told(make(short, title="甲"), make(short + "联系人见附件", title="乙")) == (
            None,
            None,
        )

    def test_other_attachments_are_asked_about(self) -> None:
        one, other = (make(attachments=frozenset({name})) for name in "ab")

        assert told(one, other) == (None, Doubt.FILES)
        assert told(one, make()) == (Likeness.PASSAGES, None)
        assert told(one, make(attachments=frozenset("ac"))) == (Likeness.PASSAGES, None)


class TestFigures:
    """Whatever else is equal, other figures make another text."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("3月31日", "3月30日"),
            ("15个", "5个"),
            ("有效期5年", "有效期5.5年"),
            ("有效期5年", "有效期三年"),
            ("15个工作日", "十五个工作日"),
        ],
    )
    def test_one_figure_is_enough(self, old, new) -> None:
        changed = make(POLICY.replace(old, new))

        assert told(changed) == (None, Doubt.FIGURES)
        assert told(make(), changed) == (None, Doubt.FIGURES)

    def test_two_figures_that_change_places(self) -> None:
        text = f"{POLICY}\n汽油每吨下调85元，柴油每吨下调80元。"
        swapped = f"{POLICY}\n汽油每吨下调80元，柴油每吨下调85元。"

        assert told(make(text), make(swapped)) == (None, Doubt.FIGURES)

    def test_two_rows_of_a_table_that_change_places(self) -> None:
        text = f"{POLICY}\n92号汽油\n7.85\n95号汽油\n8.40"
        swapped = f"{POLICY}\n92号汽油\n8.40\n95号汽油\n7.85"

        assert told(make(text), make(swapped)) == (None, Doubt.FIGURES)

    def test_figures_of_the_title(self) -> None:
        first, second = (make(title=f"关于下达2026年第{n}批计划的通知") for n in "一二")

        assert told(first, second) == (None, Doubt.FIGURES)
        assert told(first, make(title="关于下达计划的通知")) == (Likeness.PASSAGES, None)

    def test_a_line_that_only_one_has_may_hold_any_figure(self) -> None:
        text = POLICY + "\n咨询请致电办公室，来信请寄市政府大院东配楼402室收"

        assert told(make(text)) == (Likeness.PASSAGES, None)

    def test_the_next_of_a_series_is_nothing_to_ask_about(self) -> None:
        following = POLICY.replace("3月31日", "4月14日").replace("15个", "20个")

        assert told(make(following, days=14)) == (None, None)
        assert told(make(following, days=7)) == (None, Doubt.FIGURES)  # may be a correction


class TestOneSite:
    """A site that publishes its own text again."""

    @pytest.mark.parametrize(
        ("changes", "likeness", "doubt"),
        [
            ({"text": POLICY.replace("，", ",")}, Likeness.PASSAGES, None),
            ({"text": POLICY.replace("应当", "必须")}, None, Doubt.REWORDED),
            ({"title": "关于印发管理办法的通知（更正）"}, None, Doubt.REWORDED),
        ],
    )
    def test_other_words_may_be_a_correction(self, changes, likeness, doubt) -> None:
        again = make(**{"host": "a.gov.cn"} | changes)

        assert told(again, make(host="a.gov.cn")) == (likeness, doubt)
        assert told(again, make(host="b.gov.cn")) == (Likeness.PASSAGES, None)

    def test_nor_does_its_number_make_it_the_same(self) -> None:
        known = make(document_number="甲〔2026〕3号", host="a.gov.cn")
        again = make("详见附件。", document_number="甲〔2026〕3号", host="a.gov.cn")

        assert told(again, known) == (None, Doubt.REWORDED)


class TestDocumentNumbers:
    """The number of a document (文号)."""

    def test_number_and_title_make_one_document(self) -> None:
        new = make("详见附件。", document_number="吕发改信用[2026] 3号")
        known = make(document_number="吕发改信用〔2026〕3号")

        assert told(new, known) == (Likeness.DOCUMENT, None)

    def test_a_title_that_is_part_of_the_other(self) -> None:
        new = make(OTHER, title="公共信用信息管理办法", document_number="甲〔2026〕3号")

        assert told(new, make(document_number="甲〔2026〕3号")) == (Likeness.DOCUMENT, None)

    def test_a_number_alone_is_asked_about(self) -> None:
        new = make(OTHER, title="公共信用信息管理办法解读", document_number="甲〔2026〕3号")

        assert told(new, make(document_number="甲〔2026〕3号")) == (None, Doubt.NUMBER)

    def test_other_numbers_make_other_documents(self) -> None:
        new = make(document_number="甲〔2026〕4号")

        assert told(new, make(document_number="甲〔2026〕3号")) == (None, Doubt.FIGURES)

    def test_one_document_with_other_figures_is_asked_about(self) -> None:
        new = make(POLICY.replace("15个", "10个"), document_number="甲〔2026〕3号", days=90)

        assert told(new, make(document_number="甲〔2026〕3号")) == (None, Doubt.FIGURES)


class TestTitles:
    """Equal titles are a reason to ask, for some days."""

    @pytest.mark.parametrize(
        ("days", "doubt"), [(0, Doubt.TITLE), (7, Doubt.TITLE), (-7, Doubt.TITLE), (7.1, None)]
    )
    def test_within_days(self, days, doubt) -> None:
        assert told(make(OTHER, days=days)) == (None, doubt)

    def test_no_title_is_like_no_title(self) -> None:
        assert told(make(OTHER, title=""), make(title="")) == (None, None)
