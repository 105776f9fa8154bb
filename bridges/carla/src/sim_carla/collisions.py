"""CARLA's collision sensor on the ego."""

from __future__ import annotations

from typing import Any

from .link import Link, carla_module


class Collisions:
    """What the ego touches. CARLA tells of a collision in each tick that it lasts; here it is told when it begins."""

    def __init__(self, link: Link, ego: Any, ticks: int) -> None:
        blueprint = link.world.get_blueprint_library().find("sensor.other.collision")
        self._sensor = link.call("spawning a sensor", lambda: link.world.spawn_actor(blueprint, carla_module().Transform(), attach_to=ego))
        self._ticks = ticks
        self._told: list[Any] = []
        self._last: dict[int, int] = {}
        self._sensor.listen(self._told.append)

    def forget(self) -> None:
        """What was told so far does not count."""
        self._told.clear()

    def begun(self) -> list[tuple[int, Any]]:
        """CARLA's frame and the other actor (None for what is none) of each collision that began since the last call, in order."""
        arrived, self._told[:] = list(self._told), []
        made = []
        for event in sorted(arrived, key=lambda e: (e.frame, e.other_actor.id if e.other_actor is not None else 0)):
            other = event.other_actor.id if event.other_actor is not None else 0
            if event.frame - self._last.get(other, -(10**9)) > self._ticks + 1:
                made.append((event.frame, event.other_actor))
            self._last[other] = event.frame
        return made

    def stop(self) -> None:
        """No more."""
        self._sensor.stop()
        self._sensor.destroy()
