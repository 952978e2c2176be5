"""The demo community: the same on every machine, within the site's own limits, and seeded once."""
