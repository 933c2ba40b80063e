"""Cross-check the rules of collecting: what they name is there, and their bounds fit together."""

from collections import Counter
from collections.abc import Iterator

from infodesk.catalog.collecting import CollectingRules, RelevanceRule
from infodesk.catalog.declared import Declared, broken
from infodesk.catalog.mistakes import suggestion
from infodesk.kernel.issues import Issue

_FILE = "collecting.toml"


def check_collecting(declared: Declared) -> Iterator[Issue]:
    """Report what in `collecting.toml` could not work as it is written."""
    rules = declared.collecting
    if rules is None:
        return
    yield from _bounds(rules)
    for rule_id, count in Counter(rule.id for rule in rules.relevance).items():
        if count > 1:
            yield broken(
                "duplicate_rule",
                f"{_FILE}：相关性规则 id {rule_id} 用了 {count} 次",
                "规则的 id 不能重复",
            )
    for rule in rules.relevance:
        yield from _conditions(rule)
        yield from _sources(rule, declared)
        yield from _targets(rule, declared)


def _bounds(rules: CollectingRules) -> Iterator[Issue]:
    polling, duplicates = rules.polling, rules.duplicates
    if polling.least_minutes > polling.most_minutes:
        yield broken(
            "polling_bounds",
            f"{_FILE}：polling.least_minutes（{polling.least_minutes}）大于"
            f" most_minutes（{polling.most_minutes}）",
            "最勤的间隔不能比最疏的长",
        )
    if duplicates.ask_at > duplicates.same_at:
        yield broken(
            "duplicate_bounds",
            f"{_FILE}：duplicates.ask_at（{duplicates.ask_at}）大于"
            f" same_at（{duplicates.same_at}）",
            "先到请人判断的程度，再到视为同一篇，ask_at 不能大于 same_at",
        )


def _conditions(rule: RelevanceRule) -> Iterator[Issue]:
    if not (rule.sources or rule.title_has or rule.text_has):
        yield broken(
            "rule_matches_all",
            f"{_FILE}：relevance[{rule.id}] 没有写条件，会适用于每一篇",
            "请至少写 sources、title_has、text_has 之一",
        )
    if rule.reprint_within_hours is not None and not rule.basis:
        yield broken(
            "limit_without_basis",
            f"{_FILE}：relevance[{rule.id}] 规定了转载时限，没有写依据",
            "请在 basis 写明时限出自哪个文件",
        )


def _sources(rule: RelevanceRule, declared: Declared) -> Iterator[Issue]:
    for source_id in rule.sources:
        if source_id not in declared.sources and source_id not in declared.unread_sources:
            yield broken(
                "unknown_source",
                f"{_FILE}：relevance[{rule.id}].sources 写了没有的信息源“{source_id}”",
                suggestion(source_id, declared.sources),
            )


def _targets(rule: RelevanceRule, declared: Declared) -> Iterator[Issue]:
    for target in rule.target:
        if target.channel in declared.unread_channels:
            continue
        channel = declared.channels.get(target.channel)
        if channel is None:
            yield broken(
                "unknown_channel",
                f"{_FILE}：relevance[{rule.id}].target 写了没有的渠道“{target.channel}”",
                suggestion(target.channel, declared.channels),
            )
            continue
        columns = [column.id for column in channel.columns]
        if target.column not in columns:
            yield broken(
                "unknown_column",
                f"{_FILE}：relevance[{rule.id}] 的渠道 {target.channel} 没有栏目“{target.column}”",
                suggestion(target.column, columns),
            )
