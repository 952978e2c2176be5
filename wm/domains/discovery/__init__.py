"""Discovery: what there is to see, looked at across all domains below."""

from wm.domains.discovery import models  # noqa: F401
from wm.domains.discovery.persons import pinnable, pinned, shelf, suggested_people
from wm.domains.discovery.queries import newest, search, up_next

__all__ = ["newest", "search", "up_next"]
