"""The table of leaders."""

from datetime import date

from infodesk.catalog.leaders import Leader

ENTRY = """
[[leaders]]
name = "{name}"
titles = ["示例发改委副主任"]
order = {order}
valid_from = {first}
"""


def test_an_office_without_the_file_has_no_leaders(office) -> None:
    (office.path / "leaders.toml").unlink(missing_ok=True)

    assert office.load().leaders == ()


def test_entries_are_read(office) -> None:
    office.write("leaders.toml", ENTRY.format(name="甲某", order=2, first="2024-03-01"))

    (leader,) = office.load().leaders

    assert (leader.name, leader.order, leader.valid_from) == ("甲某", 2, date(2024, 3, 1))


def test_days_of_a_post() -> None:
    leader = Leader(
        name="甲某", titles=("主任",), order=1, valid_from="2024-03-01", valid_to="2024-03-31"
    )

    assert [leader.held_on(date(2024, m, d)) for m, d in ((2, 29), (3, 1), (3, 31), (4, 1))] == [
        False,
        True,
        True,
        False,
    ]


def test_two_people_of_one_rank_at_one_time_are_a_mistake(office) -> None:
    one = ENTRY.format(name="甲某", order=2, first="2024-03-01")
    office.write("leaders.toml", one + ENTRY.format(name="乙某", order=2, first="2025-01-01"))

    assert "“甲某”和“乙某”同一时期的排序都是 2" in office.mistakes()[0]


def test_one_may_follow_the_other_in_rank(office) -> None:
    one = ENTRY.format(name="甲某", order=2, first="2024-03-01") + "valid_to = 2024-12-31\n"
    office.write("leaders.toml", one + ENTRY.format(name="乙某", order=2, first="2025-01-01"))

    assert len(office.load().leaders) == 2


def test_a_post_that_ends_before_it_begins_is_a_mistake(office) -> None:
    entry = ENTRY.format(name="甲某", order=2, first="2024-03-01") + "valid_to = 2023-12-31\n"
    office.write("leaders.toml", entry)

    assert "免职日期早于任职日期" in office.mistakes()[0]
