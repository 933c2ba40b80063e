"""Who holds a step of a chain (regulation, article 5)."""

from collections.abc import Iterable

from infodesk.approvals.approval import Approval
from infodesk.articles.article import Article
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.chains import ChainStep
from infodesk.catalog.people import Person


def candidates(
    step: ChainStep, approval: Approval, article: Article, catalog: Catalog
) -> list[Person]:
    """Return who may decide a step, in the catalog's order.

    Nobody sits in two steps of one chain unless the chain says so.
    """
    people = catalog.reviewers_of(step, department_id=article.department_id)
    if approval.chain.may_repeat_person:
        return people
    sat = {opinion.person_id for opinion in approval.standing.values()}
    return [person for person in people if person.id not in sat]


def assignee(
    step: ChainStep,
    approval: Approval,
    article: Article,
    catalog: Catalog,
    *,
    held_it_before: Iterable[str],
) -> Person | None:
    """Return who gets a step: whoever held it before in this text's history, else the first.

    A text that comes back should come back to the person who knows it.
    """
    people = candidates(step, approval, article, catalog)
    known = set(held_it_before)
    return next((p for p in people if p.id in known), people[0] if people else None)
