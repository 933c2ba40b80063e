"""One address that turns a browser's Airflow interface to Chinese and to Shanghai time.

Airflow keeps both choices in the browser (local storage) and has no setting on the server; a page
of the same origin can make them.
"""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

LANGUAGE_KEY = "i18nextLng"
TIMEZONE_KEY = "timezone"

_PAGE = f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>信息岗</title>
<meta name="viewport" content="width=device-width"></head>
<body><p>正在切换到中文界面……</p>
<noscript>Airflow 界面需要启用 JavaScript。</noscript>
<script>
localStorage.setItem("{LANGUAGE_KEY}", "zh-CN");
localStorage.setItem("{TIMEZONE_KEY}", JSON.stringify("Asia/Shanghai"));
location.replace("/");
</script></body></html>
"""


def create_app() -> FastAPI:
    """Return the app of this one page."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    async def turn_to_chinese() -> HTMLResponse:
        return HTMLResponse(_PAGE, headers={"Cache-Control": "no-store"})

    return app
