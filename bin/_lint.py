"""Looks for habits of htmx 2 in our templates and scripts, with htmx's own check (tests/vendor/htmx)."""

import re
import subprocess
import sys
from pathlib import Path

CHECK = "tests/vendor/htmx/upgrade-check.py"
PLACES = ("wm/templates", "wm/static/js")
COMPLAINT = re.compile(r"^(?P<file>.+?):(?P<line>\d+): \[(?P<kind>[a-z-]+)\] (?P<what>.+)$")


def main() -> int:
    """Print what is wrong and return 1, or return 0."""
    command = [sys.executable, CHECK, "--no-color", *(place for place in PLACES if Path(place).exists())]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    complaints = [line for line in said.stdout.splitlines() if not is_media_preload(line)]
    print("\n".join(complaints))
    crashed = said.returncode not in (0, 1) or "Traceback" in said.stderr
    if crashed:
        print(said.stderr)
    return int(crashed or bool(complaints))


def is_media_preload(complaint: str) -> bool:
    """Is it the `preload` of <video>, <audio> or <link>, which is HTML's own and no htmx extension?"""
    found = COMPLAINT.match(complaint)
    if not found or found["kind"] != "ext" or not found["what"].startswith("preload"):
        return False
    line = Path(found["file"]).read_text().splitlines()[int(found["line"]) - 1]
    return re.search(r"<(video|audio|link)\b", line) is not None


if __name__ == "__main__":
    sys.exit(main())
