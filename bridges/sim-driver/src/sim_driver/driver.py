"""The base classes: derive from one and hand it to serve()."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._proto import assessor_pb2, session_pb2
from .plan import Controls, Plan

if TYPE_CHECKING:
    from .recording import Recording
    from .world import Task, World


class Reproducibility(enum.IntEnum):
    """What a driver promises for equal worlds and an equal seed."""

    BIT = session_pb2.REPRODUCIBILITY_BIT
    """The same bytes."""
    FROM_RECORDING = session_pb2.REPRODUCIBILITY_FROM_RECORDING
    """The same bytes from its recorded answers only."""
    STATISTICAL = session_pb2.REPRODUCIBILITY_STATISTICAL
    """The same distribution."""


class Driver:
    """
    The system under test. One instance drives one case: it is made without arguments, started, asked at every step, and closed, all on one thread.
    """

    name: str = ""
    """For people; the class's name when empty."""
    version: str = "0"
    """Of the driver; a git hash is fine."""
    reproducibility: Reproducibility = Reproducibility.STATISTICAL
    capabilities: tuple[str, ...] = ("plan", "controls")
    """Which kinds of answer it gives, in words of the contract."""
    perfect_tracking: bool = False
    """True: the simulator puts the ego exactly on the plan instead of tracking it with the vehicle model."""

    task: Task
    """What it was told, set before start()."""

    def start(self, task: Task) -> None:
        """Prepares a case. May raise Refused or BadOptions."""

    def decide(self, world: World) -> Plan | Controls:
        """The answer to the world now. Time stands still meanwhile."""
        raise NotImplementedError(f"{type(self).__name__} does not define decide(self, world)")

    def close(self) -> None:
        """The case is over."""


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A named measurement of one recording: a finite value, or one of the states below with a reason."""

    name: str
    """Stable dotted name that suites refer to."""
    value: float | None = None
    state: str = "value"
    """"value", "no_conflict" (ranks best), "too_late" (ranks worst), "not_applicable", "failed"."""
    unit: str = ""
    """SI; empty for counts, shares and flags."""
    worse: str = "lower"
    """"lower" or "higher": which way is worse."""
    version: int = 1
    """Of the definition."""
    reason: str = ""
    """Why there is no value, or what makes it remarkable."""
    worst_time_us: int | None = None
    actors: Sequence[str] = ()
    """At the worst instant, the ego first."""
    inputs: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    """Inputs at the worst instant: name → (value, unit)."""
    critical_at: float | None = None
    """A value at it or beyond it in the worse direction is critical."""
    series: Mapping[int, float] = field(default_factory=dict)
    """Values by step, for plots."""

    def to_message(self) -> assessor_pb2.Metric:
        """The message; ValueError names what is wrong."""
        if (self.state == "value") != (self.value is not None):
            raise ValueError(f"metric '{self.name}': a value is given exactly when the state is 'value', found {self.value} with '{self.state}'")
        for what, number in (("value", self.value), ("critical_at", self.critical_at)):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"metric '{self.name}': {what} is not finite; give a state instead")
        state = f"MEASURED_STATE_{self.state.upper()}"
        worse = f"WORSE_DIRECTION_{self.worse.upper()}"
        if state not in assessor_pb2.MeasuredState.keys() or worse not in assessor_pb2.WorseDirection.keys():
            raise ValueError(f"metric '{self.name}': state '{self.state}' or worse '{self.worse}' is unknown")
        message = assessor_pb2.Metric(
            name=self.name,
            unit=self.unit,
            worse=assessor_pb2.WorseDirection.Value(worse),
            version=self.version,
            state=assessor_pb2.MeasuredState.Value(state),
            reason=self.reason,
            actors=self.actors,
            inputs=[assessor_pb2.MetricInput(name=n, value=v, unit=u) for n, (v, u) in self.inputs.items()],
            series=[assessor_pb2.MetricSample(step=k, value=float(v)) for k, v in sorted(self.series.items()) if math.isfinite(v)],
        )
        if self.value is not None:
            message.value = float(self.value)
        if self.worst_time_us is not None:
            message.worst_time_us = int(self.worst_time_us)
        if self.critical_at is not None:
            message.critical_at = float(self.critical_at)
        return message


class Assessor:
    """Says what a recording means. One instance for each recording, made without arguments."""

    name: str = ""
    """The class's name when empty."""
    version: str = "0"
    reproducibility: Reproducibility = Reproducibility.BIT
    metrics: Sequence[str] = ()
    """Names of the metrics that it can give."""

    options: Any = {}
    """As the suite gives them, set before assess()."""
    scenario: Any = None
    """The scenario as JSON data, None for a bare log; set before assess()."""
    seed: int = 0
    """For this assessor in this case; set before assess()."""

    def assess(self, recording: Recording) -> Sequence[Metric]:
        """The metrics, names unique."""
        raise NotImplementedError(f"{type(self).__name__} does not define assess(self, recording)")
