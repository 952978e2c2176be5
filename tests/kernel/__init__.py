"""Kernel, tried."""
