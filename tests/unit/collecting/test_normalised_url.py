"""Which addresses are one and the same."""

import pytest

from infodesk.collecting.web.normalised_url import normalised_url, without_tracking

ONE = "https://www.ndrc.gov.cn/xwdt/202607/t20260716_1.html"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.ndrc.gov.cn/xwdt/202607/t20260716_1.html",
        "HTTPS://WWW.NDRC.gov.cn:443/xwdt/202607/t20260716_1.html",
        "http://www.ndrc.gov.cn:80/xwdt/202607/t20260716_1.htm",
        "https://www.ndrc.gov.cn/xwdt/./x/../202607/t20260716_1.html#top",
        "https://www.ndrc.gov.cn./xwdt/202607/t20260716_1.html?utm_source=rss&spm=1",
        " https://www.ndrc.gov.cn/xwdt/202607/t20260716_%31.html ",
        "https://www.ndrc.gov.cn//xwdt///202607/t20260716_1.html",
        "https://www.ndrc.gov.cn/xwdt/202607/t20260716_1.html;jsessionid=0A1B?hmsr=x&chksm=1",
    ],
)
def test_the_same_address(url) -> None:
    assert normalised_url(url) == ONE
    assert normalised_url(normalised_url(url)) == ONE


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ndrc.gov.cn/xwdt/202607/t20260716_2.html",
        "https://ndrc.gov.cn/xwdt/202607/t20260716_1.html",
        "https://wap.ndrc.gov.cn/xwdt/202607/t20260716_1.html",
        "https://www.ndrc.gov.cn:8443/xwdt/202607/t20260716_1.html",
        "https://www.ndrc.gov.cn/xwdt/202607/T20260716_1.html",
        "https://www.ndrc.gov.cn/xwdt/202607/t20260716_1.html?id=2",
        "https://www.ndrc.gov.cn/xwdt/202607/t20260716_1.shtml",
    ],
)
def test_another_address(url) -> None:
    assert normalised_url(url) != ONE


def test_a_folder_and_its_index() -> None:
    assert normalised_url("http://a.cn") == normalised_url("http://a.cn/index.html")
    assert normalised_url("http://a.cn/x/index.shtml") == normalised_url("http://a.cn/x/")
    assert normalised_url("http://a.cn/x/wap_index.html") == normalised_url("http://a.cn/x/")
    assert normalised_url("http://a.cn/x/default.htm") == normalised_url("http://a.cn/x/")
    assert normalised_url("http://a.cn/x/index_1.html") != normalised_url("http://a.cn/x/")


def test_parameters_in_any_order_and_chinese_in_either_spelling() -> None:
    assert normalised_url("http://a.cn/中?b=2&a=1") == normalised_url(
        "http://a.cn/%E4%B8%AD?a=1&b=2"
    )
    assert normalised_url("http://[::1]:8080/x") == "https://[::1]:8080/x"


@pytest.mark.parametrize("url", ["", "no address", "/x.html", "http://:80/"])
def test_what_is_no_address(url) -> None:
    with pytest.raises(ValueError, match="不是网址"):
        normalised_url(url)


def test_what_the_public_is_shown() -> None:
    assert without_tracking("http://a.cn/x?id=1&utm_source=rss#top") == "http://a.cn/x?id=1"
    assert without_tracking("http://a.cn/x?utm_source=rss") == "http://a.cn/x"
