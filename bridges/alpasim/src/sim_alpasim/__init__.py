"""Policies of AlpaSim as drivers of Sim: `sim-alpasim --policy localhost:6789`. AlpaSim's stubs are the user's own, imported when the program starts."""

from .driver import AlpasimDriver

__version__ = "0.1.0"

__all__ = ["AlpasimDriver"]
