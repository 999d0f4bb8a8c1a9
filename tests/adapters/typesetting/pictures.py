"""Pictures made by the tests themselves, chunk by chunk."""

import struct
import zlib
from base64 import b64decode


def chunk(kind: bytes, data: bytes) -> bytes:
    """Make a chunk of a PNG, with its check sum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """Make a PNG of one byte a dot: white, with a dark square in it."""
    side = min(width, height) * 3 // 4
    dark = b"\0" + b"\x20" * side + b"\xff" * (width - side)
    rows = dark * side + (b"\0" + b"\xff" * width) * (height - side)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


# Eight by eight grey dots.
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0"
    "Hyc5PTgyPC4zNDL/wAALCAAIAAgBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/"
    "AJUAB//Z"
)
