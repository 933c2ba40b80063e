"""A ledger entry: what was done, by whom, to what, and the hash that ties it to the one before.

The hash covers exactly the text that is stored. We say tamper-evident: whoever holds the database
can rewrite all of it, so the head hash leaves the house every day (mail) and on every form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from infodesk.kernel.canonical import canonical_json, sha256_hex

GENESIS = "0" * 64
VERSION = 1


class Action(StrEnum):
    """Everything that the ledger records."""

    # collecting
    COLLECTED = "collected"  # 采集
    WITNESSED = "witnessed"  # 另一处同发
    DUPLICATE_SETTLED = "duplicate_settled"  # 认定是否重复
    SOURCE_ALARM = "source_alarm"  # 信息源异常
    ORIGINAL_CHANGED = "original_changed"  # 发现原文有改动
    ORIGINAL_GONE = "original_gone"  # 发现原文已撤下
    ORIGINAL_SETTLED = "original_settled"  # 处理原文变化
    # articles and review
    REVISION_SAVED = "revision_saved"  # 修改稿件
    REVIEW_OPENED = "review_opened"  # 送审
    CHECKED = "checked"  # 自动检查
    LETTER_SENT = "letter_sent"  # 发出通知
    AGREED = "agreed"  # 同意
    RETURNED = "returned"  # 退回
    REJECTED = "rejected"  # 不予采用
    OPINIONS_VOIDED = "opinions_voided"  # 意见失效
    REASSIGNED = "reassigned"  # 改派
    FORM_ISSUED = "form_issued"  # 审批单开具
    FORM_VOIDED = "form_voided"  # 审批单作废
    SCAN_RECEIVED = "scan_received"  # 收到扫描件
    SCAN_REFUSED = "scan_refused"  # 扫描件不符
    PAPER_STATED = "paper_stated"  # 经办核对纸质意见
    REVIEW_COMPLETED = "review_completed"  # 审签完毕
    # access
    LINK_REFUSED = "link_refused"  # 链接被拒
    REQUEST_REFUSED = "request_refused"  # 操作被拒
    PIN_CODE_ISSUED = "pin_code_issued"  # 发放口令设置码
    PIN_SET = "pin_set"  # 设置口令
    PIN_FAILED = "pin_failed"  # 口令错误
    PIN_LOCKED = "pin_locked"  # 口令锁定
    # publishing
    RELEASED = "released"  # 放行
    PUBLICATION_STARTED = "publication_started"  # 开始发布
    PUBLISHED = "published"  # 已发布
    HANDED_OVER = "handed_over"  # 交人工发布
    ADDRESS_RECORDED = "address_recorded"  # 登记发布地址
    PUBLICATION_FAILED = "publication_failed"  # 发布失败
    PUBLICATION_REFUSED = "publication_refused"  # 拒绝发布
    # problems and the ledger itself
    PROBLEM_OPENED = "problem_opened"  # 问题登记
    PROBLEM_CLOSED = "problem_closed"  # 问题办结
    LEDGER_VERIFIED = "ledger_verified"  # 台账核验


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One row, as stored. `at` is UTC text of 27 characters, `payload` canonical JSON text."""

    seq: int  # from 1, without gaps
    at: str
    actor: str
    action: str
    subject: str
    revision_hash: str
    payload: str
    previous_hash: str
    hash: str
    version: int = VERSION


def entry_hash(
    *,
    seq: int,
    at: str,
    actor: str,
    action: str,
    subject: str,
    revision_hash: str,
    payload: str,
    previous_hash: str,
    version: int,
) -> str:
    """Return the SHA-256 over every stored field, 64 hex digits."""
    fields: Sequence[str | int] = (
        version, seq, at, actor, action, subject, revision_hash, payload, previous_hash,
    )  # fmt: skip
    return sha256_hex(canonical_json(fields))
