"""Static files: hashed names, kept for a year, compressed, imports rewritten."""

import gzip

import brotli
import pytest

from wm.web import assets
from wm.web.assets import Assets, write

pytestmark = pytest.mark.once


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "js/islands").mkdir(parents=True)
    (tmp_path / "js/player").mkdir()
    (tmp_path / "css/bundle.txt").write_text("a.css\nb.css\n")
    (tmp_path / "css/a.css").write_text("a{}")
    (tmp_path / "css/b.css").write_text("b{}")
    (tmp_path / "js/islands/film-player.js").write_text(
        'import { x } from "../player/x.js";\nimport("../player/y.js");'
    )
    (tmp_path / "js/player/x.js").write_text("export const x = 1;")
    (tmp_path / "js/player/y.js").write_text("export const y = 1;")
    return tmp_path


def test_the_bundle_joins_the_listed_files_in_order(folder):
    ours = Assets(folder)

    assert ours.content[ours.hashed["css/app.css"]] == b"a{}\nb{}"


def test_a_module_imports_its_neighbours_under_their_hashed_names(folder):
    ours = Assets(folder)

    text = ours.content[ours.hashed["js/islands/film-player.js"]].decode()
    assert f'from "./../../{ours.hashed["js/player/x.js"]}"' in text
    assert f'import("./../../{ours.hashed["js/player/y.js"]}")' in text
    assert "film-player" in ours.islands()


def test_a_change_in_a_neighbour_changes_the_importer_too(folder):
    before = Assets(folder).hashed["js/islands/film-player.js"]
    (folder / "js/player/x.js").write_text("export const x = 2;")

    assert Assets(folder).hashed["js/islands/film-player.js"] != before


def test_files_are_written_with_their_compressed_twins(folder, tmp_path, monkeypatch):
    ours = Assets(folder)
    monkeypatch.setattr(assets, "Assets", lambda: ours)

    assert write(tmp_path / "out") == len(ours.content) == 4

    for name, content in ours.content.items():
        path = tmp_path / "out" / name
        assert path.read_bytes() == content
        assert brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == content
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == content


def test_files_that_are_there_already_are_not_compressed_again(folder, tmp_path, monkeypatch):
    ours, packed = Assets(folder), []
    monkeypatch.setattr(assets, "Assets", lambda: ours)
    write(tmp_path / "out")
    half, other = ((tmp_path / "out" / name) for name in sorted(ours.content)[:2])
    half.unlink()  # as when it was cut off before the last of three files
    other.write_bytes(b"of another edition")
    pack = brotli.compress
    monkeypatch.setattr(brotli, "compress", lambda content, quality: packed.append(content) or pack(content))

    write(tmp_path / "out")

    assert sorted(packed) == sorted([half.read_bytes(), other.read_bytes()])
    assert {half.read_bytes(), other.read_bytes()} <= set(ours.content.values())


def test_a_static_file_is_kept_for_a_year_and_compressed(app, client):
    with app.test_request_context():
        url = app.jinja_env.globals["asset"]("css/app.css")

    answer = client.get(url, headers={"Accept-Encoding": "br, gzip"})

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "br"
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/static/css/nothing.css").status_code == 404
