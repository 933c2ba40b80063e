"""The catalog that is shipped follows the regulation, article by article."""

from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from infodesk.articles.article import Origin
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.chains import GENRES_BY_ORIGIN, FormBox, Genre, OriginName, PaperPolicy
from infodesk.catalog.loading import load_catalog
from infodesk.catalog.people import Role
from infodesk.catalog.working_years import WorkingYearTable

CATALOG = Path(__file__).parents[3] / "include" / "catalog"

SHORT = [Role.DEPARTMENT_EDITOR, Role.DEPARTMENT_LEADER, Role.OFFICE]
LONG = [*SHORT, Role.PRINCIPAL_LEADER]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(CATALOG)


def test_origins_of_chains_are_those_of_articles() -> None:
    assert set(get_args(OriginName)) == {str(origin) for origin in Origin}


def test_article_1_names_three_channels(catalog: Catalog) -> None:
    assert set(catalog.channels) == {"portal", "credit_china_lvliang", "wechat_xinyong_lvliang"}


@pytest.mark.parametrize(
    ("origin", "genre", "roles"),
    [
        ("reprint", None, [Role.CENTRE_EDITOR, Role.SUPERVISING_LEADER]),
        ("reprint", Genre.MEDIA_REPORT, [Role.CENTRE_EDITOR, Role.SUPERVISING_LEADER]),
        ("submission", Genre.WORK_NEWS, SHORT),
        ("submission", Genre.NOTICE, SHORT),
        ("submission", Genre.POLICY_EXPLAINER, SHORT),
        ("submission", Genre.EMERGENCY, LONG),
        ("submission", Genre.HOT_TOPIC, LONG),
        ("submission", Genre.PUBLIC_RESPONSE, LONG),
        ("in_house", None, LONG),
        ("in_house", Genre.SPEECH, LONG),
    ],
)
def test_article_5_prescribes_the_chain(catalog: Catalog, origin, genre, roles) -> None:
    assert [step.role for step in catalog.chain_for(origin, genre).steps] == roles


def test_every_text_of_article_4_has_a_chain(catalog: Catalog) -> None:
    for origin in get_args(OriginName):
        for genre in GENRES_BY_ORIGIN[origin]:
            assert catalog.chain_for(origin, genre)


def test_article_6_final_review_is_on_paper_before_publication(catalog: Catalog) -> None:
    chains = catalog.review_chains.values()

    assert {chain.paper_policy for chain in chains} == {PaperPolicy.PAPER_BEFORE_PUBLISH}


def test_final_review_fills_the_box_of_the_final_reviewer(catalog: Catalog) -> None:
    final = {chain.id: chain.steps[-1].form_box for chain in catalog.review_chains.values()}

    assert final == {
        "reprint": FormBox.SUPERVISING_LEADER,
        "submission": FormBox.OFFICE,
        "in_house": FormBox.PRINCIPAL_LEADER,
        "urgent_submission": FormBox.PRINCIPAL_LEADER,
    }


def test_only_reprints_release_themselves(catalog: Catalog) -> None:
    assert [c.id for c in catalog.review_chains.values() if c.releases_by_itself] == ["reprint"]


def test_leader_of_the_reprint_chain_supervises_the_centre(catalog: Catalog) -> None:
    (leader,) = catalog.people_in(Role.SUPERVISING_LEADER, department_id=catalog.centre.id)

    assert catalog.centre.id in leader.supervises


def test_sample_people_have_addresses_that_reach_nobody(catalog: Catalog) -> None:
    assert all(person.email.endswith("@infodesk.example") for person in catalog.people.values())


def test_columns_of_the_portal_that_reprints_go_to(catalog: Catalog) -> None:
    columns = {column.id: column.title for column in catalog.channels["portal"].columns}

    assert columns["national"] == "国家发展改革委"
    assert columns["provincial"] == "省发展改革委"
    assert columns["city"] == "市政府要闻"
    assert columns["media"] == "媒体关注"


def test_no_confusion_hides_another(catalog: Catalog) -> None:
    """A table entry inside a right wording would report what has just been corrected."""
    confusions = catalog.review_rules.confusions

    clashes = [
        (one.wrong, other.right)
        for one, other in product(confusions, confusions)
        if one.wrong in other.right and other.right not in one.unless
    ]

    assert clashes == []


def test_no_confusion_is_listed_twice(catalog: Catalog) -> None:
    wrong = [confusion.wrong for confusion in catalog.review_rules.confusions]

    assert len(wrong) == len(set(wrong))


def test_a_year_table_gives_back_what_it_says(catalog: Catalog) -> None:
    table = WorkingYearTable.model_validate(
        {
            "year": 2031,
            "status": "provisional",
            "holidays": [{"name": "元旦", "first": "2031-01-01", "last": "2031-01-02"}],
        }
    ).working_year()

    assert [day.isoformat() for day in table.holidays] == ["2031-01-01", "2031-01-02"]
    assert table.make_up_days == frozenset()
    assert table.notices == ()
