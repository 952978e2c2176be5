"""The plant room: the state of the parts that the site stands on."""

from wm.domains.platform.queries import parts

__all__ = ["parts"]
