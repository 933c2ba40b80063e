"""Where private persons live and get their mail: a hint, for an office's own are public."""

import re
from collections.abc import Iterator

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.folding import fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Passage
from infodesk.reviewing.checking.rule import Family, Rule, in_passages

_PERSONAL_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,40}@(?:vip\.)?"
    r"(?:qq|foxmail|163|126|139|189|sina|sohu|yeah|aliyun|gmail|hotmail|outlook|icloud)"
    r"\.(?:com|cn|net)(?:\.cn)?(?![\w.-]*\w)",
    re.ASCII | re.IGNORECASE,
)
_ADDRESS_LABEL = r"(?:家庭(?:住址|地址)|现住址|现居住地|住址|户籍(?:地址|所在地|地)|居住地址?)"
# Down to the township an address is no secret; a street number, building or room is.
_HOME = re.compile(
    _ADDRESS_LABEL
    + r"(?:在|为|是|[:：]|[ \t])[ \t]*"
    + r"[^\n\t，。；,;:：*]{2,40}?[0-9一二三四五六七八九十]+(?:号|栋|幢|单元|室)"
)


def _personal_mails(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    folded = fold(passage.text)
    for match in _PERSONAL_MAIL.finditer(folded.text):
        start, end = folded.span(*match.span())
        yield Finding(
            what="有邮箱地址，请看是不是个人邮箱",
            remedy="个人邮箱请删去或改为单位邮箱；对外公开的办公邮箱不必改动",
            passage=passage,
            start=start,
            end=end,
            shown=f"…@{match[0].partition('@')[2]}",
        )


def _home_addresses(passage: Passage, _: OfficeTables) -> Iterator[Finding]:
    folded = fold(passage.text)
    for match in _HOME.finditer(folded.text):
        start, end = folded.span(*match.span())
        yield Finding(
            what="有个人住址",
            remedy="个人住址只写到乡镇（街道），请删去门牌号",
            passage=passage,
            start=start,
            end=end,
            shown=f"{match[0][:8]}…",
        )


RULES = (
    Rule(
        id="personal_email",
        family=Family.PERSONAL,
        severity=Severity.HINT,
        title="个人邮箱",
        reports="QQ、163、126 等公共邮箱的地址",
        leaves="单位自己域名的邮箱",
        basis="第七条",
        find=in_passages(_personal_mails),
    ),
    Rule(
        id="home_address",
        family=Family.PERSONAL,
        severity=Severity.HINT,
        title="个人住址",
        reports="“家庭住址”“户籍地址”等字样后面写到门牌、楼栋、房间的地址",
        leaves="办公地址，以及只写到乡镇（街道）、村的住址",
        basis="第七条",
        find=in_passages(_home_addresses),
    ),
)
