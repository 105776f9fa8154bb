"""Contents that come in pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import grpc

from .._proto import session_pb2, simulator_pb2
from ..sessions import Fault
from ..transport import MAX_CONTENT_BYTES, MAX_PIECE_BYTES
from .base import Content
from .faults import INVALID


def collect(header: simulator_pb2.LoadHeader, requests: Iterator[simulator_pb2.LoadRequest]) -> Content:
    """Map and scenario, within their bounds and fitting their digests."""
    total = header.map_bytes + header.scenario_bytes
    if total > MAX_CONTENT_BYTES:
        text = f"map and scenario have at most {MAX_CONTENT_BYTES} bytes together, {total} were announced"
        raise Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_MESSAGE_TOO_BIG, text)
    # It grows with what comes: what is only announced takes no room.
    content = bytearray()
    for part in requests:
        if part.WhichOneof("part") != "content":
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_SCENARIO, "after the header only pieces may come")
        if len(part.content) > MAX_PIECE_BYTES:
            text = f"a piece has {len(part.content)} bytes, more than {MAX_PIECE_BYTES}"
            raise Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_MESSAGE_TOO_BIG, text)
        content += part.content
        if len(content) > total:
            break
    if len(content) != total:
        text = f"the header states {total} bytes, the pieces hold {'more' if len(content) > total else len(content)}"
        raise Fault(grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS, text)
    road, scenario = bytes(content[: header.map_bytes]), bytes(content[header.map_bytes :])
    for what, data, digest in (("map", road, header.map_sha256), ("scenario", scenario, header.scenario_sha256)):
        if (data or digest) and hashlib.sha256(data).digest() != digest:
            raise Fault(grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS, f"the {what} does not fit its SHA-256")
    return Content(header, road, scenario)
