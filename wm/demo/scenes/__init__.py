"""The pictures: one function for each film, by the film's name."""

from wm.demo.scenes import cells, coast, craft, kitchen, music, numbers, sky, travel
from wm.demo.scenes.kit import Canvas, Scene

_ROOMS = (cells, coast, craft, kitchen, music, numbers, sky, travel)

__all__ = ["Canvas", "Scene", "of"]


def of(slug: str, canvas: Canvas) -> Scene:
    """The scene of the film `slug`, composed for `canvas`."""
    name = slug.replace("-", "_")
    return next(getattr(room, name) for room in _ROOMS if hasattr(room, name))(canvas)
