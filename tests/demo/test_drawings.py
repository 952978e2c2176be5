"""Avatars and covers: one for each person, always the same, none like another."""

import hashlib
import io
import os
import subprocess
import sys
from functools import cache

from PIL import Image

from wm.demo import CAST, drawings
from wm.domains import people

HANDLES = [member.handle for member in CAST]


def opened(picture):
    return Image.open(io.BytesIO(picture))


@cache
def pictures():
    """Every avatar and cover by (kind, handle)."""
    draw = {"avatar": drawings.avatar, "cover": drawings.cover}
    return {(kind, handle): draw[kind](handle) for handle in HANDLES for kind in draw}


def digests():
    return [hashlib.sha256(picture).hexdigest() for picture in pictures().values()]


def test_everybody_has_an_avatar_and_a_cover_that_the_site_accepts():
    for handle in HANDLES:
        assert opened(pictures()["avatar", handle]).size == (512, 512)
        assert opened(pictures()["cover", handle]).size == people.COVER.sizes[0]


def test_no_picture_is_like_another():
    assert len(set(digests())) == 2 * len(HANDLES)


def test_another_process_draws_the_same_pictures():
    script = "from tests.demo.test_drawings import digests; print(*digests())"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)

    assert there.stdout.split() == digests()
