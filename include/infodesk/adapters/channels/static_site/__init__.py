"""The embedded portal: a folder of plain pages that any web server can serve."""

from infodesk.adapters.channels.static_site.channel import StaticSite
from infodesk.adapters.channels.static_site.imprint import Imprint

__all__ = ["Imprint", "StaticSite"]
