"""What can go wrong between asking for a page and having it.

PageError
├── PageUnreachable   no connection, no answer in time, or an answer that refuses us for now
│   └── HostBusy      the host says "come back later" (429, 503)
├── PageGone          404 or 410: the address is dead
├── ChallengeMet      the site wants a browser or a person; we stop, we never get around it
├── RobotsRefused     the site's robots.txt does not want it collected
├── AddressRefused    the address leads into a private network
├── PageTooLarge      more than we are ready to take
├── PageBroken        an answer came, but it is damaged
└── PageUnreadable    the page is whole, but it is not what the source promises
"""

from infodesk.kernel.errors import InfodeskError


class PageError(InfodeskError):
    """A page could not be had; the message names the address."""

    is_passing = False  # likely to be over in a moment: asking once more is worth it


class PageUnreachable(PageError):
    """No connection, no answer in time, or an answer that refuses us for now."""


class HostBusy(PageUnreachable):
    """The host asks us to come again later, after `retry_after` seconds where it says when."""

    retry_after: float = 0  # seconds


class RobotsRefused(PageError):
    """The site's robots.txt does not want this address collected, or not at a pace we could keep.

    Collecting it all the same takes the site's written permission (`robots_exception`).
    """


class PageGone(PageError):
    """The server says that nothing is there (404, 410)."""


class ChallengeMet(PageError):
    """The site asks for a browser or a person (412, 521, a script or captcha page).

    Collecting from the whole source stops here and a person takes over.
    """


class AddressRefused(PageError):
    """The address, or one that it redirects to, lies in a network we must not reach into."""


class PageTooLarge(PageError):
    """The answer is larger than the bound, compressed or unpacked."""


class PageBroken(PageError):
    """The answer is damaged: cut off, wrongly compressed, or redirecting in a circle."""


class PageUnreadable(PageError):
    """The page arrived whole but cannot be read as what the source declares it to be."""
