"""Forms: what they declare is all that is read, and a refusal of the domain is shown beside its field."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm

from wm.kernel.errors import Invalid

OK, INVALID = 200, 422


class Form(FlaskForm):
    """Parent of every HTML form."""

    def sent(self) -> bool:
        """Whether this request is the form coming back, with every field as it should be."""
        return self.validate_on_submit()

    def accepts(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Run `action` when the form came back well; False, with the reasons in place, when it can't be done.

        What `action` returns is kept as `result`."""
        try:
            if self.sent():
                self.result = action(*args, **kwargs)
                return True
        except Invalid as refusal:
            self._show(refusal)
        self._focus()
        return False

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form."""
        return INVALID if self.errors else OK

    def _focus(self) -> None:
        """Put the cursor where the first reason stands."""
        first = next((field for field in self if field.errors), None)
        for field in self if first else ():
            field.render_kw = {**(field.render_kw or {}), "autofocus": field is first}

    def _show(self, refusal: Invalid) -> None:
        for name, sentences in (refusal.fields or {None: [refusal.message]}).items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors = [*self.form_errors, *sentences]
            else:
                field.errors = [*field.errors, *sentences]
