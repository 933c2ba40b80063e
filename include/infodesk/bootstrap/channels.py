"""Finds the way to each channel of the catalog."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from infodesk.catalog.catalog import Catalog
from infodesk.catalog.channels import Channel as ChannelEntry
from infodesk.catalog.channels import ChannelKind
from infodesk.channels.channel import Channel, EditionUnfit, PublicPages
from infodesk.kernel.files import FileStore
from infodesk.settings import Settings

if TYPE_CHECKING:
    from infodesk.adapters.channels.static_site import StaticSite


@dataclass(frozen=True, kw_only=True)
class CatalogChannels:
    """Makes the adapter of a channel's kind, once; adding a kind is one more line here."""

    settings: Settings
    catalog: Catalog
    files: FileStore
    public_pages: PublicPages
    _made: dict[str, Channel] = field(default_factory=dict)

    def __call__(self, channel_id: str) -> Channel:
        """Return the channel. Raises EditionUnfit for an id that the catalog does not have."""
        entry = self.catalog.channels.get(channel_id)
        if entry is None:
            raise EditionUnfit(
                f"目录中没有渠道 {channel_id}", remedy="请恢复 channels/ 中的文件，或改渠道重新送审"
            )
        if channel_id not in self._made:
            make = {
                ChannelKind.STATIC_SITE: self._static_site,
                ChannelKind.MANUAL: self._manual,
            }
            self._made[channel_id] = make[entry.kind](entry)
        return self._made[channel_id]

    def rebuild_sites(self) -> None:
        """Write every list and front page of the embedded sites anew, also of an empty one."""
        for entry in self.catalog.channels.values():
            if entry.kind is ChannelKind.STATIC_SITE:
                self._static_site(entry).rebuild()

    def _static_site(self, entry: ChannelEntry) -> "StaticSite":
        from infodesk.adapters.channels.static_site import Imprint, StaticSite

        office = self.catalog.office
        return StaticSite(
            entry,
            imprint=Imprint(
                office=office.name,
                contact=office.contact,
                site_code=office.site_code,
                icp_number=office.icp_number,
                police_number=office.police_number,
            ),
            folder=self.settings.portal,
            files=self.files,
        )

    def _manual(self, entry: ChannelEntry) -> Channel:
        from infodesk.adapters.channels.manual import ManualChannel

        return ManualChannel(
            entry,
            packages=self.settings.packages / entry.id,
            files=self.files,
            public_pages=self.public_pages,
        )
