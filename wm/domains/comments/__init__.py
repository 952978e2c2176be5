"""Comments: what people say under a piece."""
