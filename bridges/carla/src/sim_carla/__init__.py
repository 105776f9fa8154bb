"""CARLA behind the contract sim.v1: `python -m sim_carla --port 50062`. The carla module is imported when it is needed, not before."""

from .simulator import CarlaSimulator

__version__ = "0.1.0"

__all__ = ["CarlaSimulator"]
