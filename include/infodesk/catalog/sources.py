"""Where we collect: one file a source, `sources/<id>.toml`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, HttpUrl

from infodesk.catalog.base import Table


class SourceKind(StrEnum):
    """How a source lists its articles."""

    HTML_LIST = "html_list"
    FEED = "feed"


class ListSelectors(Table):
    """How to read a list page; CSS, relative to the page and then to each item."""

    item: str = Field(description="一条信息的元素，只取直接条目，不取弹出框内的链接")
    link: str = Field(default="a[href]", description="条目内指向文章的链接")
    title: str = Field(
        default="", description="条目内标题元素；为空则取链接的 title 属性，再取链接文字"
    )
    date: str = Field(default="", description="条目内日期元素；为空表示列表不给日期")


class ArticleSelectors(Table):
    """How to read an article page; each entry is a list of selectors tried in order.

    `meta:NAME` reads `<meta name=NAME content=...>`, everything else is CSS. A field without a
    selector is left to the general reader.
    """

    title: tuple[str, ...] = Field(default=(), description="标题")
    published: tuple[str, ...] = Field(default=(), description="发布时间")
    credit: tuple[str, ...] = Field(default=(), description="来源")
    author: tuple[str, ...] = Field(default=(), description="作者、责任编辑")
    document_number: tuple[str, ...] = Field(default=(), description="文号")
    body: tuple[str, ...] = Field(default=(), description="正文容器")
    attachments: tuple[str, ...] = Field(
        default=(), description="附件链接；正文内的附件链接总会被收取"
    )
    drop: tuple[str, ...] = Field(
        default=(), description="正文内要去掉的元素（分享、点赞、上一篇等）"
    )


class Expectations(Table):
    """What the source owes us; a breach is a problem, never a silent gap."""

    minimum_items: int = Field(default=1, ge=0, description="一次列表至少应有的条目数")
    maximum_silence_days: int = Field(
        default=14, ge=1, description="超过多少个自然日没有新条目即报警"
    )
    required: tuple[str, ...] = Field(
        default=("title", "published", "body"), description="每篇文章必须读出的字段"
    )


class ReprintTarget(Table):
    """Where a reprint is proposed to go; the editor may change it."""

    channel: str = Field(description="渠道 id")
    column: str = Field(description="该渠道的栏目 id")


class Source(Table):
    """One column of one site."""

    id: str = Field(default="", description="由文件名得来，不写在文件里")
    name: str = Field(description="来源名称，如“国家发展改革委·新闻发布”")
    kind: SourceKind = Field(description="html_list 网页列表；feed 订阅源（RSS、Atom）")
    url: HttpUrl = Field(description="列表页或订阅源地址")
    credit: str = Field(description="文章未写明来源时使用的来源署名")
    target: tuple[ReprintTarget, ...] = Field(min_length=1, description="建议的渠道和栏目")
    verified: bool = Field(
        default=False, description="是否已在真实网站上核对；false 时首次运行须由人确认"
    )
    items_per_run: Annotated[int, Field(ge=1, le=200)] = Field(
        default=30, description="一次运行最多新收多少篇"
    )
    list: ListSelectors | None = Field(
        default=None, description="列表选择器；kind 为 html_list 时必填"
    )
    article: ArticleSelectors = Field(
        default=ArticleSelectors(), description="文章选择器；未写的字段由通用阅读器判断"
    )
    expect: Expectations = Field(default=Expectations(), description="预期与报警")
    allow_private_address: bool = Field(
        default=False, description="是否允许内网地址；只有政务内网的来源才设为 true"
    )

    @property
    def host(self) -> str:
        """The host that this source is fetched from; one host is asked one thing at a time."""
        return self.url.host or ""
