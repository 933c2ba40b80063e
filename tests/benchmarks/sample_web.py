"""A web of generated pages in the structure of a TRS site, served fast because from memory.

`python sample_web.py --columns 80 --items 26` prints its port and serves on loopback until its
input ends. Column 7 lies at /c7/, its articles at /c7/202611/t20261102_7003.html; the host does not
matter. /counts answers how many requests there were and how many bytes were sent.
"""

import argparse
import asyncio
import random
import sys
from hashlib import sha256

PAGE_BYTES = 51 * 1024
BODY_CHARACTERS = 1_500
HANZI = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 900))
LIST_RULES = """\
[list]
item = "ul.list > li"
link = ":scope > a[href]"
date = ":scope > span"
"""
ARTICLE_RULES = """\
[article]
title = ["meta:ArticleTitle"]
published = ["meta:PubDate"]
credit = ["meta:ContentSource"]
body = [".TRS_Editor"]
"""


def text(chance: random.Random, characters: int) -> str:
    """Return sentences that no other page has."""
    letters = "".join(chance.choices(HANZI, k=characters))
    sentences = [letters[at : at + 29] for at in range(0, characters, 29)]
    return "，".join(sentences).replace("，", "。", len(sentences) // 3)


def title(column: int, item: int) -> str:
    """Return the title of an article."""
    return text(random.Random(column * 1_000 + item), 22) + f"第{column}期第{item}号"


def address(column: int, item: int) -> str:
    """Return the path of an article."""
    return f"/c{column}/202611/t202611{item % 20 + 1:02d}_{column}{item:03d}.html"


def list_page(column: int, items: int) -> str:
    """Return the list of a column."""
    lines = "\n".join(
        f'<li><a href="{address(column, item)}" title="{title(column, item)}">'
        f"{title(column, item)}</a><span>2026-11-{item % 20 + 1:02d}</span></li>"
        for item in range(items)
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>栏目</title></head><body>'
        f'<div class="nav">{links(40)}</div><ul class="list">\n{lines}\n</ul></body></html>'
    )


def links(count: int) -> str:
    """Return a menu, of which real pages have much."""
    return "".join(
        f'<li class="item"><a href="/menu/{n}/" target="_blank">'
        f"{HANZI[n % 800 : n % 800 + 6]}</a></li>"
        for n in range(count)
    )


def frame() -> tuple[str, str]:
    """Return what stands before and behind the article on every page."""
    script = "function f(a){var b=a.split('.');return b[b.length-1];}\n" * 120
    before = (
        f'<script>{script}</script><link rel="stylesheet" href="/a.css"></head><body>'
        f'<div class="header"><ul class="menu">{links(120)}</ul></div>'
        '<div class="position"><a href="/">首页</a>&gt;<a href="../">栏目</a></div>'
    )
    behind = (
        f'<div class="side"><h3>相关阅读</h3><ul>{links(60)}</ul></div>'
        f'<div class="footer"><ul>{links(60)}</ul><p>主办单位：某市发展和改革委员会 备案编号'
        f"2020000001</p></div><script>{script[: len(script) // 3]}</script></body></html>"
    )
    return before, behind


def article(column: int, item: int) -> tuple[str, str]:
    """Return head and body of an article, which are its own."""
    chance = random.Random(column * 100_000 + item)
    name, day = title(column, item), f"2026-11-{item % 20 + 1:02d}"
    head = (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{name}_某市发展和改革委员会</title>"
        f'<meta name="ArticleTitle" content="{name}"><meta name="PubDate" content="{day} 08:30:00">'
        '<meta name="ContentSource" content="某市发展和改革委员会">'
    )
    paragraphs = "\n".join(
        '<p style="text-indent:2em"><span style="font-size:16px">　　'
        f"{text(chance, 150)}</span></p>"
        for _ in range(BODY_CHARACTERS // 150)
    )
    body = (
        f'<div class="article"><h2>{name}</h2><div class="time">发布时间：{day} 08:30 '
        '<span>来源：某市发展和改革委员会</span></div><div class="TRS_Editor">'
        f"{paragraphs}</div></div>"
    )
    return head, body


class Web:
    """All answers, made before the first request comes."""

    def __init__(self, columns: int, items: int) -> None:
        before, behind = frame()
        sample = sum(len(part.encode()) for part in (*article(0, 0), before, behind))
        filling = f"<!-- {'x' * max(0, PAGE_BYTES - sample - 9)} -->"
        self._before, self._behind = before.encode(), (filling + behind).encode()
        self.answers: dict[bytes, tuple[str, list[bytes]]] = {}
        for column in range(columns):
            content = list_page(column, items).encode()
            self._add(f"/c{column}/", [content])
            for item in range(items):
                head, body = (part.encode() for part in article(column, item))
                self._add(address(column, item), [head, self._before, body, self._behind])
        self.requests = self.sent = 0

    def _add(self, path: str, parts: list[bytes]) -> None:
        etag = f'"{sha256(parts[0]).hexdigest()[:16]}"'
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: {etag}\r\n"
            f"Content-Length: {sum(map(len, parts))}\r\n\r\n"
        )
        self.answers[path.encode()] = (etag, [head.encode(), *parts])

    def answer(self, request: bytes) -> list[bytes]:
        path = request.split(b" ", 2)[1]
        if path == b"/counts":
            counts = f"{self.requests} {self.sent}".encode()
            return [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(counts), counts]
        self.requests += 1
        found = self.answers.get(path)
        if found is None:
            return [b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]
        etag, parts = found
        if b"If-None-Match: " + etag.encode() in request:
            return [f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()]
        return parts


class Connection(asyncio.Protocol):
    """One connection, kept open for request after request."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._come = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._come += data
        while b"\r\n\r\n" in self._come:
            request, _, self._come = self._come.partition(b"\r\n\r\n")
            parts = self._web.answer(request)
            self._web.sent += sum(map(len, parts))
            self._transport.write(b"".join(parts))  # type: ignore[attr-defined]


async def serve(web: Web) -> None:
    """Serve until our input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(web), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--columns", type=int, required=True)
    parser.add_argument("--items", type=int, required=True)
    options = parser.parse_args()
    asyncio.run(serve(Web(options.columns, options.items)))


if __name__ == "__main__":
    main()
