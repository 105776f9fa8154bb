"""MetaDrive behind the contract sim.v1: `python -m sim_metadrive --port 50061`. MetaDrive itself is imported when a session needs it, not before."""

from .simulator import MetaDriveSimulator

__version__ = "0.1.0"

__all__ = ["MetaDriveSimulator"]
