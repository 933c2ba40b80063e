"""Write docs/zh/checks.md, the list of the checks for editors, from the rules themselves.

Reach for it after adding or changing a rule; a test fails until it is done.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from infodesk.bootstrap import Severity
from infodesk.bootstrap.rule_book import RULES, Rule

PAGE = Path(__file__).resolve().parents[1] / "docs" / "zh" / "checks.md"

LABELS = {Severity.BLOCK: "阻断", Severity.MUST_ANSWER: "须答复", Severity.HINT: "提示"}

OPENING = """\
# 送审前的自动检查

每篇稿件在初审之前、每次修改之后，由系统自动检查一遍（管理制度第二条、第七条）。标题、来源、文号、正文、
附件名和附件里的文字都查；查到的问题列在稿件页上，正文中的用底色标出，附件中的写明在哪个附件的哪一页。

- **阻断**：不改好不能往下走。确有理由的由编辑写明，理由印在审批单上。
- **须答复**：逐条答复后才能同意。
- **提示**：请看一眼，不必答复。

机器只找得到看得见的差错，代替不了人审：没有查到问题，不等于没有问题。

附件能读出文字的有 PDF、.docx、.xlsx、.pptx、.ofd、.txt、.csv，以及装着这些文件的 .zip。
图片、没有文字层的扫描件和旧格式（.doc、.xls、.wps）读不出文字，会提示人工核对。

字样表（内部资料标记、未定稿痕迹、易错词）在 `review_rules.toml`，领导姓名、职务、排序在
`leaders.toml`，改法见[目录数据](../catalog.md)。字样旁边可以写例子（`[[examples]]`），
`python ops_scripts/check_catalog.py` 会逐个试一遍。

> 本页由 `ops_scripts/describe_checks.py` 生成，请勿手改。
"""


def page() -> str:
    """Return the whole page."""
    sections = [_section(family, list(rules)) for family, rules in groupby(RULES, _family)]
    return "\n".join([OPENING, *sections])


def _family(rule: Rule) -> str:
    return rule.family.value


def _section(family: str, rules: Sequence[Rule]) -> str:
    return "\n".join([f"## {family}", "", *_rows(rules), ""])


def _rows(rules: Sequence[Rule]) -> Iterator[str]:
    yield "| 检查 | 程度 | 查什么 | 不报什么 | 依据 | 规则名 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for rule in rules:
        yield (
            f"| {rule.title} | {LABELS[rule.severity]} | {rule.reports} | {rule.leaves} "
            f"| {rule.basis} | `{rule.id}` |"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    given = parser.parse_args(arguments)
    text = page()
    if PAGE.exists() and PAGE.read_text("utf-8") == text:
        print(f"{PAGE.name} 已是最新")
        return 0
    if given.check:
        print(f"{PAGE.name} 不是最新，请运行 ops_scripts/describe_checks.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    print(f"已写入 {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
