"""The user's installed alpasim_grpc: its message classes and the client of its driver service. Nothing of AlpaSim is part of this package."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from sim_driver import ConfigurationError

API = (0, 54)
"""Major and minor number of the interface that this adapter was written for."""
_MISSING = (
    "the package alpasim_grpc {0}.{1} is not installed in this Python: from a copy of https://github.com/NVlabs/alpasim, `pip install ./src/grpc`; "
    "or try the connection with --fake"
)


@dataclass(frozen=True)
class Stubs:
    """Modules that protoc made."""

    common: Any
    egodriver: Any
    services: Any
    sensors: Any
    version: tuple[int, ...]
    """Of the interface."""


def load(*, any_version: bool = False) -> Stubs:
    """Imports them; ConfigurationError says what is missing or of another version."""
    try:
        package = importlib.import_module("alpasim_grpc")
        common, egodriver, services, sensors = (importlib.import_module(f"alpasim_grpc.v0.{name}") for name in ("common_pb2", "egodriver_pb2", "egodriver_pb2_grpc", "sensorsim_pb2"))
    except ModuleNotFoundError as e:
        if e.name is not None and not e.name.startswith("alpasim_grpc"):
            raise ConfigurationError(f"alpasim_grpc cannot be imported: it lacks the package {e.name}") from None
        raise ConfigurationError(_MISSING.format(*API)) from None
    except Exception as e:
        raise ConfigurationError(f"alpasim_grpc cannot be imported: {type(e).__name__}: {e}") from None
    version = tuple(int(n) for n in package.__version__)
    if version[:2] != API and not any_version:
        found = ".".join(map(str, version))
        raise ConfigurationError(f"alpasim_grpc {found} is installed, this adapter is for {API[0]}.{API[1]}; --any-version tries it nevertheless")
    return Stubs(common, egodriver, services, sensors, version)
