"""The numbers of private persons: citizen IDs, bank cards, mobile phones (article 7).

Every number is put to its own test, not only to a pattern. Office telephones (land lines) are
public and are left alone, and so is a number whose middle is masked already.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.folding import fold
from infodesk.reviewing.checking.number_tests import is_citizen_id, is_credit_code, passes_luhn
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Passage
from infodesk.reviewing.checking.rule import Family, Find, Rule, in_passages

# One separator may stand between digits: people write numbers in groups.
_GAP = r"[ .·\-‐‑–—_]?"
_ID = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9]{_GAP}){{17}}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9]{_GAP}){{15,18}}[0-9](?![0-9A-Za-z])")
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z])(?<!0\.)(?:\+?86{_GAP})?"
    rf"(1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|1(?: [0-9]){{10}})"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
# Eleven digits before one of these are a quantity in a statistic.
_UNITS = re.compile(r" ?(?:[元万亿吨克度]|美元|千瓦|千克|公斤|立方|平方|[kKMm][Ww]|m[23²³])")
_CREDIT_CODE_LABEL = re.compile(r"信用代码[^0-9A-Za-z]{0,8}$")

CARD_CONTEXT_BEFORE = 120  # reaches from a table's heading into its first rows
CARD_CONTEXT_AFTER = 12

Places = list[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    label: str
    remedy: str
    kept: tuple[int, int]  # how many characters of the number are shown at either end


_CITIZEN_ID = _Kind(label="公民身份号码", remedy="请删去，或只留前 6 位和后 4 位", kept=(6, 4))
_BANK_CARD = _Kind(label="银行卡号", remedy="请删去，或只留后 4 位", kept=(0, 4))
_PHONE = _Kind(label="手机号码", remedy="请删去或改为办公电话，确需公布的写明理由", kept=(3, 4))


def _citizen_ids(text: str, _: OfficeTables) -> Places:
    found = []
    for start, end in _candidates(_ID, text):
        number = _compact(text[start:end])
        labelled = _CREDIT_CODE_LABEL.search(text, max(0, start - 20), start) is not None
        if is_citizen_id(number) and not (labelled and is_credit_code(number)):
            found.append((start, end))
    return _apart(found, [])


def _bank_cards(text: str, tables: OfficeTables) -> Places:
    found = []
    for start, end in _candidates(_CARD, text):
        digits = _compact(text[start:end])
        if (
            len(set(digits)) > 1
            and passes_luhn(digits)
            and _near(text, start, end, tables.bank_card_context)
        ):
            found.append((start, end))
    return _apart(found, _citizen_ids(text, tables))


def _near(text: str, start: int, end: int, words: Sequence[str]) -> bool:
    around = text[max(0, start - CARD_CONTEXT_BEFORE) : end + CARD_CONTEXT_AFTER]
    return any(word in around for word in words)


def _phones(text: str, tables: OfficeTables) -> Places:
    found = [m.span(1) for m in _MOBILE.finditer(text) if not _UNITS.match(text, m.end())]
    if not found:
        return []
    return _apart(found, [*_citizen_ids(text, tables), *_bank_cards(text, tables)])


def _apart(found: Places, taken: Places) -> Places:
    """Return the places that overlap neither a taken one nor one before them."""
    kept: Places = []
    for start, end in found:
        if not any(start < last and first < end for first, last in (*taken, *kept)):
            kept.append((start, end))
    return kept


def _candidates(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield every match, overlapping ones too: a number may begin inside a false start."""
    start = 0
    while match := pattern.search(text, start):
        yield match.span()
        start = match.start() + 1


def _numbers(kind: _Kind, places: Callable[[str, OfficeTables], Places]) -> Find:
    """Return a rule's function; the excerpt shows a number masked, mails and ledger keep it."""

    def look(passage: Passage, tables: OfficeTables) -> Iterator[Finding]:
        folded = fold(passage.text)
        for start, end in places(folded.text, tables):
            first, last = folded.span(start, end)
            yield Finding(
                what=f"含有完整的{kind.label}",
                remedy=kind.remedy,
                passage=passage,
                start=first,
                end=last,
                shown=_masked(_compact(folded.text[start:end]), kind.kept),
            )

    return in_passages(look)


def _compact(number: str) -> str:
    return "".join(character for character in number if character.isalnum())


def _masked(number: str, kept: tuple[int, int]) -> str:
    first, last = kept
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]


RULES = (
    Rule(
        id="citizen_id",
        family=Family.PERSONAL,
        severity=Severity.BLOCK,
        title="公民身份号码",
        reports="行政区划、出生日期、校验码都相符的 18 位号码，中间有空格、横线的也算",
        leaves="统一社会信用代码、项目代码，以及已掩去几位的号码",
        basis="第七条",
        find=_numbers(_CITIZEN_ID, _citizen_ids),
    ),
    Rule(
        id="bank_card",
        family=Family.PERSONAL,
        severity=Severity.BLOCK,
        title="银行卡号",
        reports="16 至 19 位、校验位相符、附近有 bank_card_context 所列词语的号码",
        leaves="附近没有这些词语的长号码，以及已掩去几位的号码",
        basis="第七条",
        find=_numbers(_BANK_CARD, _bank_cards),
    ),
    Rule(
        id="mobile_phone",
        family=Family.PERSONAL,
        severity=Severity.BLOCK,
        title="手机号码",
        reports="11 位手机号码，分段书写、带 86 的也算",
        leaves="办公固定电话、热线、金额等数量，以及 138****1234 这样掩去中间几位的",
        basis="第七条",
        find=_numbers(_PHONE, _phones),
    ),
)
