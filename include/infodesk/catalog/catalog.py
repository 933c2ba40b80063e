"""The whole catalog, loaded and cross-checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from infodesk.catalog.chains import ChainStep, Genre, ReviewChain
from infodesk.catalog.channels import Channel
from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.leaders import Leader
from infodesk.catalog.office import Office
from infodesk.catalog.people import Department, Person, Role, holders, reviewers
from infodesk.catalog.rules import ReviewRules
from infodesk.catalog.sources import Source
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.working_days import WorkingCalendar


class NoReviewChain(InfodeskError):
    """No chain is prescribed for a text of that origin and genre; it cannot be reviewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Everything that an office declares about itself; immutable once loaded."""

    office: Office
    sources: Mapping[str, Source]
    channels: Mapping[str, Channel]
    departments: Mapping[str, Department]
    people: Mapping[str, Person]
    review_chains: Mapping[str, ReviewChain]
    review_rules: ReviewRules
    calendar: WorkingCalendar
    collecting: CollectingRules = field(default_factory=CollectingRules)
    leaders: tuple[Leader, ...] = ()

    @property
    def office_name(self) -> str:
        """The office's full name."""
        return self.office.name

    @property
    def centre(self) -> Department:
        """The centre that collects, receives and releases (regulation, article 3)."""
        return next(d for d in self.departments.values() if d.is_centre)

    def people_in(self, role: Role, *, department_id: str | None = None) -> list[Person]:
        """Return the people who hold a role, in the catalog's order.

        With `department_id`, only those who belong to it or supervise it.
        """
        return holders(self.people.values(), role, department_id=department_id)

    def reviewers_of(self, step: ChainStep, *, department_id: str) -> list[Person]:
        """Return who may review a department's text at a step, in the catalog's order."""
        return reviewers(self.people.values(), step.role, department_id=department_id)

    def chain_for(self, origin: str, genre: Genre | None = None) -> ReviewChain:
        """Return the chain that article 5 prescribes for a text.

        Raises NoReviewChain when none is, which for submissions means that the genre is missing:
        a guess could let an urgent text take the short way.
        """
        for chain in self.review_chains.values():
            if chain.covers(origin, genre):
                return chain
        raise NoReviewChain(
            f"来源“{origin}”、体裁“{genre or '未选'}”的信息没有规定的审核链",
            remedy="请先选定体裁；仍不行时在 review_chains.toml 中补上该类信息的审核链",
        )
