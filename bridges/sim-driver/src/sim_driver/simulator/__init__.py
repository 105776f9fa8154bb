"""
The base of adapters of outside simulators: derive from Simulator, serve with serve_simulator(). Sessions, leases, the table of states, repeated
steps, contents in pieces, digests, ends and deadlines are done here; a simulator only loads, steps and tells where everybody is.
"""

from .base import Content, Loaded, Simulator, Stepped
from .faults import bad_answer, bad_map, bad_scenario, bad_time, lost, too_late, unsupported, version_mismatch
from .serve import EXIT_STUCK, serve_simulator
from .server import SimulatorServer
from .session import Simulation

__all__ = [
    "Content",
    "EXIT_STUCK",
    "Loaded",
    "Simulation",
    "Simulator",
    "SimulatorServer",
    "Stepped",
    "bad_answer",
    "bad_map",
    "bad_scenario",
    "bad_time",
    "lost",
    "serve_simulator",
    "too_late",
    "unsupported",
    "version_mismatch",
]
