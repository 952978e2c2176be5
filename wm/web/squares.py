"""Pictures that a phone reads: QR codes as SVG in the page itself."""

import segno
from markupsafe import Markup


def picture_of(address: str) -> Markup:
    """Return `address` as a QR code, dark on light in every theme; only segno's own figures stand in it."""
    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(border=3, dark="#15130f", light="#ffffff", omitsize=True, svgclass="squares"))
