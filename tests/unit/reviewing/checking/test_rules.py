"""Each rule finds what it is for and leaves what only looks like it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.articles.article import Attachment, Content, Origin
from infodesk.catalog.loading import load_catalog
from infodesk.catalog.rules import ReviewRules
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.checking.checked_text import checked_text
from infodesk.reviewing.checking.number_tests import is_citizen_id, is_credit_code, passes_luhn
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.rule_book import check as check_text
from infodesk.reviewing.plain_text import plain_text

CATALOG = Path(__file__).parents[4] / "include" / "catalog"

Check = Callable[[str], list[Issue]]


def check_content(content: Content, *, origin: Origin, rules: ReviewRules) -> list[Issue]:
    return check_text(checked_text(content, origin=origin), OfficeTables(rules))


@pytest.fixture(scope="module")
def rules() -> ReviewRules:
    return load_catalog(CATALOG).review_rules


@pytest.fixture
def check(rules: ReviewRules) -> Check:
    """Check a body that is otherwise in order."""

    def run(body: str) -> list[Issue]:
        content = Content(
            title="关于示例工作的通知",
            body_html=body,
            credit="示例网站",
            credit_url="https://news.infodesk.example/1.html",
        )
        return check_content(content, origin=Origin.REPRINT, rules=rules)

    return run


def citizen_id(first_17: str) -> str:
    """Complete an ID with its check character, so that no real one stands in this file."""
    return next(first_17 + check for check in "0123456789X" if is_citizen_id(first_17 + check))


ID = citizen_id("14110119900307451")


class TestSecrecyMarks:
    @pytest.mark.parametrize(
        "text",
        [
            "机密★10年",
            "秘密★",
            "绝密★启用前",
            "秘 密 ★ 5 年",
            "机密☆长期",
            "机密*10年",
            "密级：机密",
            "【密级】秘密",
            "密级（绝密）",
            "秘密",
            "机　密",
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(f"<p>{text}</p><p>关于某项工作的报告</p>")

        assert [i.rule_id for i in issues] == ["secrecy_mark"]
        assert issues[0].severity is Severity.BLOCK
        assert issues[0].message.startswith("正文有密级标志")
        assert "第二条" in issues[0].remedy

    @pytest.mark.parametrize(
        "text",
        [
            "保守国家秘密是公民的义务",
            "不得侵犯商业秘密",
            "商业秘密★★★级保护企业",
            "涉及机密的事项另行规定",
            "五星★★★★★服务窗口",
            "“绝密”电影上映",
            "保密级别由定密责任人确定",
            "加强机密性、完整性、可用性保护",
            "办公秘密钥匙管理*10年回顾",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert check(f"<p>{text}</p>") == []


class TestInternalMarks:
    @pytest.mark.parametrize(
        "text",
        [
            "内部资料",
            "（内部资料）",
            "内部资料，注意保存",
            "内 部 资 料　注 意 保 存",
            "内部<b>资料</b>：严禁外传",
            "内部文件 请勿外传",
            "此件不公开",
            "（此件依申请公开）",
            "【内部使用】",
            "会后收回",
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(f"<p>{text}</p><p>现将有关情况报告如下。</p>")

        assert {i.rule_id for i in issues} == {"internal_mark"}
        assert {i.severity for i in issues} == {Severity.BLOCK}

    @pytest.mark.parametrize(
        "text",
        [
            "企业应妥善保管内部资料并定期清点",
            "《内部资料性出版物管理办法》施行",
            "修订内部文件三十余份",
            "此件公开发布",
            "政府信息依申请公开工作有序开展",
            "加强内部使用管理",
            "不公开的会议内容",
            "资料注意保存",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert check(f"<p>{text}</p>") == []


class TestCitizenIds:
    @pytest.mark.parametrize(
        "text",
        [
            ID,
            f"身份证号：{ID}。",
            f"{ID[:6]} {ID[6:14]} {ID[14:]}",
            f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
            "".join(chr(ord(c) + 0xFEE0) for c in ID),
            " ".join(ID),
            f"第1名 {ID} 13",
            f"①{ID}",
            f"{ID[:10]}<b>{ID[10:]}</b>",
            f"{ID[:8]}\u200b{ID[8:]}",
            citizen_id("11010519491231002").lower(),
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(f"<p>{text}</p>")

        assert [i.rule_id for i in issues] == ["citizen_id"]
        assert issues[0].severity is Severity.BLOCK

    @pytest.mark.parametrize(
        "text",
        [
            ID[:-1] + ("0" if ID[-1] != "0" else "1"),  # the checksum fails
            ID[:6] + "********" + ID[14:],  # masked already
            citizen_id("14110119900307451").replace("19900307", "19901307"),  # no such month
            "99" + ID[2:],  # no such province
            "91141100MA0ABCDE1X",  # a credit code with letters
            "12141100405123456C",
            ID + "7",  # nineteen digits
            "8" + ID,
            "P0" + ID + ".pdf",
            "2026-09-24 10:30:00 123456",
            "项目代码 2020-141100-44-03-012345",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert [i for i in check(f"<p>{text}</p>") if i.rule_id == "citizen_id"] == []

    def test_the_number_itself_is_in_no_message(self, check: Check) -> None:
        (issue,) = check(f"<p>张某（{ID}）</p>")

        assert issue.excerpt == ID[:6] + "********" + ID[-4:]
        assert ID not in f"{issue.message}{issue.remedy}{issue.excerpt}"
        assert plain_text(f"<p>张某（{ID}）</p>")[issue.start : issue.end] == ID

    def test_two_numbers_side_by_side_are_both_found(self, check: Check) -> None:
        other = citizen_id("14110219851120332")

        assert len(check(f"<p>{ID} {other}</p>")) == 2
        assert len(check(f"<table><tr><td>{ID}</td><td>{other}</td></tr></table>")) == 2

    @given(
        digits=st.from_regex(r"91141(100|121|122|124)[0-9]{9}[0-9X]", fullmatch=True),
    )
    def test_credit_codes_of_the_city_are_never_ids(self, digits: str) -> None:
        assert not is_citizen_id(digits)

    def test_labelled_credit_code_that_happens_to_pass_is_left_alone(self, check: Check) -> None:
        code = next(
            number
            for serial in range(10_000)
            for number in [f"1111012019010{serial:04d}"]
            for number in [number + c for c in "0123456789X"]
            if is_citizen_id(number) and is_credit_code(number)
        )

        assert check(f"<p>统一社会信用代码：{code}</p>") == []
        assert [i.rule_id for i in check(f"<p>身份证：{code}</p>")] == ["citizen_id"]


class TestMobilePhones:
    @pytest.mark.parametrize(
        "text",
        [
            "13812345678",
            "手机：138-1234-5678",
            "138 1234 5678",
            "+8613812345678",
            "86-138-1234-5678",
            "１３８１２３４５６７８",
            "1 3 8 1 2 3 4 5 6 7 8",
            "联系人：李某13812345678（微信同号）",
            "0358-8221234、13812345678",
            "138·1234·5678",
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(f"<p>{text}</p>")

        assert [(i.rule_id, i.excerpt) for i in issues] == [("mobile_phone", "138****5678")]
        assert issues[0].severity is Severity.BLOCK

    @pytest.mark.parametrize(
        "text",
        [
            "0358-8221234",  # an office's land line
            "010-68501234",
            "12345",
            "12358价格举报热线",
            "400-810-1234",
            "全年完成投资13812345678元",
            "发电量 15912345678 千瓦时",
            "0.13812345678",
            "138****5678",
            "流水号 2026138123456780",
            "P020251227404245346569.pdf",
            "2018-2020-1999",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert check(f"<p>{text}</p>") == []


class TestBankCards:
    @pytest.mark.parametrize(
        "text",
        [
            "银行卡号：6222021234567890128",
            "卡号 6222 0212 3456 7890 128",
            "储蓄卡（6228480402564890018）",
            "账号：4111111111111111",
            (
                "<table><tr><th>姓名</th><th>银行卡号</th></tr><tr><td>甲</td>"
                "<td>6222021234567890128</td></tr></table>"
            ),
            "6222-0212-3456-7890-128（社保卡）",
            "开户行：某银行，６２２２０２１２３４５６７８９０１２８",
            "一卡通6228480402564890018",
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(text if text.startswith("<") else f"<p>{text}</p>")

        assert [i.rule_id for i in issues] == ["bank_card"]
        assert issues[0].excerpt.startswith("****")

    @pytest.mark.parametrize(
        "text",
        [
            "银行卡号：6222021234567890123",  # the checksum fails
            "6222021234567890128",  # nothing says that it is a card
            "监督电话 12358，银行卡业务请到柜台办理",
            "卡号：6222 **** **** 0128",
            "账号 123456789012",  # too short
            "账号 41111111111111111111",  # too long
            "卡号 0000000000000000",
            f"银行卡绑定的证件号 {ID[:-1]}{'0' if ID[-1] != '0' else '1'}A",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert check(f"<p>{text}</p>") == []

    def test_an_id_is_not_reported_again_as_a_card(self, check: Check) -> None:
        issues = check(f"<p>银行卡 {ID}</p>")

        assert [i.rule_id for i in issues] == ["citizen_id"]


class TestSource:
    @pytest.mark.parametrize(
        ("credit", "url", "found"),
        [
            ("示例网站", "https://news.infodesk.example/", []),
            ("", "https://news.infodesk.example/", ["credit_missing"]),
            ("　", "https://news.infodesk.example/", ["credit_missing"]),
            ("示例网站", "", ["source_link_missing"]),
            ("", "", ["credit_missing", "source_link_missing"]),
        ],
    )
    def test_reprint_names_its_source(self, rules, credit, url, found) -> None:
        content = Content(title="标题", body_html="<p>正文</p>", credit=credit, credit_url=url)

        issues = check_content(content, origin=Origin.REPRINT, rules=rules)

        assert [i.rule_id for i in issues] == found
        assert all(i.severity is Severity.BLOCK for i in issues if i.rule_id == "credit_missing")

    @pytest.mark.parametrize("origin", [Origin.SUBMISSION, Origin.IN_HOUSE])
    def test_own_text_needs_none(self, rules, origin) -> None:
        content = Content(title="标题", body_html="<p>正文</p>")

        assert check_content(content, origin=origin, rules=rules) == []


class TestDraftLeftovers:
    @pytest.mark.parametrize(
        "text",
        [
            "（此处插入图片）",
            "XXX局长出席会议",
            "×××同志主持",
            "会议于20XX年召开",
            "晋发改〔2026〕 号",
            "吕发改〔20××〕12号",
            "待定稿",
            "（待补充）",
            "初稿",
            "Lorem Ipsum dolor sit amet",
            "请输入标题",
            "吕发改办发（2026）××号",
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(f"<p>{text}</p>")

        assert "draft_leftover" in {i.rule_id for i in issues}
        assert issues[0].severity is Severity.BLOCK

    @pytest.mark.parametrize(
        "text",
        [
            "晋发改〔2026〕12号",
            "机制仍有待补充完善",
            "初稿已报送，正在修改",
            "开展系统测试",
            "车牌晋J12XX5",
            "XXL号工作服",
            "电话 138XXXX5678",
            "高质量发展",
            "XML接口说明",
            "面积3×4米",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert [i for i in check(f"<p>{text}</p>") if i.severity is Severity.BLOCK] == []

    @pytest.mark.parametrize(
        "text",
        ["（征求意见稿）", "送审稿", "XX县XX乡", "2026年 月 日", "××公司"],
    )
    def test_what_may_be_meant_is_only_a_hint(self, check: Check, text: str) -> None:
        issues = check(f"<p>{text}</p>")

        assert {(i.rule_id, i.severity) for i in issues} == {("possible_draft", Severity.HINT)}


class TestEmptyText:
    @pytest.mark.parametrize(
        "body", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<p>　</p><br>", "<div><p> </p></div>"]
    )
    def test_empty_body_is_blocked(self, check: Check, body: str) -> None:
        assert [(i.rule_id, i.severity) for i in check(body)] == [("body_empty", Severity.BLOCK)]

    def test_body_of_pictures_must_be_answered(self, rules) -> None:
        picture = Attachment(name="1.png", sha256="0" * 64, size_bytes=1, media_type="image/png")
        content = Content(title="图解", body_html='<img src="files/0">', images=(picture,))

        issues = check_content(content, origin=Origin.IN_HOUSE, rules=rules)

        assert [(i.rule_id, i.severity) for i in issues] == [
            ("body_without_text", Severity.MUST_ANSWER)
        ]

    def test_missing_title_is_blocked(self, rules) -> None:
        content = Content(title=" ", body_html="<p>正文</p>")

        issues = check_content(content, origin=Origin.IN_HOUSE, rules=rules)

        assert [(i.rule_id, i.severity) for i in issues] == [("title_empty", Severity.BLOCK)]


class TestConfusions:
    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("吕梁市人民攻府", "政府"),
            ("中华人民共合国", "中华人民共和国"),
            ("扫黑险恶专项斗争", "扫黑除恶"),
            ("国家发展与改革委员会", "国家发展和改革委员会"),
            ("山西省吕粱市", "吕梁"),
            ("截止目前，已办结", "截至目前"),
            ("攻 府", "政府"),
            ("攻<strong>府</strong>", "政府"),
            ("信用信息公式系统", "信用信息公示"),
            ("周密布署", "部署"),
            ("工作己经完成", "已经"),
        ],
    )
    def test_found(self, check: Check, text: str, right: str) -> None:
        issues = check(f"<p>{text}</p>")

        assert [i.rule_id for i in issues] == ["confusion"]
        assert issues[0].severity is Severity.MUST_ANSWER
        assert f"应为“{right}”" in issues[0].message

    @pytest.mark.parametrize(
        "text",
        [
            "吕梁市人民政府",
            "中华人民共和国",
            "扫黑除恶",
            "加强社会主意识形态工作",
            "截至目前",
            "公布署名文章",
            "自己经营的企业",
            "消防犯罪侦查",
            "既使用又维护",
            "立即然后",
            "良好象征",
            "进攻</p><p>府邸",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert check(f"<p>{text}</p>") == []

    def test_every_place_is_named_with_its_own_offsets(self, check: Check) -> None:
        body = "<p>人民攻府与<b>攻府</b>部门</p>"

        places = [(i.start, i.end) for i in check(body)]

        assert places == [(2, 4), (5, 7)]
        assert {plain_text(body)[start:end] for start, end in places} == {"攻府"}


class TestUnbalancedPairs:
    @pytest.mark.parametrize(
        "text",
        [
            "印发《通知",
            "印发通知》",
            "所谓“信用",
            "信用”建设",
            "（以下简称办法",
            "工作要点）印发",
            "【权威发布",
            "晋发改2026〕12号",
            "（一）“信用”建设（二",
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(f"<p>{text}</p>")

        assert [(i.rule_id, i.severity) for i in issues] == [("unbalanced_pair", Severity.HINT)]

    @pytest.mark.parametrize(
        "text",
        [
            "印发《关于〈办法〉的通知》",
            "“一方面‘甲’，另一方面”",
            "(一）总体要求",
            "1）审批；2）核准",
            "</p><p>a) 审批</p><p>b) 核准",
            "他说：“第一段。</p><p>“第二段。</p><p>“第三段。”",
            "don’t",
            "晋发改〔2026〕12号",
            "“引号”里有（括号）",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert check(f"<p>{text}</p>") == []


class TestImpossibleDates:
    @pytest.mark.parametrize(
        "text",
        [
            "2026年2月29日",
            "2月30日",
            "9月31日前",
            "2026年13月1日",
            "2026-02-30",
            "2026/11/31",
            "２０２６年４月３１日",
            "2026 年 6 月 31 日",
            "2026.2.29",
        ],
    )
    def test_found(self, check: Check, text: str) -> None:
        issues = check(f"<p>于{text}印发</p>")

        assert [(i.rule_id, i.severity) for i in issues] == [("impossible_date", Severity.HINT)]

    @pytest.mark.parametrize(
        "text",
        [
            "2024年2月29日",
            "2月29日",
            "2026年12月31日",
            "2026-11-23",
            "农历2月30日",
            "2024-2025-1学年",
            "192.168.2026.13.45",
            "12345年2月30",
            "第2026-13-45-6号",
        ],
    )
    def test_left_alone(self, check: Check, text: str) -> None:
        assert check(f"<p>于{text}印发</p>") == []


class TestReport:
    def test_gravest_comes_first_then_reading_order(self, check: Check) -> None:
        issues = check("<p>《通知</p><p>攻府</p><p>13812345678</p><p>秘密★</p>")

        assert [i.rule_id for i in issues] == [
            "mobile_phone",
            "secrecy_mark",
            "confusion",
            "unbalanced_pair",
        ]

    def test_every_part_that_the_public_reads_is_checked(self, rules) -> None:
        attachment = Attachment(
            name=f"名单{ID}.xlsx", sha256="0" * 64, size_bytes=1, media_type="application/x"
        )
        content = Content(
            title="攻府信息",
            body_html="<p>正文</p>",
            credit="秘密★网站",
            credit_url="https://news.infodesk.example/",
            document_number="吕发改〔2026〕号",
            attachments=(attachment,),
        )

        issues = check_content(content, origin=Origin.REPRINT, rules=rules)

        assert [i.message[:2] for i in issues] == ["来源", "文号", "附件", "标题"]
        assert all(i.start is None and i.end is None for i in issues)

    def test_numbers_beside_a_finding_stay_out_of_its_excerpt(self, check: Check) -> None:
        issues = check(f"<p>证号{ID}攻府13812345678</p>")

        confusion = next(i for i in issues if i.rule_id == "confusion")
        assert confusion.excerpt == "……攻府…"

    def test_every_issue_says_the_way_out(self, check: Check) -> None:
        issues = check("<p>秘密★ 内部资料注意保存 13812345678 XXX 攻府 《 2月30日 送审稿</p>")

        assert len({i.rule_id for i in issues}) == 8
        assert all(i.message and i.remedy and i.excerpt for i in issues)

    def test_an_ordinary_notice_passes(self, check: Check) -> None:
        assert (
            check(
                "<h1>关于开展“诚信建设万里行”活动的通知</h1>"
                "<p>各县（市、区）发展和改革局：</p>"
                "<p>　　根据《社会信用体系建设规划纲要》（国发〔2014〕21号）要求，"
                "定于2026年11月23日起开展活动。</p><p>（一）总体要求。截至10月31日，归集信息1,234,567条，同比增长8.5%。</p>"
                "<p>联系人：公共信用信息中心，电话：0358-8221234，邮箱：credit@infodesk.example</p>"
                "<p>统一社会信用代码：91141100MA0KQC8T3X</p>"
            )
            == []
        )


class TestPlainText:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>甲</p><p>乙</p>", "甲\n乙"),
            ("甲<b>乙</b>丙", "甲乙丙"),
            ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
            ("<p> 甲 \n  乙&nbsp; </p>", "甲 乙"),
            ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\t乙"),
            ("&lt;p&gt; &amp; &#20013;", "<p> & 中"),
            ("<script>x()</script><style>p{}</style>甲", "甲"),
            ("<p>　　缩进</p>", "缩进"),
            ("", ""),
            ("<p>没有闭合", "没有闭合"),
            ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
            ("1 < 2", "1 < 2"),
        ],
    )
    def test_reads_as_a_reader_would(self, html: str, text: str) -> None:
        assert plain_text(html) == text

    @given(st.text(max_size=200))
    def test_takes_whatever_comes(self, html: str) -> None:
        lines = plain_text(html).split("\n")

        assert lines == [""] or all(line.strip(" \t\u3000") for line in lines)


def test_checksums_of_the_standards() -> None:
    assert is_citizen_id("11010519491231002X")  # the example of GB 11643
    assert is_credit_code("91350100M000100Y43")  # the example of GB 32100
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")
