"""Where we collect: one file a source, `sources/<id>.toml`."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, HttpUrl, PrivateAttr

from infodesk.catalog.base import Table


class SourceKind(StrEnum):
    """How a source lists its articles."""

    HTML_LIST = "html_list"
    FEED = "feed"
    DIGITAL_PAPER = "digital_paper"
    JSON_API = "json_api"


class ListSelectors(Table):
    """How to read a list page; CSS, relative to the page and then to each item."""

    item: str = Field(description="一条信息的元素，只取直接条目，不取弹出框内的链接")
    link: str = Field(default="a[href]", description="条目内指向文章的链接")
    title: str = Field(
        default="", description="条目内标题元素；为空则取链接的 title 属性，再取链接文字"
    )
    date: str = Field(default="", description="条目内日期元素；为空表示列表不给日期")


class PagingKind(StrEnum):
    """How a list goes on behind its first page."""

    CREATE_PAGE_HTML = "create_page_html"
    NEXT_LINK = "next_link"
    NUMBERED = "numbered"


class Paging(Table):
    """How to reach the older pages of a list.

    The first visit goes back to `back_to`; every later one reads the first page, and goes on only
    while it meets nothing that is known.
    """

    kind: PagingKind = Field(
        description="create_page_html 读网页中的 createPageHTML(…)；next_link 跟随“下一页”链接；"
        "numbered 按页号拼出地址"
    )
    next_link: str = Field(default="", description="kind 为 next_link 时，“下一页”链接的选择器")
    address: str = Field(
        default="",
        description="kind 为 numbered 时第二页起的地址，{page} 代表页号，可相对列表地址；"
        "如 node_142_{page}.htm",
    )
    first_number: int = Field(default=2, ge=0, description="kind 为 numbered 时第二页的页号")
    back_to: date | None = Field(
        default=None, description="首次采集回溯到哪一天（含）；不写则首次只取第一页"
    )
    most_pages: Annotated[int, Field(ge=1, le=200)] = Field(
        default=20, description="最多翻到第几页"
    )


class JsonList(Table):
    """How to read a JSON answer as a list; a path is names joined by dots, as `data.resultList`."""

    items: str = Field(description="条目数组的路径")
    link: str = Field(description="条目内文章地址的路径，可为相对地址")
    title: str = Field(description="条目内标题的路径；其中的高亮标签会被去掉")
    date: str = Field(default="", description="条目内日期的路径，可为文字或毫秒数")
    credit: str = Field(default="", description="条目内来源名称的路径")
    total: str = Field(default="", description="总条数的路径，用来核对")
    query: dict[str, str] = Field(
        default_factory=dict,
        description="查询参数；值里可用 {page} 页号、{key} 运行时从网页读出的参数、"
        "{since} 和 {until} 日期",
    )
    under: tuple[str, ...] = Field(
        default=(),
        description="只取地址以这些开头的条目，如 https://www.example.gov.cn/zcwj/；为空则全取",
    )
    referer: str = Field(default="", description="接口要求的 Referer")
    key_page: str = Field(default="", description="从哪个网页读出 {key}")
    key_pattern: str = Field(default="", description="在该网页中找 {key} 的正则，第一个分组为值")
    first_page: int = Field(default=1, ge=0, description="第一页的页号，即 {page} 的第一个值")


class PaperSelectors(Table):
    """How to walk one day's issue of a digital paper: its pages (版), and their articles."""

    page_link: str = Field(description="版面目录中各版的链接")
    article_link: str = Field(description="一版中各篇文章的链接")
    page_name: str = Field(default="", description="版名元素；文章的栏目由此得来")
    skip_titles: tuple[str, ...] = Field(
        default=("广告", "公益广告", "导读", "图片新闻"), description="标题为这些的条目不收"
    )
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(
        default=(1, 2, 3, 4, 5),
        description="出报日，1 为星期一；出报日过了中午仍没有当日报纸即报警",
    )


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
    minimum_pages: int = Field(
        default=0, ge=0, description="列表至少应有几页；网页自称的页数比这少即报警，0 为不查"
    )
    titles_agree: bool = Field(default=True, description="列表标题与文章标题是否应当一致")
    days_apart: Annotated[int, Field(ge=0, le=365)] = Field(
        default=3, description="列表日期、网页日期与网址日期最多可相差几天，超过即报警"
    )


class ReprintTarget(Table):
    """Where a reprint is proposed to go; the editor may change it."""

    channel: str = Field(description="渠道 id")
    column: str = Field(description="该渠道的栏目 id")


class Source(Table):
    """One column of one site."""

    id: str = Field(default="", description="由文件名得来，不写在文件里")
    name: str = Field(description="来源名称，如“国家发展改革委·新闻发布”")
    kind: SourceKind = Field(
        description="html_list 网页列表；feed 订阅源（RSS、Atom、JSON Feed）；"
        "digital_paper 数字报；json_api JSON 接口"
    )
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
    paging: Paging | None = Field(default=None, description="如何翻到以前的页；不写则只读第一页")
    json_list: JsonList | None = Field(
        default=None, description="JSON 接口的读法；kind 为 json_api 时必填"
    )
    paper: PaperSelectors | None = Field(
        default=None, description="数字报的读法；kind 为 digital_paper 时必填"
    )
    compares: tuple[str, ...] = Field(
        default=(),
        description="本来源只用来核对这些来源（填其 id）有无遗漏，自身不收文章",
    )
    compares_days: Annotated[int, Field(ge=2, le=365)] = Field(
        default=14, description="核对最近多少天的文章；当天的不算遗漏"
    )
    credit_is_department: bool = Field(
        default=False,
        description="网页上的来源是否是对方的内设机构；是则署名为 credit，机构名只作参考",
    )
    interval_seconds: Annotated[float, Field(ge=1, le=60)] = Field(
        default=1, description="对该网站两次请求之间至少隔几秒"
    )
    robots_exception: str = Field(
        default="",
        description="对方的 robots.txt 不允许采集、但已书面同意本单位采集的，写明依据（何时、何人、"
        "何文件）；写了才不受 robots.txt 限制，对该网站的所有来源有效",
    )
    article: ArticleSelectors = Field(
        default=ArticleSelectors(), description="文章选择器；未写的字段由通用阅读器判断"
    )
    expect: Expectations = Field(default=Expectations(), description="预期与报警")
    allow_private_address: bool = Field(
        default=False, description="是否允许内网地址；只有政务内网的来源才设为 true"
    )

    _file_text: str = PrivateAttr(default="")

    @property
    def file_text(self) -> str:
        """The source's file as it is written, so that an alarm can name a line of it, or ""."""
        return self._file_text

    def written_in(self, file_text: str) -> Self:
        """Return the same source, knowing the file that it was read from."""
        copy = self.model_copy()
        copy._file_text = file_text  # noqa: SLF001 - a copy of our own class
        return copy

    @property
    def host(self) -> str:
        """The host that this source is fetched from; one host is asked one thing at a time."""
        return self.url.host or ""
