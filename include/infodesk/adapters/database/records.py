"""All records of one transaction; each duty sees those that its own port names."""

from sqlalchemy import Connection

from infodesk.adapters.database.access import LinksTable, PinsTable
from infodesk.adapters.database.applications import ApplicationsTable
from infodesk.adapters.database.approvals import ApprovalsTable
from infodesk.adapters.database.articles import ArticlesTable, DestinationColumn
from infodesk.adapters.database.desk_views import DeskViewQueries
from infodesk.adapters.database.harvests import HarvestCounts
from infodesk.adapters.database.ledger import LedgerTable
from infodesk.adapters.database.originals import OriginalsTable
from infodesk.adapters.database.outbox import OutboxTable
from infodesk.adapters.database.problems import ProblemsTable
from infodesk.adapters.database.publications import ClearancesView, PublicationsTable
from infodesk.adapters.database.reprints import ReprintsTable
from infodesk.adapters.database.reviews import CasesTable, FormsTable, LettersTable
from infodesk.adapters.database.source_visits import SourceVisitsTable


class Records:
    """The repositories over one connection."""

    def __init__(self, connection: Connection) -> None:
        self.ledger = LedgerTable(connection)
        self.outbox = OutboxTable(connection)
        self.problems = ProblemsTable(connection, self.ledger)
        self.articles = ArticlesTable(connection)
        self.applications = ApplicationsTable(connection)
        self.reprints = ReprintsTable(connection)
        self.sources = SourceVisitsTable(connection)
        self.harvests = HarvestCounts(connection)
        self.originals = OriginalsTable(connection)
        self.destinations = DestinationColumn(connection)
        self.approvals = ApprovalsTable(connection)
        self.cases = CasesTable(connection)
        self.letters = LettersTable(connection)
        self.forms = FormsTable(connection)
        self.links = LinksTable(connection)
        self.pins = PinsTable(connection)
        self.publications = PublicationsTable(connection)
        self.desk_views = DeskViewQueries(connection)
        self.clearances = ClearancesView(self.cases, self.approvals)
