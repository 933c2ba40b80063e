"""One listed article: a new reprint, a further witness, or a question to a person."""

from datetime import timedelta

import pytest
from tests.fakes.captures import MemoryCaptures
from tests.fakes.clock import A_MONDAY, StoppedClock
from tests.fakes.collecting_records import MemoryDatabase
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.web_pages import FakeWebPages

from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.sources import Source
from infodesk.collecting.likeness.duplicates import Doubt
from infodesk.collecting.likeness.sketches import SKETCH_SIZE
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.receive_article import Fate, Intake, Received, receive_article
from infodesk.collecting.web.page_errors import PageGone
from infodesk.ledger.entry import Action

TEXT = [
    "为进一步加强公共信用信息管理，规范信用信息归集共享，保护信用主体合法权益，制定本办法。",
    "本市行政区域内公共信用信息的归集、共享、公开和查询，适用本办法。法律另有规定的，从其规定。",
    "市发展改革部门负责统筹协调，组织制定公共信用信息目录，并于每年3月31日前向社会公布。",
    "县级以上人民政府有关部门按照各自职责，在15个工作日内完成信用信息的归集和报送工作。",
    "信用主体认为信息存在错误、遗漏的，可以向公共信用信息工作机构提出异议申请并提供材料。",
    "对守信主体给予优先办理、简化程序等激励措施；对严重失信主体依法依规采取惩戒措施。",
    "本办法自印发之日起施行，有效期5年，由市发展和改革委员会负责解释。",
]
RULES = CollectingRules.model_validate(
    {
        "relevance": [
            {
                "id": "policy",
                "name": "重要政策",
                "title_has": ["办法"],
                "priority": "urgent",
                "reprint_within_hours": 12,
                "target": [{"channel": "credit", "column": "policy"}],
            }
        ]
    }
)


class Post:
    """Two sources that may list the same texts."""

    def __init__(self) -> None:
        self.pages = FakeWebPages()
        self.database = MemoryDatabase()
        self.captures = MemoryCaptures()
        self.clock = StoppedClock()

    @property
    def state(self):
        return self.database.state

    def receive(
        self,
        url: str,
        lines: list[str],
        *,
        title: str = "公共信用信息管理办法",
        source: str = "city",
        published: str = "2026-03-01 08:00",
        number: str = "",
        extra: str = "",
    ) -> Received:
        self.clock.instant += timedelta(minutes=1)
        numbered = [f"<p>{number}</p>"] if number else []
        body = "".join([*numbered, *(f"<p>{line}</p>" for line in lines)])
        self.pages.answers[url] = (
            f"<h1>{title}</h1><i class=t>{published}</i><i class=c>来源：某局</i>"
            f"<div id=b>{body}{extra}</div>"
        ).encode()
        return receive_article(ListedItem(url=url, title=title), intake=self.intake(source))

    def intake(self, source: str) -> Intake:
        return Intake(
            source=Source.model_validate(
                {
                    "id": source,
                    "name": source,
                    "kind": "html_list",
                    "url": f"https://{source}.cn/",
                    "credit": "某市网站",
                    "target": [{"channel": "portal", "column": "city"}],
                    "list": {"item": "li"},
                    "article": {
                        "title": ["h1"],
                        "published": [".t"],
                        "credit": [".c"],
                        "body": ["#b"],
                    },
                }
            ),
            department_id="centre",
            rules=RULES,
            pages=self.pages,
            captures=self.captures,
            files=MemoryFileStore(),
            begin=self.database.begin,
            clock=self.clock,
        )


@pytest.fixture
def post() -> Post:
    return Post()


def test_a_new_reprint_with_all_that_is_known_of_it(post) -> None:
    received = post.receive(
        "https://city.cn/202602/t20260228_1.html", TEXT, number="吕发改〔2026〕3号"
    )

    assert received.fate is Fate.NEW
    facts = post.state.facts[received.article_id]
    assert (facts.title_key, facts.document_number) == ("公共信用信息管理办法", "吕发改〔2026〕3号")
    assert (facts.priority, facts.relevance_rule) == ("urgent", "policy")
    article = post.state.articles[received.article_id]
    assert facts.reprint_by == article.source_published_at + timedelta(hours=12)
    assert [claim.where for claim in facts.dates] == ["selector", "address"]
    assert [issue.rule_id for issue in facts.warnings] == ["reading.dates_differ"]
    assert len(post.state.sketches[received.article_id]) == SKETCH_SIZE
    (placement,) = post.state.destinations[received.article_id].placements
    assert (placement.channel_id, placement.column_id) == ("credit", "policy")


def test_the_page_is_kept_as_evidence_and_the_original_is_watched(post) -> None:
    url = "https://city.cn/1.html"
    received = post.receive(url, TEXT)

    ((_, sighting),) = post.state.sightings
    assert post.captures.read(sighting.capture).url == url
    assert (sighting.source_key, sighting.source_id, sighting.likeness) == (url, "city", "")
    assert (sighting.title, sighting.credit) == ("公共信用信息管理办法", "某局")
    (entry,) = post.state.entries
    assert entry["payload"]["capture"] == sighting.capture
    assert post.state.watches[received.article_id].url == url


@pytest.mark.parametrize(
    ("lines", "fields", "likeness"),
    [
        (TEXT, {}, "words"),
        (["来源：示例晚报", *TEXT], {"title": "信用办法来了"}, "passages"),
        (TEXT[:2], {"number": "吕发改[2026]3号"}, "document"),
    ],
)
def test_the_same_text_elsewhere_is_a_witness(post, lines, fields, likeness) -> None:
    first = post.receive("https://city.cn/1.html", TEXT, number="吕发改〔2026〕3号")
    second = post.receive(
        "https://paper.cn/9.html",
        lines,
        source="paper",
        **{"number": "吕发改〔2026〕3号"} | fields,
    )

    assert (second.fate, second.article_id) == (Fate.DUPLICATE, first.article_id)
    assert len(post.state.articles) == 1
    assert [errand for _, errand in post.state.errands] == [first.article_id]
    _, sighting = post.state.sightings[1]
    assert (sighting.likeness, sighting.source_id) == (likeness, "paper")
    assert sighting.title == fields.get("title", "公共信用信息管理办法")
    entry = post.state.entries[1]
    assert (entry["action"], entry["subject"]) == (Action.WITNESSED, f"article:{first.article_id}")
    assert entry["payload"]["likeness"] == likeness
    assert entry["payload"]["capture"] == sighting.capture
    assert post.captures.read(sighting.capture).url == "https://paper.cn/9.html"


def test_a_witness_is_told_of_once(post) -> None:
    post.receive("https://city.cn/1.html", TEXT)
    post.receive("https://paper.cn/9.html", TEXT, source="paper")
    again = post.receive("https://paper.cn/9.html", TEXT, source="paper")

    assert again.fate is Fate.KNOWN
    assert len(post.state.entries) == 2


def test_other_figures_are_a_new_text_and_a_question(post) -> None:
    first = post.receive("https://city.cn/1.html", TEXT)
    changed = [line.replace("15个", "10个") for line in TEXT]
    second = post.receive("https://city.cn/2.html", changed, published="2026-03-02 08:00")

    assert second.fate is Fate.NEW
    question = post.state.questions[second.article_id, first.article_id]
    assert question.doubt is Doubt.FIGURES
    assert question.share > 0.9
    assert question.other_title == "公共信用信息管理办法"


def test_the_next_notice_of_a_series_is_new_without_a_question(post) -> None:
    post.receive("https://city.cn/1.html", TEXT, published="2026-01-05 08:00")
    changed = [line.replace("15个", "10个") for line in TEXT]
    second = post.receive("https://city.cn/2.html", changed)

    assert second.fate is Fate.NEW
    assert post.state.questions == {}


def test_of_two_that_it_may_be_the_one_that_it_is_counts(post) -> None:
    excerpt = post.receive("https://city.cn/1.html", TEXT[:4], title="摘登")
    whole = post.receive("https://city.cn/2.html", TEXT)
    third = post.receive("https://paper.cn/9.html", ["本报讯", *TEXT], source="paper")

    assert set(post.state.questions) == {(whole.article_id, excerpt.article_id)}
    assert (third.fate, third.article_id) == (Fate.DUPLICATE, whole.article_id)


def test_killed_before_the_commit_nothing_has_happened(post) -> None:
    post.database.die_before_commit = 1
    with pytest.raises(KeyboardInterrupt):
        post.receive("https://city.cn/1.html", TEXT)
    state = post.state
    recorded = [state.articles, state.facts, state.sightings, state.watches, state.entries]
    assert not any(recorded)

    post.database.die_before_commit = 0
    assert post.receive("https://city.cn/1.html", TEXT).fate is Fate.NEW


def test_a_page_that_is_gone_leaves_no_trace(post) -> None:
    with pytest.raises(PageGone):
        receive_article(ListedItem(url="https://city.cn/404.html"), intake=post.intake("city"))
    assert post.database.commits == 0
    assert post.captures.pages == {}


def test_the_clock_of_a_text_without_a_date_begins_with_its_receipt(post) -> None:
    received = post.receive("https://city.cn/1.html", TEXT, published="近日")

    facts = post.state.facts[received.article_id]
    assert facts.reprint_by == facts.received_at + timedelta(hours=12)
    assert facts.received_at > A_MONDAY
