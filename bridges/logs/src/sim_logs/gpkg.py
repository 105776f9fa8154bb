"""Reads layers of a GeoPackage with nothing but sqlite3."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import utm
from .errors import LogError

Point = tuple[float, float]
Line = list[Point]


class GeoPackage:
    """Rows and geometries of a map in projected metres. `to_epsg` is the UTM zone of the metres, from the map's own table `meta`."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise LogError(f"no such map: {path}")
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self._db.row_factory = sqlite3.Row
        try:
            system = self._one("SELECT value FROM meta WHERE key = 'projectedCoordSystem'")
            columns = self._db.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchall()
        except sqlite3.DatabaseError as e:
            raise LogError(f"{path}: no map of nuPlan: {e}") from e
        self.to_epsg = int(str(system).lower().removeprefix("epsg:"))
        self._geometry = {str(r["table_name"]): (str(r["column_name"]), int(r["srs_id"])) for r in columns}

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def rows(self, layer: str) -> Iterator[tuple[dict[str, Any], list[Line]]]:
        """The rows of a layer with the rings or lines of their geometry; nothing when there is no such layer."""
        if layer not in self._geometry:
            return
        column, srs = self._geometry[layer]
        for row in self._db.execute(f'SELECT * FROM "{layer}" ORDER BY rowid'):
            values = {k: row[k] for k in row.keys() if k != column}
            yield values, [self._metres(line, srs) for line in _lines(row[column])]

    def _one(self, query: str) -> Any:
        row = self._db.execute(query).fetchone()
        if row is None:
            raise LogError("the map does not say its coordinate system (meta.projectedCoordSystem)")
        return row[0]

    def _metres(self, line: Line, srs: int) -> Line:
        if srs == self.to_epsg:
            return line
        if srs != 4326 or not (32601 <= self.to_epsg <= 32660 or 32701 <= self.to_epsg <= 32760):
            raise LogError(f"coordinates of EPSG:{srs} cannot be turned into EPSG:{self.to_epsg}; degrees (4326) into UTM can")
        south = self.to_epsg >= 32700
        return [utm.forward(y, x, self.to_epsg % 100, south) for x, y in line]


def _lines(blob: bytes | None) -> list[Line]:
    """The lines or rings of a geometry blob: header of GeoPackage, then WKB."""
    if blob is None:
        return []
    if blob[:2] != b"GP":
        raise LogError("a geometry of the map is no GeoPackage geometry")
    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    lines: list[Line] = []
    _wkb(blob, 8 + envelope, lines)
    return lines


def _wkb(data: bytes, at: int, into: list[Line]) -> int:
    order = "<" if data[at] == 1 else ">"
    kind = struct.unpack_from(order + "I", data, at + 1)[0]
    at += 5
    flags, kind = kind & 0xE0000000, kind & 0x1FFFFFFF
    size = 2 + (1 if flags & 0x80000000 or 1000 <= kind < 2000 or kind >= 3000 else 0) + (1 if flags & 0x40000000 or kind >= 2000 else 0)
    kind %= 1000

    def points(at: int, count: int) -> tuple[Line, int]:
        values = struct.unpack_from(f"{order}{count * size}d", data, at)
        return [(values[i], values[i + 1]) for i in range(0, len(values), size)], at + 8 * len(values)

    if kind == 1:
        line, at = points(at, 1)
        into.append(line)
    elif kind == 2:
        line, at = points(at + 4, struct.unpack_from(order + "I", data, at)[0])
        into.append(line)
    elif kind == 3:
        rings = struct.unpack_from(order + "I", data, at)[0]
        at += 4
        for _ in range(rings):
            line, at = points(at + 4, struct.unpack_from(order + "I", data, at)[0])
            into.append(line)
    elif kind in (4, 5, 6, 7):
        parts = struct.unpack_from(order + "I", data, at)[0]
        at += 4
        for _ in range(parts):
            at = _wkb(data, at, into)
    else:
        raise LogError(f"a geometry of the map is of the kind {kind}, which is not read")
    return at
