"""An object store that is slow, away, wrong and cut off on a third of all calls loses and spoils nothing (V17)."""

import pytest

from tests.trust.media.faulty_line import Line, store_over, survive

pytestmark = [pytest.mark.once, pytest.mark.slow]
OBJECTS, SHARE = 5, 0.3


def test_every_object_comes_back_byte_for_byte(s3_server, s3, tmp_path):
    line = Line(s3_server.endpoint, SHARE)

    seen = survive(line, store_over(line, s3.bucket, s3_server.keys), s3, tmp_path, OBJECTS)
    line.shutdown()

    assert (seen["films"], seen["bad"], seen["dangling"]) == (OBJECTS, 0, 0)
    assert line.faults.total() > line.calls * SHARE / 2
