"""Captions of one film: the languages there are, a file or an empty page for another, and each as words to change."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from wm.blueprints.forms.tracks import AddCaptionsForm, CaptionsFileForm, CaptionsForm
from wm.blueprints.studio import bp as door
from wm.domains import content, tracks
from wm.domains.content import Content
from wm.domains.tracks import Caption
from wm.kernel.errors import NotFound
from wm.web.files import given
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer

WRITERS = {"vtt": tracks.writing.vtt, "srt": tracks.writing.srt}
LIST = "studio/captions/_list.html"


@door.route("/films/<public_id>/captions", methods=("GET", "POST"))
@signed_in
def captions(public_id: str) -> Response:
    """List the captions of a film, and add some."""
    piece, form = content.own(public_id, viewer()), AddCaptionsForm()
    if form.accepts(_add, piece, form):
        return go(_after(piece, form.result), _said(form.result))
    return page("studio/captions/index.html", "studio/captions/_add.html", form.status, **_listed(piece, form))


@door.route("/films/<public_id>/captions/<key>", methods=("GET", "POST"))
@signed_in
def edit_captions(public_id: str, key: str) -> Response:
    """Show the words of one language, a part at a time, and change them."""
    piece, row = _own(public_id, key)
    form = CaptionsForm() if request.method == "POST" else _as_they_stand(row)
    if form.accepts(_change, piece, row, form):
        return go(_at(piece, row), _said(row))
    return page("studio/captions/edit.html", "studio/captions/_words.html", form.status, **_one(piece, row, form))


@door.post("/films/<public_id>/captions/<key>/file")
@signed_in
def replace_captions(public_id: str, key: str) -> Response:
    """Let a file take the place of what is there."""
    piece, row = _own(public_id, key)
    form = CaptionsFileForm()
    if form.accepts(lambda: tracks.captions.replace(piece, row, *_sent(form.words.data))):
        return go(_at(piece, row), _said(row))
    known = _one(piece, row, _as_they_stand(row)) | {"file_form": form}
    return page("studio/captions/edit.html", "studio/captions/_another.html", form.status, **known)


@door.post("/films/<public_id>/captions/<key>/first")
@signed_in
def put_captions_first(public_id: str, key: str) -> Response:
    """Show these to whoever turns captions on and has chosen no language."""
    piece, row = _own(public_id, key)
    tracks.captions.put_first(piece, row)
    return swap(_place(piece), LIST, message=_("People see these first now."), **_listed(piece))


@door.post("/films/<public_id>/captions/<key>/removal")
@signed_in
def remove_captions(public_id: str, key: str) -> Response:
    """Take captions away; the list offers to bring them back."""
    piece, row = _own(public_id, key)
    tracks.captions.remove(piece, row)
    back = url_for("studio.captions", public_id=public_id, removed=key)
    return swap(back, LIST, **_listed(piece) | {"removed": row})


@door.post("/films/<public_id>/captions/<key>/restoration")
@signed_in
def restore_captions(public_id: str, key: str) -> Response:
    """Bring captions back."""
    piece, row = _own(public_id, key, removed=True)
    tracks.captions.restore(piece, row)
    return swap(_place(piece), LIST, message=_("They are back."), **_listed(piece))


@door.get("/films/<public_id>/captions/<key>/file.<ending>")
@signed_in
def download_captions(public_id: str, key: str, ending: str) -> Response:
    """Hand out captions as a file to take along."""
    piece, row = _own(public_id, key)
    if ending not in WRITERS:
        raise NotFound()
    text = WRITERS[ending](tracks.captions.cues_of(row))
    return given(text, f"{piece.title} ({row.language}).{ending}")


def _own(public_id: str, key: str, removed: bool = False) -> tuple[Content, Caption]:
    piece = content.own(public_id, viewer())
    return piece, tracks.captions.get(piece, key, removed)


def _add(piece: Content, form: AddCaptionsForm) -> Caption:
    sent, source = _sent(form.words.data)
    return tracks.captions.add(piece, form.language.data, form.kind.data, sent=sent, source=source)


def _sent(file: FileStorage | None) -> tuple[bytes, str]:
    """Return the bytes of a file, as far as captions may go, and its name."""
    if not isinstance(file, FileStorage) or not file.filename:
        return b"", ""
    return file.read(tracks.MOST_BYTES + 1), file.filename


def _change(piece: Content, row: Caption, form: CaptionsForm) -> Caption:
    tracks.captions.name_it(row, form.label.data or "")
    return tracks.captions.change(piece, row, form.words.data or "", part=_part(row), version=form.version.data or 0)


def _as_they_stand(row: Caption) -> CaptionsForm:
    return CaptionsForm(
        formdata=None,
        data={"label": row.label, "words": tracks.captions.typed(row, _part(row)), "version": row.version},
    )


def _part(row: Caption) -> int:
    return min(max(0, request.args.get("part", 0, type=int)), tracks.captions.parts(row) - 1)


def _said(row: Caption) -> str:
    if not row.cues:
        return _("Write the first captions here.")
    return ngettext("Saved: %(num)s caption.", "Saved: %(num)s captions.", row.cues)


def _place(piece: Content) -> str:
    return url_for("studio.captions", public_id=piece.public_id)


def _at(piece: Content, row: Caption) -> str:
    part = _part(row)
    return url_for("studio.edit_captions", public_id=piece.public_id, key=row.public_id, part=part or None)


def _after(piece: Content, row: Caption) -> str:
    return _place(piece) if row.cues else _at(piece, row)


def _listed(piece: Content, form: AddCaptionsForm | None = None) -> dict[str, Any]:
    removed = request.args.get("removed")
    known = {"film": piece, "rows": tracks.captions.of(piece), "form": form or AddCaptionsForm(formdata=None)}
    return known | {
        "removed": tracks.captions.find_removed(piece, removed) if removed else None,
        "languages": tracks.languages.choices(),
    }


def _one(piece: Content, row: Caption, form: CaptionsForm) -> dict[str, Any]:
    parts = {"part": _part(row), "parts": tracks.captions.parts(row)}
    return {"film": piece, "row": row, "form": form, "file_form": CaptionsFileForm(formdata=None), **parts}
