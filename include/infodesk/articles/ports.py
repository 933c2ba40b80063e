"""Where articles and their revisions are kept."""

from typing import Protocol

from infodesk.articles.application import Application
from infodesk.articles.article import Article, Revision
from infodesk.articles.states import ArticleState


class Articles(Protocol):
    """Articles, within one transaction."""

    def add(self, article: Article) -> None:
        """Record a new article together with its first revision."""
        ...

    def get(self, article_id: str) -> Article | None:
        """Return an article with its newest revision."""
        ...

    def locked(self, article_id: str) -> Article | None:
        """Return an article and hold it until the transaction ends."""
        ...

    def add_revision(self, revision: Revision) -> None:
        """Record a further revision; it is the newest from now on."""
        ...

    def revision(self, revision_id: str) -> Revision | None:
        """Return one revision."""
        ...

    def revisions(self, article_id: str) -> list[Revision]:
        """Return all revisions of an article, oldest first."""
        ...

    def move(self, article_id: str, after: ArticleState) -> None:
        """Change an article's state. Raises ForbiddenTransition where the table has no way."""
        ...


class Applications(Protocol):
    """What departments stated when they handed in their texts, within one transaction."""

    def put(self, application: Application) -> None:
        """Record an application; one of the same article before gives way."""
        ...

    def of(self, article_id: str) -> Application | None:
        """Return the application of an article; None for a reprint."""
        ...
