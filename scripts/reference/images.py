"""Writes Tests/MyelinDataTests/Images/ImageFixtures.swift: small image files and what TensorFlow reads in them.

    python3 scripts/reference/images.py      (needs keras and tensorflow)
"""

import base64
import os
import pathlib
import struct
import tempfile
import textwrap
import zlib

import numpy as np
import tensorflow as tf
from keras.src.utils import dataset_utils

HEIGHT, WIDTH = 5, 6
METHODS = ("bilinear", "nearest", "area", "bicubic")


def colours():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.stack([40 * x + 5, 50 * y + 9, 255 - 20 * (x + y)], -1).astype("uint8")


def png(width, height, kind, bits, passes, extra=b""):
    """A PNG file with its scan lines: those of one pass, or of Adam7's seven."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = b"".join(b"\0" + line for lines in passes for line in lines)
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, int(len(passes) > 1))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(lines, 9))
            + chunk(b"IEND", b""))


def interlaced(image):
    places = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    passes = [[row.tobytes() for row in image[y::dy, x::dx]] if image[y::dy, x::dx].size else []
              for y, x, dy, dx in places]
    return png(WIDTH, HEIGHT, 2, 8, passes)


def palette(image):
    flat = image.reshape(-1, 3)
    table = struct.pack(">I", flat.size) + b"PLTE" + flat.tobytes()
    table += struct.pack(">I", zlib.crc32(b"PLTE" + flat.tobytes()))
    numbers = np.arange(len(flat), dtype="uint8").reshape(HEIGHT, WIDTH)
    return png(WIDTH, HEIGHT, 3, 8, [[row.tobytes() for row in numbers]], table)


def files():
    image = colours()
    alpha = np.concatenate([image, np.full((HEIGHT, WIDTH, 1), 77, "uint8")], -1)
    deep = (image[:, :, :1].astype("uint16") << 8) + 200
    smooth = np.repeat(np.repeat(image, 4, 0), 4, 1)
    return {
        "png": tf.io.encode_png(image).numpy(),
        "alphaPNG": tf.io.encode_png(alpha).numpy(),
        "deepPNG": tf.io.encode_png(deep).numpy(),
        "interlacedPNG": interlaced(image),
        "palettePNG": palette(image),
        "jpeg": tf.io.encode_jpeg(smooth, quality=90).numpy(),
        "progressiveJPEG": tf.io.encode_jpeg(smooth, quality=90, progressive=True).numpy(),
        "greyJPEG": tf.io.encode_jpeg(smooth[:, :, :1], quality=90).numpy(),
    }


def numbers(array):
    return "[" + ", ".join(str(int(n)) for n in np.asarray(array).reshape(-1)) + "]"


def wrapped(text, indentation):
    return textwrap.fill(text, 116, initial_indent=indentation, subsequent_indent=indentation + "    ")


def order():
    """Files and labels as Keras divides a folder."""
    names = ["b/2.png", "b/10.png", "a/z.PNG", "a/inner/1.jpeg", "a/.hidden.png", "a-c/1.png", "é/1.jpg", "b/note.txt",
             ".git/1.png", "a/inner-1/2.png"]
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
        found = {}
        for seed in (None, 7):
            paths, labels, classes = dataset_utils.index_directory(
                folder, "inferred", (".bmp", ".gif", ".jpeg", ".jpg", ".png"), shuffle=seed is not None, seed=seed,
                verbose=False)
            found[seed] = [os.path.relpath(path, folder) for path in paths], labels.tolist()
    return names, classes, found


def main():
    lines = ["// Written by scripts/reference/images.py with TensorFlow " + tf.__version__ + ".", "",
             "/// An image file and what TensorFlow reads in it: red, green and blue, and two smaller versions.",
             "struct ImageFixture: Sendable {", "    let file: String", "    let size: [Int]", "    let pixels: [Int]",
             "    /// Resized to 3 × 4 by these methods.", "    let bilinear, nearest, area, bicubic: [Double]", "}", "",
             "enum ImageFixtures {"]
    for name, file in files().items():
        # TensorFlow's default for JPEG is the fast transform, which is off by up to 3 levels.
        is_jpeg = file[:2] == b"\xff\xd8"
        pixels = (tf.io.decode_jpeg(file, channels=3, dct_method="INTEGER_ACCURATE") if is_jpeg
                  else tf.io.decode_png(file, channels=3))
        small = {method: tf.image.resize(pixels, (3, 4), method=method).numpy() for method in METHODS}
        large = max(pixels.shape) > 10
        lines.append(f"    static let {name} = ImageFixture(")
        lines.append("        file: \"\"\"")
        lines += ["            " + line for line in textwrap.wrap(base64.b64encode(file).decode(), 100)]
        lines.append("            \"\"\", size: [%d, %d]," % tuple(pixels.shape[:2]))
        lines.append(wrapped("pixels: " + ("[]" if large else numbers(pixels)) + ",", "        "))
        for method in METHODS:
            end = ")" if method == METHODS[-1] else ","
            listed = ", ".join(f"{n:.4g}" for n in small[method].reshape(-1))
            lines.append(wrapped(f"{method}: [{listed}]{end}", "        "))
    names, classes, found = order()
    quoted = lambda texts: "[" + ", ".join(f'"{text}"' for text in texts) + "]"
    lines += ["", "    /// Files in a folder, and the order in which Keras lists them: sorted, and shuffled with seed 7."]
    lines.append(wrapped("static let names = " + quoted(names), "    "))
    lines.append(wrapped("static let classNames = " + quoted(classes), "    "))
    for key, seed in (("sorted", None), ("shuffled", 7)):
        lines.append(wrapped(f"static let {key} = " + quoted(found[seed][0]), "    "))
        lines.append(wrapped(f"static let {key}Labels = {found[seed][1]}", "    "))
    lines.append("}")
    path = pathlib.Path(__file__).parents[2] / "Tests/MyelinDataTests/Images/ImageFixtures.swift"
    path.write_text("\n".join(lines) + "\n")


main()
