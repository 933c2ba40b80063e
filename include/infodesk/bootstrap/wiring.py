"""Joins settings, catalog and adapters into what the use cases take; adapters are imported late."""

from dataclasses import dataclass
from functools import cache, cached_property
from os import environ
from typing import TYPE_CHECKING

from infodesk.catalog.catalog import Catalog
from infodesk.catalog.loading import load_catalog
from infodesk.kernel.clock import Clock, SystemClock
from infodesk.kernel.credentials import Credentials
from infodesk.kernel.mail import Mailer
from infodesk.settings import Settings

if TYPE_CHECKING:  # adapters are costly to import, and a DAG file must parse fast
    from infodesk.access.pins import PinHasher
    from infodesk.adapters.database.database import Database
    from infodesk.adapters.warc_captures import WarcCaptures
    from infodesk.bootstrap.channels import CatalogChannels
    from infodesk.collecting.web.pages import WebPages
    from infodesk.kernel.files import FileStore
    from infodesk.reviewing.approval_form import FormPrinter
    from infodesk.reviewing.checks import Checks
    from infodesk.reviewing.request_reviews import Desk
    from infodesk.reviewing.scans import ScanReader


@dataclass(frozen=True)
class Wiring:
    """One installation in one process: made once, its parts when first asked for."""

    settings: Settings
    clock: Clock

    @cached_property
    def catalog(self) -> Catalog:
        """The office's catalog; a process reads it once."""
        return load_catalog(self.settings.catalog)

    @cached_property
    def database(self) -> "Database":
        """Infodesk's own database."""
        from infodesk.adapters.database.database import Database

        return Database(self.settings.effective_database_url)

    @cached_property
    def files(self) -> "FileStore":
        """Files by their hash."""
        from infodesk.adapters.file_store import FolderFileStore

        return FolderFileStore(self.settings.files)

    @cached_property
    def pin_hasher(self) -> "PinHasher":
        """The slow hash of PINs."""
        from infodesk.adapters.argon2_pins import Argon2Pins

        return Argon2Pins()

    @cached_property
    def printer(self) -> "FormPrinter":
        """The printer of approval forms."""
        from infodesk.adapters.typst_forms import TypstForms

        return TypstForms()

    @cached_property
    def scan_reader(self) -> "ScanReader":
        """The reader of signed forms."""
        from infodesk.adapters.scan_reader import SignedFormReader

        return SignedFormReader()

    @cached_property
    def captures(self) -> "WarcCaptures":
        """Fetched pages, kept as evidence."""
        from infodesk.adapters.warc_captures import WarcCaptures

        return WarcCaptures(self.files)

    @cached_property
    def pages(self) -> "WebPages":
        """The web, politely."""
        from infodesk.adapters.http_pages import HttpPages
        from infodesk.bootstrap.manners import site_manners

        return HttpPages(
            manners=site_manners(self.settings, self.catalog.sources.values()),
            replay_url=self.settings.replay_url,
        )

    @cached_property
    def channel_for(self) -> "CatalogChannels":
        """The way to each channel of the catalog."""
        from infodesk.adapters.channels.public_pages import PublicPagesOverWeb
        from infodesk.bootstrap.channels import CatalogChannels

        return CatalogChannels(
            settings=self.settings,
            catalog=self.catalog,
            files=self.files,
            public_pages=PublicPagesOverWeb(self.pages),
        )

    @cached_property
    def checks(self) -> "Checks":
        """The checks before review; where recorded sites are replayed no link is looked at."""
        from infodesk.adapters.attachment_texts import StoredAttachmentTexts
        from infodesk.adapters.web_links import LinksOverWeb
        from infodesk.reviewing.checking.web_links import LinksNotLooked
        from infodesk.reviewing.checks import Checks

        return Checks.of(
            self.catalog,
            attachments=StoredAttachmentTexts(self.files),
            links=LinksNotLooked() if self.settings.replay_url else LinksOverWeb(self.pages),
        )

    @cached_property
    def desk(self) -> "Desk":
        """What advancing a review takes."""
        from infodesk.reviewing.request_reviews import Desk

        return Desk(
            catalog=self.catalog,
            checks=self.checks,
            printer=self.printer,
            files=self.files,
            begin=self.database.begin,
            clock=self.clock,
        )

    def mailer(self, credentials: Credentials | None = None) -> Mailer:
        """Return the way to the mail server. Raises CredentialMissing."""
        from infodesk.adapters.environment_credentials import EnvironmentCredentials
        from infodesk.adapters.smtp_mailer import SmtpMailer

        resolver = credentials or EnvironmentCredentials(environ)
        return SmtpMailer(
            resolver.resolve(self.settings.mail_connection), sender=self.settings.mail_from
        )


@cache
def wiring() -> Wiring:
    """Return this process's installation, as its environment describes it."""
    return Wiring(settings=Settings(), clock=SystemClock())
