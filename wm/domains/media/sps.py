"""How large the pictures of an H.264 stream are, read from its sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1).

Only what encoders of ours write is understood: 4:2:0, no scaling lists."""

HIGH = (100, 110, 122, 244, 44, 83, 86, 118, 128)  # profiles whose sets tell the chroma format
MACROBLOCK, CROPPED_BY = 16, 2  # pixels; a cropping unit of 4:2:0 is 2 pixels each way, and 4 lines where fields are
CHROMA_420 = 1


class _Bits:
    """The bits of a set, without the bytes that keep a start code from standing in it."""

    def __init__(self, content: bytes):
        plain = content.replace(b"\0\0\3", b"\0\0")
        self.bits, self.at = "".join(f"{byte:08b}" for byte in plain), 0

    def fixed(self, count: int) -> int:
        """Return `count` bits as a number."""
        self.at += count
        if self.at > len(self.bits):
            raise ValueError("the parameter set is cut off")
        return int(self.bits[self.at - count : self.at], 2)

    def number(self) -> int:
        """Return one Exp-Golomb number, as all of unknown length are written."""
        zeros = self.bits.index("1", self.at) - self.at
        self.at += zeros
        return self.fixed(zeros + 1) - 1


def size(avcc: bytes) -> tuple[int, int]:
    """Return width and height in pixels by the first set in the body of an avcC box. Raises ValueError.

    (ISO/IEC 14496-15, 5.3.3.1)"""
    length = int.from_bytes(avcc[6:8])
    bits = _Bits(avcc[9 : 8 + length])  # what comes first says that it is a set
    profile = bits.fixed(24) >> 16
    bits.number()
    if profile in HIGH:
        _skip_formats(bits)
    _skip_order(bits)
    bits.number()  # how many frames are referred to
    bits.fixed(1)
    wide, high = bits.number() + 1, bits.number() + 1
    fields = 2 - bits.fixed(1)
    bits.fixed(1 if fields == 1 else 2)
    left, right, top, bottom = [bits.number() for _ in range(4)] if bits.fixed(1) else (0, 0, 0, 0)
    width = wide * MACROBLOCK - (left + right) * CROPPED_BY
    return width, (high * MACROBLOCK - (top + bottom) * CROPPED_BY) * fields


def _skip_formats(bits: _Bits) -> None:
    chroma = bits.number()
    bits.number()
    bits.number()
    if chroma != CHROMA_420 or bits.fixed(2):
        raise ValueError("no encoder of ours writes such a parameter set")


def _skip_order(bits: _Bits) -> None:
    bits.number()
    if (kind := bits.number()) == 0:
        bits.number()
    elif kind == 1:
        raise ValueError("no encoder of ours writes such a parameter set")
