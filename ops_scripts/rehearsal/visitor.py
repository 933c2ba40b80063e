"""A person at a browser without script: opens addresses, fills in forms, sends them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import requests
from lxml import html as lxml_html

_SECONDS = 60


class PageUnexpected(RuntimeError):
    """A page is not what a person would need to go on."""


@dataclass(slots=True)
class Visitor:
    """One browser: its cookies, and the page that it shows."""

    session: requests.Session = field(default_factory=requests.Session)
    address: str = ""
    page: lxml_html.HtmlElement | None = None

    @property
    def text(self) -> str:
        """What the page says, in one line."""
        return " ".join(self._page().text_content().split())

    def open(self, address: str) -> None:
        """Open an address, following redirects. Raises PageUnexpected for an error page."""
        self._show(self.session.get(address, timeout=_SECONDS))

    def download(self, address: str) -> bytes:
        """Return a file that a page offers. Raises PageUnexpected."""
        answer = self.session.get(address, timeout=_SECONDS)
        self._refuse_errors(answer)
        return answer.content

    def links(self, containing: str) -> list[str]:
        """Return the absolute addresses of the page's links that contain a text, each once."""
        page = self._page()
        found = (str(link) for link in page.xpath("//a/@href"))
        return list(dict.fromkeys(link for link in found if containing in link))

    def submit(
        self,
        action: str,
        values: Mapping[str, str],
        *,
        answers: str = "",
        upload: tuple[str, bytes, str] | None = None,
    ) -> None:
        """Fill in the form whose action ends so, and send it.

        Fields keep what the page put in them; `answers` fills every question about a finding;
        `upload` is (file name, bytes, media type) for the form's one file field.
        """
        form = self._form(action)
        fields = [
            (name, values.get(name, answers if name == "answer_reason" else value))
            for name, value in form.form_values()
        ]
        known = {name for name, _ in fields}
        fields += [(name, value) for name, value in values.items() if name not in known]
        files = None
        if upload is not None:
            name = str(form.xpath(".//input[@type='file']/@name")[0])
            files = {name: upload}
        self._show(
            self.session.post(
                form.action or self.address, data=fields, files=files, timeout=_SECONDS
            )
        )

    def _form(self, action: str) -> lxml_html.FormElement:
        for form in self._page().forms:
            if (form.action or self.address).partition("?")[0].endswith(action):
                return form
        raise PageUnexpected(f"{self.address} 上没有提交到 …{action} 的表单")

    def _page(self) -> lxml_html.HtmlElement:
        if self.page is None:
            raise PageUnexpected("还没有打开网页")
        return self.page

    def _show(self, answer: requests.Response) -> None:
        self._refuse_errors(answer)
        self.address = answer.url
        self.page = lxml_html.document_fromstring(answer.content, base_url=answer.url)
        self.page.make_links_absolute(answer.url)

    def _refuse_errors(self, answer: requests.Response) -> None:
        if answer.status_code < requests.codes.bad_request:
            return
        said = ""
        if "html" in answer.headers.get("Content-Type", ""):
            body = lxml_html.document_fromstring(answer.content or b"<p></p>")
            said = " ".join(" ".join(body.text_content().split())[:300].split())
        raise PageUnexpected(f"{answer.url.partition('?')[0]} 回答 {answer.status_code}：{said}")
