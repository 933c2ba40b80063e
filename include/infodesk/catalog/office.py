"""Who we are: `office.toml`."""

from pydantic import Field

from infodesk.catalog.base import Table


class Office(Table):
    """The public body whose desk this is, and the words on its papers."""

    name: str = Field(min_length=1, description="单位全称")
    short_name: str = Field(min_length=1, description="单位简称，用于邮件和页面")
    regulation_title: str = Field(min_length=1, description="所执行的管理制度的名称")
    regulation_number: str = Field(min_length=1, description="该制度的发文字号")
    form_title: str = Field(min_length=1, description="审批单的标题")
    form_note: str = Field(default="", description="审批单表末的说明")
    form_number_prefix: str = Field(
        pattern=r"^[A-Z]{2,8}$",
        description="审批单编号的前缀，2 至 8 个大写字母，如 LLFG；启用后不要再改",
    )
    contact: str = Field(
        default="", description="页面和邮件末尾的联系方式，如“公共信用信息中心 0358-……”"
    )
    site_code: str = Field(default="", description="政府网站标识码，十位；门户页脚必须公布")
    icp_number: str = Field(default="", description="门户的 ICP 备案号")
    police_number: str = Field(default="", description="门户的公安机关备案号")
