"""Playlists: pieces in an order that a person gave them, to be played through."""
