"""What walking a source's list brought."""

from dataclasses import dataclass
from datetime import datetime

from infodesk.collecting.listing.listed import Listing
from infodesk.collecting.web.page_errors import ChallengeMet
from infodesk.collecting.web.pages import NotModified, Page
from infodesk.kernel.issues import Issue

NOTHING = Listing(items=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """The items of a visit, newest first, and what the next visit must know.

    A visit that stopped early or left items over keeps no validators of the list; `older_page`
    goes into the record of the visit as it is.
    """

    answer: Page | NotModified  # the newest page: its validators, hash and bytes are kept
    listing: Listing = NOTHING  # of all pages read; empty for a source that compares
    pages_read: int = 0
    older_page: int = 0  # the page to go on with at the next visit; 0: none
    is_complete: bool = True  # everything that this visit had to read was read
    is_unchanged: bool = False  # the list is as it was when everything in it was dealt with
    issues: tuple[Issue, ...] = ()  # all that is wrong with the list, expectations included
    newest: datetime | None = None  # of the dates listed that are not in the future
    stopped_by: ChallengeMet | None = None  # met behind the newest page: leave the host alone
