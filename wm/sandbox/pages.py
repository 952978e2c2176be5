"""What people see of the sandbox: the card form, the second step, and the desk with its switches."""

import json
import secrets
import time

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from wm.sandbox import cards
from wm.sandbox.api import books

bp = Blueprint("pages", __name__)
SWITCHES = {
    "delay": "seconds that every webhook waits",
    "slow": "seconds that every answer to the site takes",
    "duplicates": "further copies of every webhook",
    "disorder": "1: webhooks arrive in any order, up to 3 seconds late",
    "drop": "percent of answers that get lost after the deed is done",
    "refuse": "percent of requests that are answered with 503",
}
MONEY = {"USD": "$", "EUR": "€", "GBP": "£"}
GUARD = "sandbox-token"


@bp.get("/pay/<thing_id>")
def pay(thing_id: str) -> Response:
    return _page("pay.html", _checkout(thing_id))


@bp.post("/pay/<thing_id>")
def paid(thing_id: str) -> Response:
    """Take the card: what happens next is the card's."""
    thing, card = _checkout(thing_id), cards.card(request.form.get("number", ""))
    if thing["state"] != "open":
        return redirect(url_for("pages.pay", thing_id=thing_id), 303)
    if card is None:
        return _page("pay.html", thing, status=422, refused="This card is not one of the test cards below.")
    _deed(thing, card)
    return redirect(url_for("pages.pay", thing_id=thing_id) if card.deed == "asks" else _back(thing), 303)


def _deed(thing: dict, card: cards.Card) -> None:
    last = {"card": card.number[-4:]}
    if card.deed in ("succeeds", "keeps"):
        books().change(thing["id"], "succeeded", **last)
    elif card.deed == "disputes":
        books().change(thing["id"], "succeeded", **last)
        later = {"state": "waiting", "next_state": "open", "due": time.time() + cards.DISPUTED_AFTER}
        later |= {"fee": cards.DISPUTE_FEE, "why": "fraudulent", "parent": thing["id"]}
        books().make("dispute", f"dispute:{thing['id']}", thing["amount"], thing["currency"], **later)
    elif card.deed == "declines":
        books().change(thing["id"], "failed", why="The card was declined.", **last)
    elif card.deed == "late":
        books().change(thing["id"], "pending", next_state="succeeded", due=time.time() + cards.LATE_SECONDS, **last)
    else:
        books().change(thing["id"], "asks" if card.deed == "asks" else "pending", **last)


@bp.post("/pay/<thing_id>/code")
def code(thing_id: str) -> Response:
    thing = _checkout(thing_id)
    if thing["state"] == "asks" and request.form.get("code", "").strip() == cards.CODE:
        books().change(thing_id, "succeeded")
    elif thing["state"] == "asks":
        books().change(thing_id, "failed", why="The code was wrong.")
    return redirect(_back(thing), 303)


@bp.post("/pay/<thing_id>/way-back")
def leave(thing_id: str) -> Response:
    thing = _checkout(thing_id)
    if thing["state"] in ("open", "asks"):
        books().change(thing_id, "failed", why="Cancelled before paying.")
    return redirect(_back(thing), 303)


@bp.route("/", methods=("GET", "POST"))
def desk() -> Response:
    if request.method == "POST":
        _guarded()
        wanted = {name: request.form.get(name, "0") for name in SWITCHES}
        books().switch(**{name: value if value.replace(".", "", 1).isdigit() else 0 for name, value in wanted.items()})
        return redirect(url_for("pages.desk"), 303)
    shown = {"things": books().latest(), "balance": books().balance(), "switches": SWITCHES, "set": books().switches()}
    return _page("desk.html", **shown)


@bp.post("/disputes/<thing_id>/<any(won, lost):ending>")
def decide(thing_id: str, ending: str) -> Response:
    """Let the bank decide a dispute."""
    _guarded()
    thing = books().find(thing_id)
    if thing is None or thing["kind"] != "dispute" or thing["state"] != "open":
        abort(404)
    books().change(thing_id, ending)
    return redirect(url_for("pages.desk"), 303)


def _checkout(thing_id: str) -> dict:
    thing = books().find(thing_id)
    if thing is None or thing["kind"] != "checkout" or thing["id"] != thing_id:
        abort(404)
    if request.method == "POST":
        _guarded()
    return thing


def _guarded() -> None:
    given, own = request.form.get("token", ""), request.cookies.get(GUARD, "")
    if not own or not secrets.compare_digest(given.encode(), own.encode()):
        abort(400)


def _back(thing: dict) -> str:
    return json.loads(thing["said"])["return_url"]


def _page(template: str, thing: dict | None = None, status: int = 200, **more) -> Response:
    token = request.cookies.get(GUARD) or secrets.token_hex(16)
    said = json.loads(thing["said"]) if thing else {}
    shown = {"thing": thing, "said": said, "cards": cards.CARDS, "token": token, "money": _money, **more}
    answer = make_response(render_template(template, **shown), status)
    answer.set_cookie(GUARD, token, httponly=True, samesite="Lax")
    return answer


def _money(amount: int, currency: str) -> str:
    return f"{MONEY.get(currency, currency + ' ')}{amount // 100:,}.{amount % 100:02d}"
