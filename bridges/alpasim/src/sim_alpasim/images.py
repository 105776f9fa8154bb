"""Sensor frames as the compressed images that policies decode."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from sim_driver import Sensor

from .errors import PolicyFailed

_AS_IS = ("png", "jpeg")
_COLOUR = {"gray8": 0, "rgb8": 2}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def encoded(sensor: Sensor) -> bytes:
    """The frame as PNG, or as it is when it is compressed already. PolicyFailed when it is no image."""
    message = sensor.message
    if message.encoding in _AS_IS:
        return message.data
    if message.encoding not in _COLOUR:
        raise PolicyFailed(f"sensor '{sensor.id}' sends '{message.encoding}'; a camera of a policy takes rgb8, gray8, png or jpeg")
    channels = 3 if message.encoding == "rgb8" else 1
    if not message.width or len(message.data) != message.width * message.height * channels:
        raise PolicyFailed(f"a frame of sensor '{sensor.id}' has {len(message.data)} bytes for {message.width} x {message.height} pixels")
    rows = np.zeros((message.height, 1 + message.width * channels), dtype=np.uint8)
    rows[:, 1:] = np.frombuffer(message.data, dtype=np.uint8).reshape(message.height, -1)
    header = struct.pack(">IIBBBBB", message.width, message.height, 8, _COLOUR[message.encoding], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 1)) + _chunk(b"IEND", b"")
