"""Pickles of plain values and NumPy arrays, and nothing else: a pickle can name any function, and this refuses all but those that make arrays."""

from __future__ import annotations

import io
import pickle
from typing import Any

from .errors import LogError

_ALLOWED = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("collections", "OrderedDict"),
    ("collections", "defaultdict"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy.core.multiarray", "scalar"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy.core.numeric", "_frombuffer"),
    ("numpy._core.numeric", "_frombuffer"),
    ("_codecs", "encode"),
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "list") or (module, name) == ("builtins", "dict"):
            return super().find_class(module, name)
        if (module, name) not in _ALLOWED:
            raise LogError(f"the pickle names {module}.{name}, which is no array and no plain value; it is not run")
        # NumPy 2 moved what NumPy 1 pickled, and the other way round.
        for place in (module, module.replace("numpy.core", "numpy._core"), module.replace("numpy._core", "numpy.core")):
            try:
                return super().find_class(place, name)
            except (ImportError, AttributeError):
                continue
        raise LogError(f"this NumPy has no {module}.{name}")


def loads(data: bytes) -> Any:
    """Reads a pickle of plain values and arrays."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except LogError:
        raise
    except Exception as e:  # noqa: BLE001: a damaged pickle can end in anything
        raise LogError(f"no pickle that can be read: {type(e).__name__}: {e}") from e
