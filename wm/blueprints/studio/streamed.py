"""A form that is read as it arrives: its token is checked before anything else of it is taken in."""

from collections.abc import Callable
from functools import wraps

from flask import current_app, g, request
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.exceptions import UnsupportedMediaType
from wtforms import ValidationError

from wm.blueprints.studio import bp as door
from wm.blueprints.studio.formstream import FormStream
from wm.web.files import takes_files


def streamed(view: Callable) -> Callable:
    """Give the view `g.form`, a FormStream read up to its first file; the usual check would swallow the whole body."""

    @takes_files
    @wraps(view)
    def guarded(*args, **kwargs):
        if request.mimetype != "multipart/form-data" or not request.mimetype_params.get("boundary"):
            raise CSRFError("The form is not a multipart form.") if _checks() else UnsupportedMediaType()
        g.form = FormStream(request.stream, request.mimetype_params["boundary"].encode())
        g.form.advance()
        if _checks():
            _check_token(g.form.fields.get("csrf_token"))
        return view(*args, **kwargs)

    name = f"{view.__module__}.{view.__name__}"
    door.record_once(lambda state: state.app.extensions["csrf"].exempt(name))
    return guarded


def _checks() -> bool:
    return current_app.config.get("WTF_CSRF_ENABLED", True)


def _check_token(token: str | None) -> None:
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise CSRFError(error.args[0]) from None
