"""Pictures drawn by code: avatars and covers of the cast, and the plates of its films."""

from io import BytesIO

from wm.demo.drawings import covers, faces

__all__ = ["avatar", "cover"]


def avatar(handle: str) -> bytes:
    """The avatar of that person, a square PNG."""
    return _png(getattr(faces, handle)())


def cover(handle: str) -> bytes:
    """The cover of that person, a PNG three times as wide as tall."""
    return _png(getattr(covers, handle)())


def _png(image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
