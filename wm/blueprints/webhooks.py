"""The door that gateways knock at: no form token, since every message is verified by its signature."""

from flask import Blueprint, Response, make_response, request

from wm.domains import payments
from wm.kernel.errors import TooLarge
from wm.web.viewer import public

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")
bp.record_once(lambda state: state.app.extensions["csrf"].exempt(f"{__name__}.receive"))


@bp.post("/<any(sandbox, stripe):gateway>")
@public
def receive(gateway: str) -> Response:
    if (request.content_length or 0) > payments.LARGEST:
        raise TooLarge()
    payments.receive(gateway, request.get_data(), request.headers)
    return make_response("", 200)
