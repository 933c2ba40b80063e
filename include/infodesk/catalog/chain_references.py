"""Check that each prescribed chain can be walked: by whom, on which paper, for which texts."""

from collections import Counter
from collections.abc import Iterator, Sequence

from infodesk.catalog.chains import (
    GENRE_LABELS,
    GENRES_BY_ORIGIN,
    ChainStep,
    Genre,
    OriginName,
    PaperPolicy,
    ReviewChain,
)
from infodesk.catalog.declared import Declared, broken
from infodesk.catalog.people import (
    DEPARTMENT_ROLES,
    ROLE_LABELS,
    Department,
    Person,
    Role,
    reviewers,
)
from infodesk.kernel.issues import Issue


def check_chains(declared: Declared) -> Iterator[Issue]:
    """Yield what keeps a chain from being chosen or walked."""
    if declared.review_chains is None:
        return
    chains = list(declared.review_chains.values())
    for chain in chains:
        yield from _check_steps(chain)
        yield from _check_paper(chain)
        yield from _check_genres(chain)
    yield from _check_choice(chains)
    if declared.people is not None and declared.departments is not None:
        people = list(declared.people.values())
        departments = list(declared.departments.values())
        yield from _check_roles(chains, people, departments)
        for chain in chains:
            if not chain.may_repeat_person:
                yield from _check_different_people(chain, people, departments)


def _place(chain: ReviewChain) -> str:
    return f"review_chains.toml：chains[{chain.id}]"


def _check_steps(chain: ReviewChain) -> Iterator[Issue]:
    for key, count in Counter(step.key for step in chain.steps).items():
        if count > 1:
            yield broken(
                "duplicate_step",
                f"{_place(chain)} 的步骤 {key} 写了 {count} 次",
                "同一条链内每步的 key 须不同",
            )
    *earlier, final = chain.steps
    if any(step.form_box is final.form_box for step in earlier):
        yield broken(
            "final_box_shared",
            f"{_place(chain)} 的终审与前面的步骤共用审批单的 {final.form_box} 一栏",
            "终审须有自己的一栏，否则认不出是否已签",
        )


def _check_paper(chain: ReviewChain) -> Iterator[Issue]:
    """Article 6 wants the final review on paper; anything else needs a document that allows it."""
    policy = chain.paper_policy
    if policy is not PaperPolicy.PAPER_BEFORE_PUBLISH and not chain.paper_policy_basis:
        yield broken(
            "paper_policy_basis",
            f"{_place(chain)} 的 paper_policy 为 {policy}，没有写依据",
            "第六条要求终审用纸质；不采用先签后发的，须在 paper_policy_basis 写明依据文件",
        )
    if (policy is PaperPolicy.PAPER_WITHIN_DAYS) != (chain.paper_within_days > 0):
        yield broken(
            "paper_within_days",
            f"{_place(chain)} 的 paper_policy 为 {policy}，"
            f"paper_within_days 为 {chain.paper_within_days}",
            "限期补签须写明几个工作日内补；其他方式不写这一项",
        )


def _check_genres(chain: ReviewChain) -> Iterator[Issue]:
    known = frozenset[Genre]().union(*(GENRES_BY_ORIGIN[origin] for origin in chain.origins))
    for genre in chain.genres:
        if genre not in known:
            yield broken(
                "foreign_genre",
                f"{_place(chain)} 的体裁 {genre}（{GENRE_LABELS[genre]}）"
                f"不属于来源 {'、'.join(chain.origins)}",
                "各来源的体裁见第四条；请改体裁或补上来源",
            )


def _check_choice(chains: Sequence[ReviewChain]) -> Iterator[Issue]:
    """Article 5 gives each class of texts exactly one chain."""
    for origin in sorted({origin for chain in chains for origin in chain.origins}):
        for genre in sorted(GENRES_BY_ORIGIN[origin]):
            fitting = [chain.id for chain in chains if chain.covers(origin, genre)]
            if len(fitting) != 1:
                yield _wrong_choice(origin, genre, fitting)


def _wrong_choice(origin: OriginName, genre: Genre, fitting: list[str]) -> Issue:
    if fitting:
        return broken(
            "chain_ambiguous",
            f"review_chains.toml：来源 {origin}、体裁 {genre}（{GENRE_LABELS[genre]}）"
            f"同时适用 {'、'.join(fitting)}",
            "一类信息只能有一条审核链，请用 genres 分开",
        )
    return broken(
        "chain_missing",
        f"review_chains.toml：来源 {origin}、体裁 {genre}（{GENRE_LABELS[genre]}）没有审核链",
        "请把该体裁写进某条链的 genres，或增加一条链（第五条）",
    )


def _check_roles(
    chains: Sequence[ReviewChain], people: Sequence[Person], departments: Sequence[Department]
) -> Iterator[Issue]:
    roles = {step.role for chain in chains for step in chain.steps}
    for role in sorted(roles - DEPARTMENT_ROLES):
        if not reviewers(people, role, department_id=""):
            yield broken(
                "role_not_held",
                f"people.toml：审核链要由 {role}（{ROLE_LABELS[role]}）审核，但没有人担任",
                f'请给至少一人的 roles 加上 "{role}"',
            )
    for department in departments:
        if department.submits:
            for role in sorted(roles & DEPARTMENT_ROLES):
                if not reviewers(people, role, department_id=department.id):
                    yield _nobody_for(department, role)


def _nobody_for(department: Department, role: Role) -> Issue:
    remedy = (
        f'请给该科室一人加上 "{role}"'
        if role is Role.DEPARTMENT_EDITOR
        else f'请在一位有 "{role}" 岗位的领导的 supervises 中加上 {department.id}'
    )
    return broken(
        "role_not_held",
        f"people.toml：科室 {department.id}（{department.name}）没有人担任 "
        f"{role}（{ROLE_LABELS[role]}）",
        f"{remedy}；该科室不报送信息的，在 departments.toml 中写 submits = false",
    )


def _check_different_people(
    chain: ReviewChain, people: Sequence[Person], departments: Sequence[Department]
) -> Iterator[Issue]:
    by_department = any(step.role in DEPARTMENT_ROLES for step in chain.steps)
    named = [(d.id, f"科室 {d.id} 的信息") for d in departments if d.submits]
    for department_id, whose in named if by_department else [("", "信息")]:
        candidates = [
            {p.id for p in reviewers(people, step.role, department_id=department_id)}
            for step in chain.steps
        ]
        if all(candidates) and not _can_differ(candidates):
            yield broken(
                "same_person",
                f"{_place(chain)}：{whose}找不出各步不同的人（{_step_list(chain.steps)}）",
                "同一人不得在一条链中审两步；请增加人选，确有依据时写 may_repeat_person = true",
            )


def _step_list(steps: Sequence[ChainStep]) -> str:
    return "、".join(step.title for step in steps)


def _can_differ(candidates: Sequence[set[str]]) -> bool:
    """Tell whether one person can be picked from each set without picking anybody twice."""
    if not candidates:
        return True
    first, *rest = candidates
    return any(_can_differ([others - {person} for others in rest]) for person in sorted(first))
