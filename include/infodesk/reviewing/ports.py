"""What reviewing needs: its records, letters, forms and readers of scans."""

from datetime import datetime
from typing import Protocol

from infodesk.access.links import Links
from infodesk.access.pins import Pins
from infodesk.approvals.ports import Approvals
from infodesk.articles.ports import Articles
from infodesk.channels.ports import Destinations
from infodesk.kernel.outbox import Outbox
from infodesk.ledger.ports import Ledger
from infodesk.problems.problem import Problems
from infodesk.reviewing.cases import ReviewCase
from infodesk.reviewing.forms import IssuedForm, Scan
from infodesk.reviewing.letters import Letter


class ReviewCases(Protocol):
    """Review cases, within one transaction."""

    def add(self, case: ReviewCase) -> None:
        """Record a new case."""
        ...

    def next_number(self) -> int:
        """Return the office's next running number of a case."""
        ...

    def get(self, case_id: str) -> ReviewCase | None:
        """Return a case."""
        ...

    def of_article(self, article_id: str) -> list[ReviewCase]:
        """Return all cases of an article, oldest first."""
        ...

    def save(self, case: ReviewCase) -> None:
        """Store state and findings. Raises ForbiddenTransition where the table has no way."""
        ...


class Letters(Protocol):
    """Which letter was sent to whom about what, within one transaction."""

    def add(self, letter: Letter, *, message_id: str, at: datetime) -> None:
        """Record a letter that the mail server took."""
        ...

    def was_sent(self, letter: Letter) -> bool:
        """Tell whether this person has had this letter about this step of this case."""
        ...


class Forms(Protocol):
    """Issued forms and their scans, within one transaction."""

    def next_serial(self, year: int) -> int:
        """Return the next free serial of a year; held until the transaction ends."""
        ...

    def add(self, form: IssuedForm) -> None:
        """Record a form."""
        ...

    def get(self, number: str) -> IssuedForm | None:
        """Return a form by its number, void ones too."""
        ...

    def of_case(self, case_id: str) -> IssuedForm | None:
        """Return the form of a case that is not void."""
        ...

    def save(self, form: IssuedForm) -> None:
        """Store a form's state and PDF."""
        ...

    def add_scan(self, scan: Scan) -> None:
        """Record a scan."""
        ...

    def scan(self, scan_id: str) -> Scan | None:
        """Return a scan."""
        ...

    def scans_of_case(self, case_id: str) -> list[Scan]:
        """Return the scans of a case, newest first."""
        ...

    def save_scan(self, scan: Scan) -> None:
        """Store a scan's state."""
        ...


class ReviewRecords(Protocol):
    """Everything that a step of a review reads and changes."""

    @property
    def articles(self) -> Articles:
        """Articles and revisions."""
        ...

    @property
    def destinations(self) -> Destinations:
        """Where articles are to go."""
        ...

    @property
    def cases(self) -> ReviewCases:
        """Review cases."""
        ...

    @property
    def approvals(self) -> Approvals:
        """Their approvals."""
        ...

    @property
    def letters(self) -> Letters:
        """Letters sent."""
        ...

    @property
    def forms(self) -> Forms:
        """Approval forms."""
        ...

    @property
    def links(self) -> Links:
        """Links in letters."""
        ...

    @property
    def pins(self) -> Pins:
        """PINs."""
        ...

    @property
    def problems(self) -> Problems:
        """Problems."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Errands."""
        ...

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        ...
