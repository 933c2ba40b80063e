"""The words and the shapes of time in which the desk speaks to people."""

from datetime import date, datetime

from infodesk.bootstrap import SHANGHAI, PaperVerdict, Severity, Verdict

SEVERITIES = {
    Severity.BLOCK: "阻断",
    Severity.MUST_ANSWER: "须答复",
    Severity.HINT: "提示",
}
VERDICTS = {
    Verdict.AGREED: "同意",
    Verdict.RETURNED: "退回修改",
    Verdict.REJECTED: "不予采用",
}
PAPER_VERDICTS = {
    PaperVerdict.AGREED: "签字同意",
    PaperVerdict.AGREED_WITH_CHANGES: "签字同意，但有手写修改",
    PaperVerdict.REFUSED: "不同意",
}
PUBLICATION_STATES = {
    "awaiting_release": "等待中心核对放行",
    "released": "已放行，等待发布",
    "publishing": "正在发布",
    "live": "已上线",
    "handed_over": "材料已备好，等待人工发布并登记网址",
    "failed": "发布失败，运维人员正在处理",
    "refused": "与审签内容核对不符，未发布",
    "superseded": "已被新的审签取代",
}
SOURCE_STATES = {
    "failing": "读不到",
    "alarmed": "与预期不符",
    "never_read": "尚未采集",
    "unconfirmed": "待核对",
    "well": "正常",
}
DOUBTS = {
    "number": "文号相同，文字有出入",
    "contained": "一篇的大部分文字在另一篇中",
    "title": "几天之内标题相同",
    "figures": "文字相同而数字不同，可能是更正",
    "files": "文字相同而附件不同",
    "reworded": "同一网站再次发布，文字略有不同，可能是更正",
}
PRIORITIES = {"urgent": "急", "low": "缓"}
SOURCE_KINDS = {
    "html_list": "网页列表",
    "feed": "订阅源",
    "digital_paper": "数字报",
    "json_api": "数据接口",
}
ACTIONS = {
    "collected": "采集入库",
    "witnessed": "另一处同发",
    "duplicate_settled": "认定是否重复",
    "revision_saved": "修改稿件",
    "review_opened": "送审",
    "checked": "自动检查",
    "agreed": "同意",
    "returned": "退回修改",
    "rejected": "不予采用",
    "opinions_voided": "原有意见失效",
    "reassigned": "改派",
    "paper_stated": "核对纸质意见",
    "review_completed": "审签完毕",
    "original_changed": "发现原文有改动",
    "original_gone": "发现原文已撤下",
    "original_settled": "处理原文变化",
}
MACHINES = {"infodesk": "系统", "collector": "自动采集", "publisher": "自动发布"}


def moment(instant: datetime) -> str:
    """Return an instant as a reader in the office writes it."""
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def day(value: date) -> str:
    """Return a day in words."""
    return f"{value.year}年{value.month}月{value.day}日"


def short_day(value: date) -> str:
    """Return a day of this year in few words."""
    return f"{value.month}月{value.day}日"


def field_time(instant: datetime | None) -> str:
    """Return an instant as a browser's date-and-time field holds it, in Shanghai time."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M") if instant else ""


def from_field_time(text: str) -> datetime:
    """Read what a date-and-time field holds. Raises ValueError."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def size(count: int) -> str:
    """Return a number of bytes in words."""
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{count / 1024:.0f} KB"


def web_address(text: str) -> str:
    """Return an address that a link may lead to; nothing for any other scheme."""
    return text if text.startswith(("http://", "https://")) else ""
