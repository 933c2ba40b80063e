"""What the checks before review look for: `review_rules.toml` (regulation, articles 2 and 7)."""

from typing import Self

from pydantic import Field, model_validator

from infodesk.catalog.base import Table, misfit


class Phrase(Table):
    """Words that must not stand in a text, and where they may all the same.

    White space, punctuation and the width of characters do not matter: “内 部 资 料” and
    “内部资料，注意保存” are found as “内部资料” and “内部资料注意保存”.
    """

    text: str = Field(min_length=2, description="要查的字样")
    alone: bool = Field(
        default=False, description="只在单独成行或单独在括号中时才报，如文头的“内部资料”"
    )
    unless: tuple[str, ...] = Field(
        default=(), description="例外：字样出现在这些词语之中时不报，如法规名称"
    )

    @model_validator(mode="after")
    def _exceptions_hold_it(self) -> Self:
        _check_exceptions(self.text, self.unless)
        return self


class Confusion(Table):
    """A wrong wording and the right one."""

    wrong: str = Field(min_length=2, description="错误写法")
    right: str = Field(min_length=1, description="正确写法")
    why: str = Field(default="", description="理由，写给审核人看")
    unless: tuple[str, ...] = Field(
        default=(), description="例外：错误写法出现在这些词语之中时不报"
    )

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> Self:
        if self.wrong in self.right and self.right not in self.unless:
            raise misfit(
                f"的正确写法“{self.right}”中就含有“{self.wrong}”，改对了也会再报",
                "请把 wrong 写长一些，或把正确写法写进 unless",
            )
        _check_exceptions(self.wrong, self.unless)
        return self


def _check_exceptions(text: str, exceptions: tuple[str, ...]) -> None:
    for exception in exceptions:
        if text not in exception:
            raise misfit(
                f"的例外“{exception}”中不含“{text}”，永远不会起作用",
                "例外要写成含有该字样的完整词语",
            )


class RuleExample(Table):
    """Words that a rule must find and words that it must leave: the test beside the table."""

    rule: str = Field(description="规则名，见 docs/zh/checks.md，如 confusion")
    finds: tuple[str, ...] = Field(default=(), description="应当查到的例子，一句一个")
    leaves: tuple[str, ...] = Field(default=(), description="不应查到的例子，一句一个")


class ReviewRules(Table):
    """The office's own words for the checks; the rules with a checksum live in the code."""

    internal_marks: tuple[Phrase, ...] = Field(
        min_length=1, description="内部资料的标记，查到即阻断（第二条）"
    )
    draft_marks: tuple[Phrase, ...] = Field(
        min_length=1, description="未定稿的痕迹，查到即阻断（第七条）"
    )
    draft_hints: tuple[Phrase, ...] = Field(
        default=(), description="可能是未定稿、也可能正当的字样，只提示（如征求意见稿）"
    )
    confusions: tuple[Confusion, ...] = Field(
        default=(), description="易错词表，查到须逐条答复（第七条：杜绝内容差错）"
    )
    bank_card_context: tuple[str, ...] = Field(
        min_length=1, description="号码附近出现这些词语之一，才认作银行卡号"
    )
    examples: tuple[RuleExample, ...] = Field(
        default=(), description="例子；检查目录数据时逐个试，改了字样就知道有没有误伤"
    )
