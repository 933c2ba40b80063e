"""Who answers for the portal: what the foot of every page of a government site must say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The masthead and the foot. Empty fields are left out of the page."""

    office: str  # 主办单位
    contact: str = ""  # 联系方式
    site_code: str = ""  # 政府网站标识码
    icp_number: str = ""  # ICP 备案号
    police_number: str = ""  # 公安机关备案号
