"""Scenario descriptions of ScenarioNet: pickle in, JSON or npz out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from . import unpickle
from .errors import LogError

_LEAST = 16
_DEEPEST = 24


def convert(source: Path, target: Path) -> None:
    """Turns a pickled description into JSON (.json) or npz (.npz)."""
    description = unpickle.loads(source.read_bytes())
    if not isinstance(description, dict) or not {"tracks", "map_features", "metadata", "length"} <= set(description):
        raise LogError("the pickle holds no scenario description: tracks, map_features, metadata, length are expected")
    if target.suffix == ".json":
        text = json.dumps(plain(description, None), allow_nan=False, separators=(",", ":"))
        target.write_text(text, encoding="utf-8")
    elif target.suffix == ".npz":
        arrays: dict[str, npt.NDArray[Any]] = {}
        text = json.dumps(plain(description, arrays), allow_nan=False, separators=(",", ":"))
        arrays["description"] = np.frombuffer(text.encode("utf-8"), dtype=np.uint8)
        with target.open("wb") as out:
            np.savez_compressed(out, **arrays)
    else:
        raise LogError(f"'{target.name}': the target ends in .json or .npz")


def plain(value: Any, arrays: dict[str, npt.NDArray[Any]] | None, depth: int = 0) -> Any:
    """The value as JSON; larger arrays of numbers go into `arrays` when there is one."""
    if depth > _DEEPEST:
        raise LogError(f"the description is nested deeper than {_DEEPEST} levels")
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, np.generic):
        return plain(value.item(), arrays, depth + 1)
    if isinstance(value, np.ndarray):
        return _array(value, arrays, depth)
    if isinstance(value, dict):
        return {str(k): plain(v, arrays, depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v, arrays, depth + 1) for v in value]
    if isinstance(value, (set, frozenset)):
        return [plain(v, arrays, depth + 1) for v in sorted(value, key=str)]
    raise LogError(f"the description holds a {type(value).__name__}, which a file of plain values cannot hold")


def _array(value: npt.NDArray[Any], arrays: dict[str, npt.NDArray[Any]] | None, depth: int) -> Any:
    number = value.dtype.kind in "fiub" and value.dtype.itemsize <= 8
    if arrays is None or not number or value.ndim not in (1, 2) or value.size < _LEAST:
        return plain(value.tolist(), arrays, depth + 1)
    name = f"a{len(arrays)}"
    arrays[name] = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
    return {"$array": name}
