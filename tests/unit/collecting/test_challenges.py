"""Pages that want a browser or a person."""

import pytest

from infodesk.collecting.web.challenges import is_challenge

ARTICLE = (
    "<html><body>" + "<p>会议强调，要做好能源保供工作，完善应急预案。</p>" * 20 + "</body></html>"
)


@pytest.mark.parametrize(
    "page",
    [
        "<html><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></html>",
        "<script>document.cookie=('_')+('_')+('jsl_clearance')+'=1';location.href=location.pathname</script>",
        "<html><script>var arg1='ABC';setCookie('acw_sc__v2',x)</script></html>",
        "<html><head><title>请稍候</title></head><body><div>请完成安全验证</div></body></html>",
        "\ufeff<html><script>location.reload();document.cookie = 'a=1'</script></html>",
    ],
)
def test_challenges(page) -> None:
    assert is_challenge(page.encode())


@pytest.mark.parametrize(
    "page",
    [
        ARTICLE,
        ARTICLE.replace(
            "</body>", "<script>document.cookie='seen=1';location.hash</script></body>"
        ),
        ARTICLE.replace("会议强调", "网站登录须输入验证码"),
        "<html><body><p>暂无内容</p></body></html>",
        "<rss version='2.0'><channel></channel></rss>",
        "%PDF-1.4 captcha",
        "",
    ],
)
def test_pages_that_are_none(page) -> None:
    assert not is_challenge(page.encode())
