"""The connection to one CARLA server: versions, settings, maps, ticks, and leaving it as it was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sim_driver import Refused
from sim_driver._proto import simulator_pb2
from sim_driver.simulator import Content, bad_map, lost, too_late, version_mismatch

from .opendrive import lint


class Server(NamedTuple):
    """Where CARLA runs."""

    host: str
    port: int
    tm_port: int
    timeout_s: float


def carla_module() -> Any:
    """The carla module. Raises Refused when it is not installed."""
    try:
        import carla
    except ImportError as e:
        raise Refused(f"the carla module cannot be imported ({e}): install the wheel of the server's version, see the README") from None
    return carla


class Link:
    """One client of one server, and the only one that ticks it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.client: Any = None
        self.world: Any = None
        self.tm: Any = None
        self.frame = -1
        """CARLA's number of the last tick; -1 before the first."""
        self.tick_us = 50_000
        self.is_generated = False
        """True on a map that was made from OpenDRIVE."""
        self._settings: Any = None
        self._weather: Any = None

    def connect(self, timeout_s: float) -> Any:
        """A new client."""
        client = carla_module().Client(self.server.host, self.server.port)
        client.set_timeout(timeout_s)
        return client

    def call(self, what: str, work: Callable[[], Any]) -> Any:
        """A call of CARLA; its RuntimeErrors about time-outs and connections as what they are."""
        try:
            return work()
        except RuntimeError as e:
            text = str(e)
            if "time-out" in text or "timed out" in text:
                raise too_late(f"CARLA did not answer {what} in time: {text}") from None
            if "connect" in text.lower() or "rpc::rpc_error" in text:
                raise lost(f"CARLA at {self.server.host}:{self.server.port} is gone: {text}") from None
            raise

    def versions(self, client: Any) -> tuple[str, str]:
        """The client's and the server's."""
        try:
            return str(client.get_client_version()), str(client.get_server_version())
        except RuntimeError as e:
            raise lost(f"no CARLA server answers at {self.server.host}:{self.server.port}: {e}") from None

    def open(self, allow_versions: list[str], take_over: bool) -> None:
        """Connects; refuses a server of another version, and one that somebody else ticks."""
        self.client = self.connect(self.server.timeout_s)
        client, server = self.versions(self.client)
        if client != server and server not in allow_versions:
            raise version_mismatch(f"the carla module is {client}, the server {server}: they must be equal (or the option allow_versions must name '{server}')")
        self.world = self.call("get_world", self.client.get_world)
        before = self.call("get_settings", self.world.get_settings)
        if before.synchronous_mode and not take_over:
            raise Refused("the CARLA server is in synchronous mode already: another client ticks it, or one that died has left it so (option take_over: true)")
        self._settings, self._weather = before, self.call("get_weather", self.world.get_weather)

    def load_map(self, content: Content, name: str, limit_s: float) -> list[str]:
        """The map that a Load names, else the one of this name, else the OpenDRIVE of the Load; what is left out of it, in sentences."""
        fmt = content.header.map_format
        if fmt == simulator_pb2.MAP_FORMAT_NATIVE_NAME:
            name = content.map.decode("utf-8", "replace")
        self.is_generated = fmt == simulator_pb2.MAP_FORMAT_OPENDRIVE and not name
        if self.is_generated:
            try:
                text, left_out = lint(content.map)
            except ValueError as e:
                raise bad_map(str(e)) from None
            parameters = carla_module().OpendriveGenerationParameters(
                vertex_distance=2.0, max_road_length=50.0, wall_height=0.0, additional_width=0.6, smooth_junctions=True, enable_mesh_visibility=True
            )
            self._load("generate_opendrive_world", limit_s, lambda: self.client.generate_opendrive_world(text, parameters))
            return left_out
        if not name:
            raise bad_map("CARLA needs the map as OpenDRIVE, or by its name (map format NATIVE_NAME, or the option map)")
        known = {m.rpartition("/")[2] for m in self.call("get_available_maps", self.client.get_available_maps)}
        if name not in known:
            raise bad_map(f"the server has no map '{name[:100]}'; it has {', '.join(sorted(known)[:30])}")
        self._load("load_world", limit_s, lambda: self.client.load_world(name))
        return []

    def reload(self, limit_s: float) -> None:
        """The same map anew."""
        self._load("reload_world", limit_s, lambda: self.client.reload_world(False))

    def _load(self, what: str, limit_s: float, work: Callable[[], Any]) -> None:
        self.client.set_timeout(limit_s)
        try:
            self.world = self.call(what, work)
        finally:
            self.client.set_timeout(self.server.timeout_s)
        self.frame = -1

    def hold_time(self, tick_us: int, renders: bool) -> None:
        """The server moves only when it is ticked, by this much."""
        self.tick_us = tick_us
        settings = self.call("get_settings", self.world.get_settings)
        settings.synchronous_mode = True
        settings.fixed_delta_seconds = tick_us / 1e6
        settings.substepping, settings.max_substeps, settings.max_substep_delta_time = True, 10, 0.01
        settings.deterministic_ragdolls = True
        settings.no_rendering_mode = not renders
        self.call("apply_settings", lambda: self.world.apply_settings(settings))

    def seed(self, seed: int) -> None:
        """The traffic manager's and the pedestrians' seeds, 31 bits each."""
        self.tm = self.call("get_trafficmanager", lambda: self.client.get_trafficmanager(self.server.tm_port))
        bits = seed & 0x7FFFFFFF
        self.call("set_synchronous_mode", lambda: self.tm.set_synchronous_mode(True))
        self.call("set_random_device_seed", lambda: self.tm.set_random_device_seed(bits))
        self.call("set_pedestrians_seed", lambda: self.world.set_pedestrians_seed(bits))

    def tick(self) -> Any:
        """One tick of the server and what it shows; makes sure that nobody else ticks and that time goes on as it should."""
        number = self.call("tick", lambda: self.world.tick(self.server.timeout_s))
        snapshot = self.call("get_snapshot", self.world.get_snapshot)
        if snapshot.frame != number or (self.frame >= 0 and number != self.frame + 1):
            raise lost(f"frame {snapshot.frame} follows frame {self.frame}: another client ticks this CARLA server too")
        if abs(snapshot.timestamp.delta_seconds - self.tick_us / 1e6) > 1e-6:
            raise lost(f"CARLA advanced {snapshot.timestamp.delta_seconds:g} s in a tick of {self.tick_us / 1e6:g} s")
        self.frame = number
        return snapshot

    # Ending.

    def free_traffic(self) -> None:
        """The traffic manager no longer waits for ticks."""
        if self.tm is not None:
            self.tm.set_synchronous_mode(False)

    def free_weather(self) -> None:
        """The weather that was found."""
        if self._weather is not None:
            self.world.set_weather(self._weather)

    def free(self) -> None:
        """The settings that were found."""
        self._free(self.world)

    def free_from_outside(self) -> None:
        """The same over a connection of its own, for when this one hangs."""
        if self._settings is not None:
            self._free(self.connect(2.0).get_world())

    def _free(self, world: Any) -> None:
        if self._settings is None:
            return
        # Never left in synchronous mode: nobody would tick it, and every other client would wait for ever.
        self._settings.synchronous_mode, self._settings.fixed_delta_seconds = False, None
        world.apply_settings(self._settings)
