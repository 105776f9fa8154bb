"""Rows into safetensors files of a bounded size. The format is small, so it is written here without a package."""

import json
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import CaptureError

TYPES = {"float32": ("F32", "<f4"), "float16": ("F16", "<f2")}
"""Kinds of elements by the names that PyTorch has for them."""


class ShardWriter:
    """Collects rows of one site and writes a file whenever enough are there."""

    def __init__(self, folder: str | os.PathLike[str], *, dtype: str = "float32", shard_rows: int = 65536, metadata: dict[str, str] | None = None) -> None:
        if dtype not in TYPES:
            raise CaptureError(f"'{dtype}' is no kind of element; expected one of {', '.join(TYPES)}")
        if shard_rows < 1:
            raise CaptureError(f"{shard_rows} rows make no shard; expected at least 1")
        self.folder = Path(folder)
        if any(self.folder.glob("*.safetensors")):
            raise CaptureError(f"{self.folder} holds shards already; give another folder, or delete them")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.rows = 0
        """Rows that were added."""
        self.width: int | None = None
        """Width of a row; None before the first."""
        self._dtype = dtype
        self._shard_rows = shard_rows
        self._metadata = dict(metadata or {})
        self._held: list[tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]] = []
        self._held_rows = 0
        self._files = 0

    def add(self, rows: npt.NDArray[np.float32], sequence: npt.NDArray[np.int64]) -> None:
        """Adds rows (n × width) and for each the number of its sequence."""
        if rows.ndim != 2 or sequence.shape != (rows.shape[0],):
            raise CaptureError(f"rows of shape {rows.shape} with sequences of shape {sequence.shape}; expected n × width and n")
        if self.width is None:
            self.width = int(rows.shape[1])
        if rows.shape[1] != self.width:
            raise CaptureError(f"a row has {rows.shape[1]} numbers, those before had {self.width}; one site has one width")
        limit = 65504.0 if self._dtype == "float16" else 3.4028234e38
        if not np.all(np.abs(rows) <= limit):
            raise CaptureError(f"an activation is not finite, or beyond what {self._dtype} holds ({limit:g}); write float32, or look at the model")
        self._held.append((rows, sequence))
        self._held_rows += len(rows)
        self.rows += len(rows)
        while self._held_rows >= self._shard_rows:
            self._write(self._shard_rows)

    def close(self) -> None:
        """Writes what is held."""
        if self._held_rows:
            self._write(self._held_rows)

    def _write(self, count: int) -> None:
        rows = np.concatenate([r for r, _ in self._held])
        sequence = np.concatenate([s for _, s in self._held])
        name, kind = TYPES[self._dtype]
        # Wider elements come first, as the original library orders tensors.
        tensors: list[tuple[str, str, npt.NDArray[Any]]] = [("sequence", "I64", sequence[:count].astype("<i8")), ("activations", name, rows[:count].astype(kind))]
        header: dict[str, object] = {"__metadata__": dict(sorted(self._metadata.items()))} if self._metadata else {}
        at = 0
        for tensor, kind_name, values in tensors:
            header[tensor] = {"dtype": kind_name, "shape": list(values.shape), "data_offsets": [at, at + values.nbytes]}
            at += values.nbytes
        text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
        text += b" " * (-len(text) % 8)
        path = self.folder / f"{self._files:05}.safetensors"
        unfinished = path.with_suffix(".part")
        with open(unfinished, "wb") as file:
            file.write(struct.pack("<Q", len(text)))
            file.write(text)
            for _, _, values in tensors:
                file.write(np.ascontiguousarray(values).tobytes())
        os.replace(unfinished, path)
        self._files += 1
        self._held = [(rows[count:], sequence[count:])] if len(rows) > count else []
        self._held_rows -= count
