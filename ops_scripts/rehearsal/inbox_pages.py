"""The web side of the rehearsal's inbox: shows the letters, and turns refusing on and off."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates

from rehearsal.mail_store import Letter, enclosure, view
from rehearsal.post_office import PostOffice

_MAIL_HEADERS = {
    # A letter may show its own style and small pictures, and nothing may run or load.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "Referrer-Policy": "no-referrer",
}

router = APIRouter()
templates = Jinja2Templates(Path(__file__).with_name("templates"))


def _office(request: Request) -> PostOffice:
    office = request.app.state.office
    if not isinstance(office, PostOffice):
        raise TypeError("the app has no post office")
    return office


def _letter(number: str, request: Request) -> Letter:
    try:
        return _office(request).store.get(number)
    except KeyError:
        raise HTTPException(404, "没有这封信") from None


Office = Annotated[PostOffice, Depends(_office)]


@router.get("/")
def all_letters(request: Request, office: Office) -> Response:
    """List the letters, newest first."""
    letters = [view(office.store.get(number)) for number in reversed(office.store.numbers())]
    return templates.TemplateResponse(request, "inbox.html", {"letters": letters, "office": office})


@router.get("/mails.json")
def letters_as_json(office: Office, after: str = "") -> list[dict[str, Any]]:
    """Return the letters that came after a number, oldest first, whole."""
    numbers = [number for number in office.store.numbers() if number > after]
    return [asdict(view(office.store.get(number))) for number in numbers]


@router.get("/mail/{number}")
def one_letter(request: Request, letter: Annotated[Letter, Depends(_letter)]) -> Response:
    """Show a letter."""
    return templates.TemplateResponse(request, "letter.html", {"letter": view(letter)})


@router.get("/mail/{number}/html")
def letter_html(letter: Annotated[Letter, Depends(_letter)]) -> HTMLResponse:
    """Return the HTML part alone; its links open in a tab of their own, as in a mail programme."""
    return HTMLResponse(f'<base target="_blank">{view(letter).html}', headers=_MAIL_HEADERS)


@router.get("/mail/{number}/raw")
def letter_raw(letter: Annotated[Letter, Depends(_letter)]) -> Response:
    """Return the letter as it came."""
    return _download(f"{letter.number}.eml", "message/rfc822", letter.raw)


@router.get("/mail/{number}/enclosures/{index}")
def letter_enclosure(letter: Annotated[Letter, Depends(_letter)], index: int) -> Response:
    """Return an enclosure."""
    try:
        return _download(*enclosure(letter, index))
    except IndexError:
        raise HTTPException(404, "没有这个附件") from None


@router.get("/refuse")
def refusing(office: Office) -> dict[str, bool]:
    """Tell whether letters are being refused."""
    return {"is_refusing": office.is_refusing}


@router.post("/refuse")
def refuse(office: Office, is_refusing: Annotated[bool, Form()]) -> RedirectResponse:
    """Refuse letters from now on, or take them again."""
    office.is_refusing = is_refusing
    return RedirectResponse("/", status_code=303)


def _download(name: str, media_type: str, content: bytes) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
