"""Traffic lights by their OpenDRIVE id."""

from __future__ import annotations

from typing import Any

from sim_driver._proto import map_pb2, world_pb2
from sim_driver.scenario import light_states

from .link import Link, carla_module

_NAMES: dict[int, str] = {
    world_pb2.SIGNAL_STATE_RED: "Red",
    world_pb2.SIGNAL_STATE_RED_YELLOW: "Red",
    world_pb2.SIGNAL_STATE_YELLOW: "Yellow",
    world_pb2.SIGNAL_STATE_GREEN: "Green",
    world_pb2.SIGNAL_STATE_OFF: "Off",
}
_SHOWN: dict[str, int] = {
    "Red": world_pb2.SIGNAL_STATE_RED,
    "Yellow": world_pb2.SIGNAL_STATE_YELLOW,
    "Green": world_pb2.SIGNAL_STATE_GREEN,
    "Off": world_pb2.SIGNAL_STATE_OFF,
}


class Lights:
    """The lights of a map that CARLA has too."""

    def __init__(self, link: Link, road: map_pb2.RoadMap) -> None:
        self._link, self._road = link, road
        self._native: dict[str, Any] = {}

    def find(self) -> list[str]:
        """Looks for them in the world; those that it has not, in sentences."""
        self._native = {}
        ids = set(light_states(self._road, 0))
        if not ids:
            return []
        for light in self._link.call("get_actors", lambda: self._link.world.get_actors().filter("traffic.traffic_light*")):
            if (found := str(light.get_opendrive_id())) in ids:
                self._native[found] = light
        return [f"light '{missing}': no light of CARLA's has this OpenDRIVE id, it is shown to drivers but does not stand there" for missing in sorted(ids - set(self._native))]

    def freeze(self, on: bool) -> None:
        """Takes them from CARLA's own programme, or gives them back."""
        for light in self._native.values():
            light.freeze(on)

    def show(self, time_us: int) -> None:
        """What their programmes say at a time. A light without a programme keeps what it shows."""
        with_programme = {s.id for s in self._road.signals if s.cycle}
        for light_id, state in light_states(self._road, time_us).items():
            if light_id in self._native and light_id in with_programme:
                self._set(light_id, state)

    def _set(self, light_id: str, state: int) -> None:
        self._native[light_id].set_state(getattr(carla_module().TrafficLightState, _NAMES.get(state, "Unknown")))

    def inject(self, light_id: str, state: int) -> str:
        """Sets a light from outside: empty, or why not."""
        if light_id not in self._native:
            return f"no light of CARLA's has the OpenDRIVE id '{light_id}'"
        if state not in _NAMES:
            return "this state cannot be shown"
        if any(s.id == light_id and s.cycle for s in self._road.signals):
            return f"light '{light_id}' follows its programme"
        self._set(light_id, state)
        return ""

    def frames(self, time_us: int) -> list[world_pb2.SignalFrame]:
        """What all lights of the map show: CARLA's own as it says, the others by their programmes."""
        made = []
        for light_id, planned in light_states(self._road, time_us).items():
            light = self._native.get(light_id)
            state = _SHOWN.get(str(light.get_state()).rpartition(".")[2], 0) if light is not None else planned
            made.append(world_pb2.SignalFrame(id=light_id, state=state))  # type: ignore[arg-type]
        return made
