"""Writes the smallest MaxMind database that says something (MaxMind DB file format 2.0)."""

POINTER_SPACE = 16
MARK = b"\xab\xcd\xefMaxMind.com"


def number(value: int, kind: int, size: int) -> bytes:
    return bytes([kind << 5 | size]) + value.to_bytes(size, "big")


def encoded(value) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return bytes([2 << 5 | len(value.encode())]) + value.encode()
    if isinstance(value, list):
        return bytes([len(value), 4]) + b"".join(map(encoded, value))
    return bytes([7 << 5 | len(value)]) + b"".join(encoded(part) for pair in value.items() for part in pair)


def database(first_byte: int, record: dict) -> bytes:
    """A database that knows one /8 network of IPv4."""
    nodes = 8
    tree = b""
    for depth in range(nodes):
        inside = depth + 1 if depth < nodes - 1 else nodes + POINTER_SPACE
        sides = [nodes, inside] if first_byte >> (7 - depth) & 1 else [inside, nodes]
        tree += b"".join(side.to_bytes(3, "big") for side in sides)
    facts = {
        "node_count": number(nodes, 6, 4),
        "record_size": number(24, 5, 2),
        "ip_version": number(4, 5, 2),
        "database_type": "Test-City",
        "languages": ["en"],
        "binary_format_major_version": number(2, 5, 2),
        "binary_format_minor_version": number(0, 5, 2),
        "build_epoch": bytes([8, 2]) + (1_700_000_000).to_bytes(8, "big"),
        "description": {"en": "one network"},
    }
    return tree + bytes(POINTER_SPACE) + encoded(record) + MARK + encoded(facts)
