"""The base class of adapters, and what they take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .._proto import sensor_pb2, simulator_pb2, task_pb2, world_pb2
from ..driver import Reproducibility


class Content(NamedTuple):
    """What a Load brought, complete and checked against its digests."""

    header: simulator_pb2.LoadHeader
    map: bytes
    scenario: bytes


@dataclass
class Loaded:
    """What became of a scenario."""

    task: task_pb2.DriverTask
    """What a driver is to be told."""
    unsupported: list[str] = field(default_factory=list)
    """What is left out or replaced, one sentence each."""
    traffic: str = ""
    """How the other actors move, in a word; empty: as the scenario says."""
    driven: bool = True
    """True when answers move the ego."""


@dataclass
class Stepped:
    """Where everybody is after a step, and what happened on the way."""

    actors: list[world_pb2.ActorFrame]
    signals: list[world_pb2.SignalFrame] = field(default_factory=list)
    events: list[simulator_pb2.WorldEvent] = field(default_factory=list)
    contacts: list[simulator_pb2.ContactFrame] = field(default_factory=list)
    sensors: list[sensor_pb2.SensorFrame] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    end: str = ""
    """Why the simulator itself ends here; empty when it does not."""


class Simulator:
    """
    One session with an outside simulator. All methods but abandon() are called on the session's own thread, one after another. They raise the
    faults above; RecordingError for a scenario that is none; anything else is a failure of the simulator, after which only close() is called.
    """

    name = ""
    version = "0"
    capabilities: tuple[str, ...] = ()
    """Words of the contract. "contacts" says that every contact of the ego is reported; then a case can end at one. Who says nothing of contacts
    leaves them to the host, which finds them from the boxes."""
    reproducibility = Reproducibility.STATISTICAL
    step_quantum_us = 0
    """Every step length is a multiple of this; 0 means not stated."""
    max_sessions = 1
    load_limit_s = 300.0
    """How long Load or Reset may take before the simulator counts as stuck."""
    step_limit_s = 60.0
    """The same for a Step."""

    def native_version(self) -> str:
        """Version of what stands behind; called for a handshake, before open() and on another instance. Raises version_mismatch() or lost()."""
        return ""

    def open(self, options: Any, case_id: str) -> None:
        """Begins a session. Raises BadOptions or Refused."""

    def load(self, content: Content) -> Loaded:
        """Map and scenario; may be called again."""
        raise NotImplementedError

    def reset(self, seed: int, perfect_tracking: bool) -> Stepped:
        """Back to step 0."""
        raise NotImplementedError

    def step(self, step: int, answer: world_pb2.AnswerFrame | None, external: Sequence[world_pb2.ActorFrame]) -> Stepped:
        """From step to step + 1. The answer is well-formed; None when answers do not move the ego."""
        raise NotImplementedError

    def inject(self, step: int, change: simulator_pb2.Injection) -> str:
        """One change from outside between two steps: empty when it was done, else why not."""
        return f"{self.name} cannot change anything from outside"

    def close(self) -> None:
        """Leaves the simulator as it was found. Called once after every open(), also when that failed."""

    def abandon(self) -> None:
        """The same when the session's thread hangs in the simulator: called on another thread, for at most five seconds."""
