"""Web, tried."""
