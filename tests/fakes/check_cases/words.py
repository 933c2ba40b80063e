"""Seeded sets of the rules about parts, secrecy, personal data and words."""

from random import Random

from tests.fakes.check_cases.seeds import (
    Seeded,
    among,
    bank_card,
    citizen_id,
    credit_code,
    lines_of,
    mobile,
    needles,
    text,
    times,
)

from infodesk.articles.article import Attachment, Origin
from infodesk.reviewing.checking.checked_text import CheckedText

_BLANKS = ("", " ", "　", "\t", "\n", " \u3000 ", "\xa0", "  \n ")
_OWN = (Origin.SUBMISSION, Origin.IN_HOUSE)
_FILE = Attachment(name="1.png", sha256="0" * 64, size_bytes=1, media_type="image/png")
_EMPTY_BODIES = ("", "<p></p>", "<p>&nbsp;</p>", "<p>　</p><br>", "<div><p> </p></div>", "<hr>")


def _parts() -> dict[str, Seeded]:
    own = [{"origin": origin} for origin in _OWN]
    titles = ("通知", "关于开展工作的公告", "会议召开", "第1期简报", "A", "1", "“双公示”", "年 报")
    bodies = (
        "<p>一</p>",
        "<ul><li>项</li></ul>",
        "<table><tr><td>1</td></tr></table>",
        "字",
        "<h2>题</h2>",
    )
    names = ("网站", "日报", "本网", "市政府网站", " 日报 ")
    return {
        "title_empty": Seeded(
            [text(title=blank) for blank in _BLANKS for _ in range(3)],
            [text(title=title) for title in titles for _ in range(3)],
        ),
        "body_empty": Seeded(
            [text(body) for body in _EMPTY_BODIES for _ in range(4)],
            [text(body) for body in bodies for _ in range(3)]
            + [text(body, images=(_FILE,)) for body in _EMPTY_BODIES],
        ),
        "body_without_text": Seeded(
            [text(b, **{k: (_FILE,)}) for b in _EMPTY_BODIES for k in ("images", "attachments")]
            * 2,
            [text(b, images=(_FILE,)) for b in bodies for _ in range(3)]
            + [text(b) for b in _EMPTY_BODIES],
        ),
        "credit_missing": Seeded(
            [text(credit=blank) for blank in _BLANKS for _ in range(3)],
            [text(credit="", **o) for o in own for _ in range(8)] + [text(credit=c) for c in names],
        ),
        "source_link_missing": Seeded(
            [text(credit_url=blank) for blank in _BLANKS for _ in range(3)],
            [text(credit_url="", **o) for o in own for _ in range(10)] + [text(), text("x")],
        ),
        "source_date_missing": Seeded(
            times(20, lambda r: among(r, "消息", has_source_date=False), "date"),
            [text(has_source_date=False, **o) for o in own for _ in range(8)]
            + times(8, lambda r: among(r, "消息"), "dated"),
        ),
    }


def _secrecy() -> dict[str, Seeded]:
    return {
        "secrecy_mark": needles("secrecy_mark", lines_of),
        "internal_mark": needles("internal_mark", lines_of),
    }


def _id(random: Random) -> CheckedText:
    number = citizen_id(random)
    shape = random.choice(
        (
            "{n}",
            "身份证号：{n}",
            "（{n}）",
            "{a} {b} {c}",
            "{a}-{b}-{c}",
            "{w}",
            "第1名 {n} 13",
            "{n}（本人）",
        )
    )
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    return among(
        random, shape.format(n=number, a=number[:6], b=number[6:14], c=number[14:], w=wide)
    )


def _no_id(random: Random) -> CheckedText:
    number = citizen_id(random)
    wrong = number[:-1] + random.choice([c for c in "0123456789X" if c != number[-1]])
    shapes = (
        wrong,
        f"{number[:6]}********{number[14:]}",
        f"{number[:3]}***********{number[14:]}",
        f"统一社会信用代码：{credit_code(random)}",
        credit_code(random),
        f"99{number[2:]}",
        f"{number[:10]}13{number[12:]}",
        f"{number}7",
        f"P0{number}.pdf",
        f"项目代码 2020-141100-44-03-{random.randint(10**5, 10**6 - 1)}",
    )
    return among(random, random.choice(shapes))


def _card(random: Random) -> CheckedText:
    number = bank_card(random, random.choice((16, 19)))
    grouped = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    shape = random.choice(
        ("银行卡号：{n}", "账号 {g}", "卡号（{n}）", "请汇入{n}（银行卡）", "卡号:{g}")
    )
    return among(random, shape.format(n=number, g=grouped))


def _no_card(random: Random) -> CheckedText:
    number = bank_card(random)
    wrong = number[:-1] + str((int(number[-1]) + random.randint(1, 9)) % 10)
    shapes = (
        f"银行卡号：{wrong}",
        f"流水号 {number}",
        f"银行卡号：{number[:4]} **** **** {number[-4:]}",
        f"账号 {number[:12]}",
        f"账号 {number}12",
        "卡号 0000000000000000",
        f"银行卡尾号{number[-4:]}",
        f"账号 {number[:9]}A{number[10:]}",
    )
    return among(random, random.choice(shapes))


def _phone(random: Random) -> CheckedText:
    number = mobile(random)
    a, b, c = number[:3], number[3:7], number[7:]
    shapes = (
        number,
        f"手机：{a}-{b}-{c}",
        f"{a} {b} {c}",
        f"+86{number}",
        f"86-{a}-{b}-{c}",
        f"联系人{number}（微信同号）",
        "".join(chr(ord(d) + 0xFEE0) for d in number),
        " ".join(number),
        f"0358-8221234、{number}",
    )
    return among(random, random.choice(shapes))


def _no_phone(random: Random) -> CheckedText:
    number = mobile(random)
    shapes = (
        f"0358-{random.randint(2000000, 8999999)}",
        "400-810-1234",
        "12345热线",
        f"完成投资{number}元",
        f"发电量{number}千瓦时",
        f"0.{number}",
        f"{number[:3]}****{number[7:]}",
        f"{number[:3]}XXXX{number[7:]}",
        f"流水号2026{number}",
        f"P02025{number}.pdf",
        f"编号A{number}",
        f"12{number[2:]}",
        f"{number[:10]}",
    )
    return among(random, random.choice(shapes))


def _personal() -> dict[str, Seeded]:
    return {
        "citizen_id": Seeded(times(40, _id, "id"), times(60, _no_id, "no id")),
        "bank_card": Seeded(times(40, _card, "card"), times(60, _no_card, "no card")),
        "mobile_phone": Seeded(times(40, _phone, "phone"), times(60, _no_phone, "no phone")),
        "personal_email": needles("personal_email"),
        "home_address": needles("home_address"),
    }


def _wording() -> dict[str, Seeded]:
    return {"confusion": needles("confusion")}


def _drafts() -> dict[str, Seeded]:
    return {
        "draft_leftover": needles("draft_leftover"),
        "possible_draft": needles("possible_draft"),
    }


def word_cases() -> dict[str, Seeded]:
    """Return the sets by rule."""
    return _parts() | _secrecy() | _personal() | _wording() | _drafts()
