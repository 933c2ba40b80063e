"""Read a channel's pages over the web, as politely and safely as sources are read."""

from infodesk.channels.channel import ChannelUnavailable
from infodesk.collecting.web.charset import decode_page
from infodesk.collecting.web.page_errors import PageError, PageGone
from infodesk.collecting.web.pages import NotModified, WebPages


class PublicPagesOverWeb:
    """Sees what the public sees, through the same guarded way that sources are fetched."""

    def __init__(self, pages: WebPages, *, allow_private: bool = False) -> None:
        """`allow_private` lets it reach a site in the government's own network (政务内网)."""
        self._pages = pages
        self._allow_private = allow_private

    def read(self, address: str) -> str | None:
        """Return a page's HTML, None when the site says that there is none.

        Raises ChannelUnavailable when the site gives no clear answer or asks for a person.
        """
        try:
            # A look at a page of our own, which a person asked for: robots.txt is for collectors.
            page = self._pages.fetch(address, allow_private=self._allow_private, heeds_robots=False)
        except PageGone:
            return None
        except PageError as error:
            raise ChannelUnavailable(
                f"无法核对已发布的网页：{error.message}", remedy=error.remedy
            ) from error
        if isinstance(page, NotModified):  # cannot be: no validator was sent
            raise ChannelUnavailable(f"网站没有给出网页内容：{address}")
        return decode_page(page.content, hint=page.charset_hint).text
