"""How HTTP is spoken here: pages and fragments, the edge, the viewer, headers, assets."""
