"""Small true things to put into the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from tests.fakes.clock import A_MONDAY

from infodesk.articles.article import Article, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.ids import new_id

T = TypeVar("T")


@pytest.fixture
def make_article() -> Callable[..., Article]:
    def make(*, title: str = "示例标题", **fields) -> Article:
        content = Content(title=title, body_html="<p>正文</p>", credit="示例来源")
        article_id = new_id()
        known = {
            "id": article_id,
            "origin": Origin.REPRINT,
            "state": ArticleState.RECEIVED,
            "department_id": "centre",
            "received_at": A_MONDAY,
            "revision": Revision(
                id=new_id(),
                article_id=article_id,
                number=1,
                content=content,
                content_hash=content.content_hash,
                created_by="collector",
                created_at=A_MONDAY,
            ),
        }
        return Article(**known | fields)

    return make


@pytest.fixture
def together() -> Callable[..., list]:
    """Run an act in several threads that all begin at the same moment; return what each gave."""

    def run(act: Callable[[int], T], *, threads: int = 8) -> list[T]:
        start = Barrier(threads)

        def begin(number: int) -> T:
            start.wait(timeout=10)
            return act(number)

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(begin, range(threads)))

    return run


@pytest.fixture
def some_hash() -> str:
    return sha256_hex("something")
