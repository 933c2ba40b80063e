"""What the files of a catalog declare, before it is known whether they fit together."""

from dataclasses import dataclass

from infodesk.catalog.chains import ReviewChain
from infodesk.catalog.channels import Channel
from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.people import Department, Person
from infodesk.catalog.sources import Source
from infodesk.kernel.issues import Issue, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The tables of each file; None stands for a file that could not be read.

    `unread_channels` and `unread_sources` have a file of their own that is wrong: it has been
    reported already, so naming one of them is not one more mistake.
    """

    departments: dict[str, Department] | None
    people: dict[str, Person] | None
    review_chains: dict[str, ReviewChain] | None
    channels: dict[str, Channel]
    sources: dict[str, Source]
    collecting: CollectingRules | None = None
    unread_channels: frozenset[str] = frozenset()
    unread_sources: frozenset[str] = frozenset()


def broken(rule: str, message: str, remedy: str) -> Issue:
    """Return the issue of a catalog that does not fit together."""
    return Issue(rule_id=f"catalog.{rule}", severity=Severity.BLOCK, message=message, remedy=remedy)
