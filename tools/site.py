"""The pages of the server: the demo page, the widget, and whether all is well."""

import mimetypes
import re
from pathlib import Path
from typing import Dict, Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw, text

from actions.settings import ROOT
from extensions.channels.metrics import counts
from extensions.health import health

DEMO, BUNDLE = ROOT / "widget" / "demo", ROOT / "widget" / "dist"
NOT_BUILT = "The widget is not built yet. Run: make widget\n"
SERVED = (".html", ".css", ".js", ".map", ".svg", ".png", ".jpg", ".webp", ".ico", ".woff2", ".json")
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

site = Blueprint("site")


@site.get("/health")
async def is_healthy(request: Request) -> HTTPResponse:
    """200 when all parts work, else 503; with how often what happened."""
    state = await health(getattr(request.app.ctx, "agent", None))
    state["counts"] = counts()
    return json(state, status=200 if state["status"] == "ok" else 503, headers={"Cache-Control": "no-store"})


@site.get("/")
async def demo(request: Request) -> HTTPResponse:
    """The page of a clinic with the widget in it."""
    return page(request, "index.html")


@site.get(r"/<name:[A-Za-z0-9_-]+(?:\.[a-z0-9]+)+>")  # no deeper: a wider pattern would take the channels' addresses
async def file(request: Request, name: str) -> HTTPResponse:
    """The widget, and what the demo page needs."""
    return page(request, name)


def page(request: Request, name: str) -> HTTPResponse:
    """A file of the widget or of the demo page, or one line that says what is missing."""
    found = find(name)
    if not (BUNDLE / "shipmate.js").is_file() and name in ("index.html", "shipmate.js"):
        return text(NOT_BUILT, status=503)
    if not found:
        return text("There is no such page.\n", status=404)
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    headers = {**HEADERS, "Content-Security-Policy": content_policy(request.headers.get("host") or "")}
    if found.parent == BUNDLE.resolve():  # other sites load it
        headers.update({"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"})
    return raw(found.read_bytes(), content_type=kind, headers=headers)


def find(name: str) -> Optional[Path]:
    """The file of that name below one of the two folders."""
    for folder in (BUNDLE, DEMO):
        path = (folder / name).resolve()
        if path.suffix in SERVED and path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    return None


def content_policy(host: str) -> str:
    """What a page may load: from this server alone, and nothing that stands in the page itself."""
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    rules: Dict[str, str] = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": f"'self'{sockets}",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
