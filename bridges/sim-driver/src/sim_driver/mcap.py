"""
Reads MCAP files front to back: uncompressed chunks, as Sim writes them; every checksum that is set is checked. Unknown records are skipped.
Whatever is wrong with a file is a RecordingError that names the byte.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from .errors import RecordingError

MAGIC = b"\x89MCAP0\r\n"
MAX_BYTES = 1 << 30
"""Largest file that is read."""


@dataclass(frozen=True)
class Message:
    """One message."""

    topic: str
    encoding: str
    schema: str
    log_time_ns: int
    data: memoryview


@dataclass
class Content:
    """What a file holds, in its order."""

    messages: list[Message] = field(default_factory=list)
    attachments: dict[str, memoryview] = field(default_factory=dict)
    metadata: dict[str, dict[str, str]] = field(default_factory=dict)


class _Cursor:
    def __init__(self, data: memoryview, base: int, file: str) -> None:
        self.data, self.base, self.file, self.at = data, base, file, 0

    @property
    def offset(self) -> int:
        return self.base + self.at

    @property
    def at_end(self) -> bool:
        return self.at >= len(self.data)

    def error(self, text: str) -> RecordingError:
        return RecordingError(f"{self.file}: byte {self.offset}: {text}")

    def take(self, count: int, what: str) -> memoryview:
        left = len(self.data) - self.at
        if count > left:
            raise self.error(f"{what} claims {count} bytes, but only {left} are left; the file is cut short or damaged")
        piece = self.data[self.at : self.at + count]
        self.at += count
        return piece

    def number(self, form: str, what: str) -> int:
        return int(struct.unpack("<" + form, self.take(struct.calcsize("<" + form), what))[0])

    def text(self, what: str) -> str:
        return str(self.take(self.number("I", what), what), "utf-8", "replace")

    def nested(self, count: int, what: str) -> _Cursor:
        start = self.offset
        return _Cursor(self.take(count, what), start, self.file)


class _Reader:
    def __init__(self) -> None:
        self.content = Content()
        self.schemas: dict[int, str] = {}
        self.channels: dict[int, tuple[str, str, str]] = {}

    def record(self, opcode: int, body: _Cursor, in_chunk: bool) -> None:
        if opcode == 0x03:
            schema = body.number("H", "schema")
            self.schemas[schema] = body.text("schema name")
        elif opcode == 0x04:
            channel, schema = body.number("H", "channel"), body.number("H", "channel")
            if schema and schema not in self.schemas:
                raise body.error(f"channel {channel} names schema {schema}, which has not appeared")
            self.channels[channel] = (body.text("topic"), body.text("message encoding"), self.schemas.get(schema, ""))
        elif opcode == 0x05:
            channel = body.number("H", "message")
            body.number("I", "message")
            time = body.number("Q", "message")
            body.number("Q", "message")
            if channel not in self.channels:
                raise body.error(f"a message names channel {channel}, which has not appeared")
            topic, encoding, name = self.channels[channel]
            self.content.messages.append(Message(topic, encoding, name, time, body.take(len(body.data) - body.at, "message")))
        elif opcode == 0x06 and not in_chunk:
            self.chunk(body)
        elif opcode == 0x09 and not in_chunk:
            self.attachment(body)
        elif opcode == 0x0C and not in_chunk:
            name = body.text("metadata name")
            pairs = body.nested(body.number("I", "metadata"), "metadata")
            values: dict[str, str] = {}
            while not pairs.at_end:
                key = pairs.text("metadata")
                values[key] = pairs.text("metadata")
            self.content.metadata[name] = values

    def chunk(self, body: _Cursor) -> None:
        for _ in range(3):
            body.number("Q", "chunk")
        expected = body.number("I", "chunk")
        compression = body.text("chunk compression")
        if compression:
            raise body.error(f"the chunk is compressed with '{compression}'; only uncompressed chunks are read (convert with: mcap convert --compression none)")
        size = body.number("Q", "chunk")
        start = body.offset
        records = body.take(size, "chunk records")
        if expected and zlib.crc32(records) != expected:
            raise RecordingError(f"{body.file}: byte {start}: the chunk's checksum does not match; the file is damaged")
        cursor = _Cursor(records, start, body.file)
        while not cursor.at_end:
            opcode = cursor.number("B", "a record's type")
            self.record(opcode, cursor.nested(cursor.number("Q", "a record's length"), f"record {opcode}"), True)

    def attachment(self, body: _Cursor) -> None:
        body.number("Q", "attachment")
        body.number("Q", "attachment")
        name = body.text("attachment name")
        body.text("attachment media type")
        data = body.take(body.number("Q", "attachment"), "attachment data")
        covered = body.data[: body.at]
        expected = body.number("I", "attachment checksum")
        if expected and zlib.crc32(covered) != expected:
            raise body.error(f"the checksum of attachment '{name}' does not match; the file is damaged")
        self.content.attachments[name] = data


def read(data: bytes, file: str = "recording.mcap") -> Content:
    """Reads the bytes of a file; messages and attachments are views of them. Raises RecordingError."""
    if len(data) > MAX_BYTES:
        raise RecordingError(f"{file}: the file has {len(data)} bytes; at most {MAX_BYTES} are read")
    if len(data) < 2 * len(MAGIC) or not data.startswith(MAGIC):
        raise RecordingError(f"{file}: byte 0: this is not an MCAP file (its first eight bytes are not 89 'MCAP0' 0D 0A)")
    if not data.endswith(MAGIC):
        raise RecordingError(f"{file}: byte {len(data) - len(MAGIC)}: the closing magic is missing; the file was cut short")
    whole = memoryview(data)
    reader = _Reader()
    cursor = _Cursor(whole[len(MAGIC) : -len(MAGIC)], len(MAGIC), file)
    ended = footer = False
    while not cursor.at_end:
        at = cursor.offset
        opcode = cursor.number("B", "a record's type")
        body = cursor.nested(cursor.number("Q", "a record's length"), f"record {opcode}")
        if footer:
            raise RecordingError(f"{file}: byte {at}: a record after the footer")
        if opcode == 0x0F:
            expected = body.number("I", "data end")
            if expected and zlib.crc32(whole[:at]) != expected:
                raise RecordingError(f"{file}: byte {at}: the data section's checksum does not match; the file is damaged")
            ended = True
        elif opcode == 0x02:
            summary = body.number("Q", "footer")
            body.number("Q", "footer")
            expected = body.number("I", "footer")
            start, end = summary or at, at + 9 + 16
            if expected and (start > end or end > len(data) or zlib.crc32(whole[start:end]) != expected):
                raise RecordingError(f"{file}: byte {at}: the summary's checksum does not match; the file is damaged")
            footer = True
        elif not ended:
            reader.record(opcode, body, False)
    if not (ended and footer):
        raise RecordingError(f"{file}: byte {len(data)}: the file has no {'footer' if ended else 'end of data'}; it was cut short")
    return reader.content
