"""Doors: one module per surface; each offers its blueprint as `bp`."""
