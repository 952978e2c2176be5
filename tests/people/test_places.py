"""Places: from a database where there is one, and honest words where there is none."""

import pytest

from tests.people.mmdb import database
from wm.domains.people import devices

AMSTERDAM = {"city": {"names": {"en": "Amsterdam"}}, "country": {"names": {"en": "Netherlands"}}}


@pytest.fixture
def atlas(app, tmp_path):
    """A database that knows where 93.x.x.x is."""
    path = tmp_path / "city.mmdb"
    path.write_bytes(database(93, AMSTERDAM))
    app.config["GEOIP_DATABASE"] = str(path)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("93.184.216.34", "Amsterdam, Netherlands"),
        ("::ffff:93.184.216.34", "Amsterdam, Netherlands"),
        ("8.8.8.8", "Network 8.8.8.0/24"),
        ("2606:4700::1111", "Network 2606:4700::/56"),
        ("127.0.0.1", "This computer"),
        ("::1", "This computer"),
        ("192.168.1.4", "Local network"),
        ("nonsense", "Unknown place"),
        ("", "Unknown place"),
    ],
)
def test_a_place_is_named_as_well_as_it_is_known(atlas, address, words):
    assert devices.place(address) == words


def test_without_a_database_the_network_is_all_that_is_said(app):
    assert devices.place("93.184.216.34") == "Network 93.184.216.0/24"


@pytest.mark.parametrize("content", [None, b"", b"not a database"])
def test_a_broken_database_keeps_nobody_out(app, tmp_path, content):
    path = tmp_path / "broken.mmdb"
    if content is not None:
        path.write_bytes(content)
    app.config["GEOIP_DATABASE"] = str(path)

    assert devices.place("93.184.216.34") == "Network 93.184.216.0/24"
