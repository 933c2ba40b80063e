"""What is checked before anybody reviews a text (regulation, articles 2 and 7).

A blocking issue holds the text until it is mended or lifted with a reason; one that must be
answered is answered by the editor; a hint only says where to look.
"""

from dataclasses import dataclass

from infodesk.articles.article import Article, Content
from infodesk.catalog.catalog import Catalog
from infodesk.kernel.clock import local_date
from infodesk.kernel.issues import Issue
from infodesk.reviewing.checking.checked_text import checked_text, parsed
from infodesk.reviewing.checking.files import AttachmentTexts
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.rule_book import check
from infodesk.reviewing.checking.web_links import Links, body_links, web_addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """The checks of one office: its tables, compiled once, and what opens files and links."""

    tables: OfficeTables
    attachments: AttachmentTexts
    links: Links

    @classmethod
    def of(cls, catalog: Catalog, *, attachments: AttachmentTexts, links: Links) -> "Checks":
        """Return the checks that a catalog asks for."""
        tables = OfficeTables(catalog.review_rules, catalog.leaders)
        return cls(tables=tables, attachments=attachments, links=links)

    def run(self, article: Article, content: Content) -> list[Issue]:
        """Open the attachments, look at the links, and return what the rules find.

        Slow (files, network): never inside a transaction.
        """
        addresses = web_addresses(body_links(parsed(content.body_html)))
        text = checked_text(
            content,
            origin=article.origin,
            dated=local_date(article.source_published_at or article.received_at),
            has_source_date=article.source_published_at is not None,
            readings=[self.attachments.read(attachment) for attachment in content.attachments],
            link_states=self.links.look(addresses) if addresses else {},
        )
        return check(text, self.tables)
