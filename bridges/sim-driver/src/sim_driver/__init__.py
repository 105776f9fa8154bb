"""
Write drivers and assessors for Sim. A driver is a class with decide(world); serve(MyDriver) closes the loop. SI units, radians, x forward, y left;
poses of actors are box centres on the ground, poses of plans are rear axles.
"""

from .driver import Assessor, Driver, Metric, Reproducibility
from .enums import ActorClass, LaneType, SignalState
from .errors import BadOptions, ConfigurationError, RecordingError, Refused
from .geometry import Path, Pose, box_centre, rear_axle, wrap
from .plan import Controls, Debug, Plan
from .recording import Recording, Track
from .server import Server, ServerOptions, serve
from .world import Actor, Ego, Lane, Leader, Others, RoadMap, Sensor, Task, World

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "ActorClass",
    "Assessor",
    "BadOptions",
    "ConfigurationError",
    "Controls",
    "Debug",
    "Driver",
    "Ego",
    "Lane",
    "LaneType",
    "Leader",
    "Metric",
    "Others",
    "Path",
    "Plan",
    "Pose",
    "Recording",
    "RecordingError",
    "Refused",
    "Reproducibility",
    "RoadMap",
    "Sensor",
    "Server",
    "ServerOptions",
    "SignalState",
    "Task",
    "Track",
    "World",
    "box_centre",
    "rear_axle",
    "serve",
    "wrap",
]
