"""What the site asks the sandbox, in JSON, with the secret both know."""

import hmac
import random
import socket
import time
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, request, url_for

from wm.sandbox import cards
from wm.sandbox.books import Books, KeyReused

bp = Blueprint("api", __name__, url_prefix="/v1")
MOST, OPEN_SECONDS, SLOWEST = 10**12, 24 * 3600, 60
DEEDS = ("api.checkout", "api.refund", "api.payout", "api.thing")
SHOWN = ("id", "key", "kind", "parent", "amount", "currency", "fee", "state", "why", "created", "ended")


def books() -> Books:
    """Return the books of this app."""
    return current_app.extensions["books"]


@bp.before_request
def _know_the_site() -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), current_app.config["SECRET"].encode()):
        abort(401)
    if request.endpoint == "api.switches":
        return
    time.sleep(min(SLOWEST, float(books().switches().get("slow", 0))))
    if _happens("refuse"):
        abort(503)


@bp.after_request
def _lose_some_answers(answer: Response) -> Response:
    """Cut the line after the deed was done: whoever asked can't know whether it was."""
    line = request.environ.get("werkzeug.socket")
    if line is not None and request.endpoint in DEEDS and _happens("drop"):
        line.shutdown(socket.SHUT_RDWR)
    return answer


def _happens(switch: str) -> bool:
    return random.random() * 100 < float(books().switches().get(switch, 0))


@bp.post("/checkouts")
def checkout() -> Response:
    said = _asked()
    target = urlsplit(str(said.get("return_url", "")))
    if target.scheme not in ("http", "https"):
        abort(422)
    words = {"return_url": said["return_url"], "words": str(said.get("words", ""))[:200]}
    ending = {"next_state": "failed", "due": time.time() + OPEN_SECONDS, "why": "The payment page has expired."}
    return _made("checkout", said, said=words, **ending)


@bp.post("/refunds")
def refund() -> Response:
    said = _asked()
    paid = books().find(str(said.get("checkout", "")))
    known = books().find(said["key"])
    if paid is None or paid["kind"] != "checkout" or paid["state"] != "succeeded":
        return _refusal("There is no payment to give back.")
    if known is None and books().refunded(paid["id"]) + said["amount"] > paid["amount"]:
        return _refusal("That is more than is left of the payment.")
    keeps = paid["card"] == "5126"
    why = "The card takes no money back." if keeps else ""
    ending = {"next_state": "failed" if keeps else "succeeded", "due": time.time() + cards.SOON, "why": why}
    return _made("refund", said, parent=paid["id"], state="pending", **ending)


@bp.post("/payouts")
def payout() -> Response:
    said = _asked()
    target = said.get("target") or {}
    ending, seconds, why = cards.payout_course(str(target.get("iban", "")))
    due = None if seconds is None else time.time() + seconds
    return _made("payout", said, state="pending", next_state=ending, due=due, why=why, said=target)


@bp.get("/things/<name>")
def thing(name: str) -> Response:
    found = books().find(name)
    return _shown(found) if found else _refusal("There is no such thing.", 404)


@bp.get("/transactions")
def transactions() -> Response:
    found = books().transactions(request.args.get("since", 0, float), request.args.get("after", ""))
    return jsonify([_public(each) for each in found])


@bp.get("/balance")
def balance() -> Response:
    return jsonify(balance=books().balance())


@bp.post("/switches")
def switches() -> Response:
    books().switch(**(request.get_json(silent=True) or {}))
    return jsonify(books().switches())


def _asked() -> dict:
    said = request.get_json(silent=True)
    if not isinstance(said, dict) or type(said.get("amount")) is not int or not 0 < said["amount"] <= MOST:
        abort(422)
    if not isinstance(said.get("key"), str) or not 0 < len(said["key"]) <= 200:
        abort(422)
    return said


def _made(kind: str, asked: dict, **more) -> Response:
    try:
        made = books().make(kind, asked["key"], asked["amount"], str(asked.get("currency", "")), **more)
    except KeyReused:
        return _refusal("This key came with other contents before.", 409)
    return _shown(made)


def _shown(thing: dict) -> Response:
    return jsonify(_public(thing))


def _public(thing: dict) -> dict:
    url = url_for("pages.pay", thing_id=thing["id"], _external=True) if thing["kind"] == "checkout" else ""
    return {name: thing[name] for name in SHOWN} | {"url": url}


def _refusal(words: str, status: int = 422) -> Response:
    answer = jsonify(error=words)
    answer.status_code = status
    return answer
