"""Three calm, wordless pictures, drawn large and scaled down so that their edges are smooth."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
_SIZE, _SCALE = (1600, 900), 2
_WIDE, _HIGH = _SIZE[0] * _SCALE, _SIZE[1] * _SCALE


def hills() -> bytes:
    """Rolling hills one behind the other, with a house in the valley."""
    picture = _sky((246, 214, 178), (176, 205, 214))
    draw = ImageDraw.Draw(picture)
    _circle(draw, 0.72, 0.27, 0.05, (255, 240, 210))
    layers = [(0.46, 0.07, 1.3, (140, 170, 176)), (0.56, 0.08, 1.9, (106, 148, 142)), (0.66, 0.07, 2.3, (74, 122, 104))]
    for number, (level, height, waves, colour) in enumerate(layers):
        _ridge(draw, level, height, waves, number * 1.7, colour)
    _house(draw, 0.43, 0.745)
    _ridge(draw, 0.80, 0.05, 1.2, 2.4, (50, 96, 80))
    for x, y, size in ((0.36, 0.80, 0.035), (0.51, 0.83, 0.045), (0.55, 0.84, 0.03), (0.12, 0.86, 0.05)):
        _tree(draw, x, y, size, (34, 72, 60))
    return _png(picture)


def path() -> bytes:
    """A path that winds between trees towards the light."""
    picture = _sky((208, 222, 190), (252, 243, 207))
    draw = ImageDraw.Draw(picture)
    _circle(draw, 0.5, 0.46, 0.16, (255, 248, 222))
    picture = picture.filter(ImageFilter.GaussianBlur(24 * _SCALE))
    draw = ImageDraw.Draw(picture)
    draw.rectangle(_box(0, 0.56, 1, 1), fill=(112, 138, 84))
    edges = [(0.5 + 0.09 * math.sin(6 * t) * t, 0.56 + 0.44 * t, 0.012 + 0.17 * t * t) for t in _steps(60)]
    left, right = [(x - w, y) for x, y, w in edges], [(x + w, y) for x, y, w in edges]
    _polygon(draw, left + right[::-1], (214, 190, 146))
    chance = random.Random(7)  # noqa: S311 - the same wood every time
    for depth in (0.15, 0.35, 0.6, 1.0):
        shade = tuple(round(150 - 96 * depth + part) for part in (-10, 6, -34))
        for side in (-1, 1):
            for place in range(4):
                x = 0.5 + side * (0.12 + 0.1 * depth + place * 0.11 + chance.uniform(-0.02, 0.02))
                _trunk(draw, x, 0.56 + 0.36 * depth * depth, 0.008 + 0.016 * depth, shade)
                _circle(draw, x, 0.2 - 0.14 * depth + chance.uniform(-0.03, 0.03), 0.07 + 0.05 * depth, shade)
    return _png(picture)


def kitchen_table() -> bytes:
    """A kitchen table by a window with two mugs and an open notebook."""
    wall, frame = (238, 226, 208), (250, 246, 238)
    picture = Image.new("RGB", (_WIDE, _HIGH), wall)
    draw = ImageDraw.Draw(picture)
    draw.rectangle(_box(0.3, 0.06, 0.7, 0.5), fill=frame)
    for start in (0.315, 0.51):
        draw.rectangle(_box(start, 0.09, start + 0.175, 0.47), fill=(188, 214, 220))
        draw.ellipse(_box(start - 0.02, 0.36, start + 0.19, 0.64), fill=(128, 164, 136))
    draw.rectangle(_box(0.2, 0.5, 0.8, 0.7), fill=wall)
    for left, right, colour in ((0.28, 0.3, wall), (0.3, 0.315, frame), (0.49, 0.51, frame), (0.685, 0.7, frame)):
        draw.rectangle(_box(left, 0.06, right, 0.5), fill=colour)
    draw.rectangle(_box(0.7, 0.06, 0.72, 0.5), fill=wall)
    draw.rectangle(_box(0.28, 0.47, 0.72, 0.5), fill=(222, 206, 184))
    draw.rectangle(_box(0, 0.62, 1, 1), fill=(176, 128, 88))
    draw.rectangle(_box(0, 0.62, 1, 0.635), fill=(196, 148, 106))
    for y in (0.72, 0.83, 0.93):
        draw.rectangle(_box(0, y, 1, y + 0.003), fill=(160, 114, 78))
    _mug(draw, 0.27, 0.72, (64, 110, 106))
    _mug(draw, 0.66, 0.69, (198, 104, 84))
    _polygon(draw, [(0.38, 0.84), (0.42, 0.73), (0.502, 0.745), (0.5, 0.86)], (252, 248, 238))
    _polygon(draw, [(0.5, 0.86), (0.502, 0.745), (0.585, 0.73), (0.625, 0.84)], (244, 238, 224))
    for step in range(5):
        y = 0.757 + step * 0.018
        _polygon(draw, [(0.425, y), (0.487, y + 0.009), (0.487, y + 0.012), (0.425, y + 0.003)], (176, 186, 190))
    _polygon(draw, [(0.535, 0.83), (0.6, 0.765), (0.604, 0.771), (0.539, 0.837)], (52, 72, 92))
    return _png(picture)


DRAWINGS = {"hills": hills, "path": path, "kitchen-table": kitchen_table}


def _steps(count: int) -> list[float]:
    return [step / count for step in range(count + 1)]


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * _WIDE, top * _HIGH, right * _WIDE, bottom * _HIGH


def _polygon(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], colour: Colour) -> None:
    draw.polygon([(x * _WIDE, y * _HIGH) for x, y in points], fill=colour)


def _circle(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    r = radius * _WIDE
    draw.ellipse((x * _WIDE - r, y * _HIGH - r, x * _WIDE + r, y * _HIGH + r), fill=colour)


def _sky(top: Colour, bottom: Colour) -> Image.Image:
    """A gradient from `top` to `bottom`."""
    column = Image.new("RGB", (1, _HIGH))
    for y in range(_HIGH):
        share = y / _HIGH
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    return column.resize((_WIDE, _HIGH))


def _ridge(draw: ImageDraw.ImageDraw, level: float, height: float, waves: float, shift: float, colour: Colour) -> None:
    def top(x: float) -> float:
        return level - height * (math.sin(waves * math.tau * x + shift) + math.sin(8.1 * waves * x + shift) / 3) / 1.35

    _polygon(draw, [*((x, top(x)) for x in _steps(400)), (1, 1), (0, 1)], colour)


def _house(draw: ImageDraw.ImageDraw, x: float, y: float) -> None:
    draw.rectangle(_box(x - 0.022, y - 0.045, x + 0.022, y + 0.012), fill=(248, 240, 226))
    draw.rectangle(_box(x + 0.009, y - 0.098, x + 0.014, y - 0.05), fill=(150, 84, 70))
    _polygon(draw, [(x - 0.028, y - 0.045), (x, y - 0.095), (x + 0.028, y - 0.045)], (96, 78, 84))
    draw.rectangle(_box(x - 0.005, y - 0.022, x + 0.005, y + 0.012), fill=(176, 88, 66))
    for window in (-0.015, 0.011):
        draw.rectangle(_box(x + window, y - 0.03, x + window + 0.006, y - 0.016), fill=(252, 210, 120))


def _tree(draw: ImageDraw.ImageDraw, x: float, y: float, size: float, colour: Colour) -> None:
    draw.rectangle(_box(x - size / 14, y - size, x + size / 14, y + size / 2), fill=(70, 56, 48))
    _circle(draw, x, y - size * 1.1, size / 2, colour)


def _trunk(draw: ImageDraw.ImageDraw, x: float, foot: float, width: float, colour: Colour) -> None:
    _polygon(draw, [(x - width * 0.6, 0), (x + width * 0.6, 0), (x + width, foot), (x - width, foot)], colour)


def _mug(draw: ImageDraw.ImageDraw, x: float, y: float, colour: Colour) -> None:
    draw.ellipse(_box(x + 0.022, y - 0.085, x + 0.058, y - 0.02), outline=colour, width=9 * _SCALE)
    draw.rectangle(_box(x - 0.034, y - 0.11, x + 0.034, y), fill=colour)
    draw.ellipse(_box(x - 0.034, y - 0.02, x + 0.034, y + 0.02), fill=colour)
    draw.ellipse(_box(x - 0.034, y - 0.13, x + 0.034, y - 0.09), fill=tuple(part - 22 for part in colour))
    draw.ellipse(_box(x - 0.028, y - 0.125, x + 0.028, y - 0.094), fill=(92, 60, 44))


def _png(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    small = picture.resize(_SIZE, Image.Resampling.LANCZOS)
    small.quantize(192, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
    return output.getvalue()
