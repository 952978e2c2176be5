"""Writes .env.example from config.py: python bin/_settings.py"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import config

HEAD = """# Every setting of Weekmotion with its default. Copy this file to .env and uncomment what you change;
# an environment variable of the same name wins over .env. docs/deployment.md says which of them production needs.
# Written by bin/_settings.py from config.py.
"""


def example() -> str:
    """The text of .env.example."""
    return HEAD + "".join(
        f"\n# {setting.why}\n#{setting.name}={shown(setting.default)}\n" for setting in config.SETTINGS
    )


def shown(default) -> str:
    """A default as one would write it in the file; paths are relative to the project."""
    text = str(default).lower() if isinstance(default, bool) else str(default).replace(f"{ROOT}/", "")
    return f'"{text}"' if " " in text else text


if __name__ == "__main__":
    (ROOT / ".env.example").write_text(example())
