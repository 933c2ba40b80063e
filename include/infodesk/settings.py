"""The environment, read once into one frozen object."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_PROJECT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Everything that differs between two installations; `INFODESK_<NAME>` sets a field.

    What the office decides (people, chains, sources) stands in the catalog and not here.
    """

    model_config = SettingsConfigDict(env_prefix="INFODESK_", frozen=True, extra="ignore")

    home: Path = Field(
        default=_PROJECT / "var", description="数据目录：数据库、文件库、门户、密钥都在其中"
    )
    catalog: Path = Field(
        default=_PROJECT / "include" / "catalog", description="目录数据所在文件夹"
    )
    database_url: str = Field(
        default="", description="信息岗自己的数据库；为空则用数据目录中的 SQLite"
    )
    desk_url: str = Field(
        default="http://127.0.0.1:8080/review", description="审签台的对外地址，写进邮件的链接"
    )
    airflow_url: str = Field(
        default="http://127.0.0.1:8080", description="Airflow 界面的地址，写进运维邮件"
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="签名会话用的密钥，至少 32 个字符；各进程必须相同"
    )
    board_operator_header: str = Field(
        default="",
        description="仅用于单独部署的审签台：前置代理写入已登录运维人员姓名的请求头，"
        "代理须先清除外来的同名请求头；为空则不开放看板",
    )
    mail_connection: str = Field(
        default="infodesk_smtp", description="发信服务器的连接 id（AIRFLOW_CONN_INFODESK_SMTP）"
    )
    mail_from: str = Field(default="信息岗 <infodesk@infodesk.example>", description="发件人")
    portal_folder: Path | None = Field(
        default=None, description="内置门户的文件夹；为空则为数据目录下的 portal"
    )
    packages_folder: Path | None = Field(
        default=None, description="人工发布材料包的文件夹；为空则为数据目录下的 packages"
    )
    replay_url: str = Field(
        default="", description="演练用：所有采集请求改发到这个回放服务器；正式运行时必须为空"
    )
    fetch_interval_seconds: float = Field(
        default=1.0,
        ge=0,
        description="同一网站两次请求之间至少间隔的秒数；只有演练时可以小于 1",
    )
    lease_seconds: int = Field(
        default=300, ge=5, description="一项待办被领取后，多久未完成即重新可领（秒）"
    )

    @property
    def effective_database_url(self) -> str:
        """The database, embedded unless one is named."""
        return self.database_url or f"sqlite:///{self.home / 'infodesk.db'}"

    @property
    def portal(self) -> Path:
        """Where the embedded portal's pages are written."""
        return self.portal_folder or self.home / "portal"

    @property
    def packages(self) -> Path:
        """Where packages for manual channels are written."""
        return self.packages_folder or self.home / "packages"

    @property
    def files(self) -> Path:
        """Where files are kept by their hash."""
        return self.home / "files"
