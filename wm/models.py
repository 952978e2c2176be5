"""Gathers every table, for migrations and for whoever creates the app."""

import importlib
import pkgutil

import wm.domains
from wm.kernel import job, limits

for _domain in pkgutil.iter_modules(wm.domains.__path__, "wm.domains."):
    if importlib.util.find_spec(f"{_domain.name}.models"):
        importlib.import_module(f"{_domain.name}.models")

metadata = job.Base.metadata
__all__ = ["job", "limits", "metadata"]
