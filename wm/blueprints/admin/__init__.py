"""The staff's doors; nobody else learns that they exist."""
