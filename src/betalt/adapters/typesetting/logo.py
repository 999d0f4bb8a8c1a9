"""A creditor's logotype: PNG or JPEG, wrapped so that a template can place it whatever its kind."""

from base64 import b64encode

_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class LogoError(ValueError):
    """A logotype must be a PNG or JPEG picture."""


def as_svg(picture: bytes) -> str:
    """Wrap a PNG or JPEG picture as SVG with its own proportions; anything else is refused.

    SVG from outside is not taken: it can point at other files.
    """
    kind = next((kind for start, kind in _KINDS.items() if picture.startswith(start)), None)
    if kind is None:
        raise LogoError(LogoError.__doc__)
    width, height = _png_size(picture) if kind == "image/png" else _jpeg_size(picture)
    data = b64encode(picture).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{kind};base64,{data}"/></svg>'
    )


def _png_size(picture: bytes) -> tuple[int, int]:
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def _jpeg_size(picture: bytes) -> tuple[int, int]:
    # Segments follow each other, each with its length; the frame header (SOF) holds height and width.
    place = 2
    while place + 9 < len(picture):
        marker, length = picture[place + 1], int.from_bytes(picture[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            frame = picture[place + 5 : place + 9]
            return int.from_bytes(frame[2:], "big"), int.from_bytes(frame[:2], "big")
        place += 2 + length
    raise LogoError(LogoError.__doc__)
