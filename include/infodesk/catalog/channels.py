"""Where we publish: one file a channel, `channels/<id>.toml`."""

from enum import StrEnum

from pydantic import Field, HttpUrl

from infodesk.catalog.base import Table


class ChannelKind(StrEnum):
    """The technology behind a channel."""

    STATIC_SITE = "static_site"
    MANUAL = "manual"


class ColumnKind(StrEnum):
    """How often the national inspection expects a column to move."""

    NEWS = "news"  # 动态、要闻：两周
    POLICY = "policy"  # 通知公告、政策：六个月
    STATIC = "static"  # 概况


class Column(Table):
    """One column (栏目) of a channel."""

    id: str = Field(pattern=r"^[a-z0-9_-]+$", description="栏目 id，用于网址")
    title: str = Field(description="栏目名称")
    kind: ColumnKind = Field(
        default=ColumnKind.NEWS,
        description="更新要求：news 动态类两周内、policy 公告和政策类六个月内、static 概况不要求",
    )


class Channel(Table):
    """One of the office's channels (regulation, articles 1 and 8)."""

    id: str = Field(default="", description="由文件名得来，不写在文件里")
    name: str = Field(description="渠道名称，如“门户网站”")
    kind: ChannelKind = Field(description="static_site 内置门户；manual 人工发布")
    public_url: HttpUrl = Field(description="公众访问的地址")
    columns: tuple[Column, ...] = Field(min_length=1, description="栏目")

    def column(self, column_id: str) -> Column:
        """Return one column. Raises KeyError for an id that the channel does not have."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(column_id)
