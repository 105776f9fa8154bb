"""The actors of a scenario as actors of CARLA: making, placing, commanding, reading, removing. Everything in our frame but the calls themselves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim_driver._proto import task_pb2
from sim_driver.motion import Motion
from sim_driver.scenario import ScenarioActor, State
from sim_driver.simulator import bad_scenario

from .frames import Pose3, from_carla, rotate, steer, to_carla, turn_from_carla, vector
from .link import Link, carla_module

DROP_M = 0.3
"""How far above the ground a vehicle is made: CARLA refuses one that touches the road."""
PROBE_M = 300.0


class Shape(NamedTuple):
    """The box of a model in the actor's own axes: its centre and half its sizes, m."""

    x: float
    y: float
    z: float
    half_length: float
    half_width: float
    half_height: float

    def lift(self) -> Pose3:
        """The box's centre on the ground."""
        return Pose3(self.x, self.y, self.z - self.half_height)


@dataclass
class Player:
    """An actor of the scenario and who plays it."""

    actor: ScenarioActor
    model: str
    shape: Shape
    native: Any = None
    motion: Motion | None = None
    """How this adapter moves it; None when CARLA does."""
    drive: str = ""
    """What commands it where CARLA moves it: "answers" or "traffic manager"."""
    steer: float = 0.0
    still: bool = False
    """True while CARLA's physics does not move it."""
    removed: bool = False
    height: float = 0.0
    """Of its origin above zero, m."""


class Cast:
    """All actors of one world."""

    def __init__(self, link: Link) -> None:
        self._link, self._carla, self._call = link, carla_module(), link.call
        self.players: dict[int, Player] = {}
        self._shapes: dict[str, Shape] = {}
        self._physics: dict[str, Any] = {}
        self._map: Any = None

    # Models.

    def shape(self, model: str) -> Shape:
        """The box of a model, measured on one that is made high above the map and removed again."""
        if model not in self._shapes:
            carla = self._carla
            blueprint = self._blueprint(model, "probe")
            at = carla.Transform(carla.Location(0.0, 0.0, PROBE_M), carla.Rotation(0.0, 0.0, 0.0))
            probe = self._call("try_spawn_actor", lambda: self._link.world.try_spawn_actor(blueprint, at))
            if probe is None:
                raise bad_scenario(f"CARLA cannot make a {model}")
            try:
                box = probe.bounding_box
                x, y, z = vector((box.location.x, box.location.y, box.location.z))
                half = (box.extent.x, box.extent.y, box.extent.z)
                if not all(math.isfinite(v) for v in (x, y, z, *half)) or min(half) <= 0:
                    raise bad_scenario(f"CARLA says no box for {model}")
                self._shapes[model] = Shape(x, y, z, *half)
                if model.startswith("vehicle."):
                    self._physics[model] = probe.get_physics_control()
            finally:
                probe.destroy()
        return self._shapes[model]

    def size(self, model: str) -> tuple[float, float, float]:
        """Length, width, height, m."""
        s = self.shape(model)
        return 2 * s.half_length, 2 * s.half_width, 2 * s.half_height

    def describe(self, model: str, vehicle: task_pb2.Vehicle) -> None:
        """What CARLA's vehicle can do that the scenario's cannot know: its largest angle, its wheelbase."""
        self.shape(model)
        wheels = list(self._physics[model].wheels)
        angles = [w.max_steer_angle for w in wheels[:2]]
        if angles and min(angles) > 0:
            vehicle.max_steer_rad = math.radians(min(angles))
        # Wheels are told in the world and in cm, front ones first; the model was looking along the axis.
        if len(wheels) >= 4:
            base = (wheels[0].position.x + wheels[1].position.x - wheels[2].position.x - wheels[3].position.x) / 200.0
            if 0.5 < base < 20.0:
                vehicle.wheelbase_m = base

    def _blueprint(self, model: str, role: str) -> Any:
        blueprint = self._link.world.get_blueprint_library().find(model)
        for name, value in (("role_name", role), ("is_invincible", "false")):
            if blueprint.has_attribute(name):
                blueprint.set_attribute(name, value)
        if blueprint.has_attribute("color"):
            # The first one, so that equal runs look alike.
            blueprint.set_attribute("color", blueprint.get_attribute("color").recommended_values[0])
        return blueprint

    # Places.

    def _ground(self, x: float, y: float) -> float:
        """Height of the nearest road there, m."""
        carla = self._carla
        if self._map is None:
            self._map = self._call("get_map", self._link.world.get_map)
        waypoint = self._map.get_waypoint(carla.Location(*vector((x, y, 0.0))), project_to_road=True, lane_type=carla.LaneType.Any)
        return float(waypoint.transform.location.z) if waypoint is not None else 0.0

    def _transform(self, player: Player, state: State, z: float) -> Any:
        """The actor's own transform whose box stands with its centre there; z: of the actor's origin."""
        bx, by, _ = rotate(state.heading, 0.0, 0.0, (player.shape.x, player.shape.y, 0.0))
        location, rotation = to_carla(Pose3(state.x - bx, state.y - by, z, math.remainder(state.heading, 2 * math.pi)))
        return self._carla.Transform(self._carla.Location(*location), self._carla.Rotation(*rotation))

    def _standing(self, player: Player, state: State) -> float:
        """Height of the actor's origin when its box stands on the ground."""
        return self._ground(state.x, state.y) - player.shape.lift().z

    def spawn(self, player: Player, state: State, hero: bool) -> bool:
        """Makes an actor; False when something is in the way."""
        blueprint = self._blueprint(player.model, "hero" if hero else player.actor.id[:60])
        player.height = self._standing(player, state)
        at = self._transform(player, state, player.height + DROP_M)
        player.native = self._call("try_spawn_actor", lambda: self._link.world.try_spawn_actor(blueprint, at))
        if player.native is None:
            return False
        player.still = False
        if player.motion is not None:
            self.hold_still(player)
            self.place({player.actor.index: state})
        return True

    def place(self, targets: dict[int, State]) -> None:
        """Puts actors somewhere, all in one call."""
        commands = []
        for index, state in targets.items():
            player = self.players[index]
            if player.native is None:
                continue
            self.hold_still(player)
            player.height = self._standing(player, state)
            commands.append(self._carla.command.ApplyTransform(player.native.id, self._transform(player, state, player.height)))
        self._batch(commands)

    def move(self, player: Player, state: State) -> None:
        """Puts one somewhere that goes on by itself."""
        player.height = self._standing(player, state)
        vx, vy, _ = rotate(state.heading, 0.0, 0.0, (state.speed, state.lateral, 0.0))
        player.native.set_transform(self._transform(player, state, player.height + (0.0 if player.still else DROP_M)))
        player.native.set_target_velocity(self._carla.Vector3D(*vector((vx, vy, 0.0))))

    def hold_still(self, player: Player) -> None:
        """Takes CARLA's physics from an actor."""
        if player.native is not None and not player.still:
            player.native.set_simulate_physics(False)
            player.still = True

    def hold(self, players: list[Player]) -> None:
        """Brakes those that fall onto the road."""
        control = self._carla.VehicleControl(throttle=0.0, steer=0.0, brake=1.0, hand_brake=True)
        self._batch([self._carla.command.ApplyVehicleControl(p.native.id, control) for p in players])

    def pin(self, players: list[Player], snapshot: Any) -> None:
        """Puts those that have settled exactly where they begin, at the height that they have settled at."""
        for player in players:
            seen = snapshot.find(player.native.id)
            player.height = float(seen.get_transform().location.z) if seen is not None else player.height
            self.hold_still(player)
            player.native.set_transform(self._transform(player, player.actor.initial, player.height))

    def release(self, ego: Player, *, held: bool) -> None:
        """Lets those go that CARLA moves, with the speed that they begin with."""
        for player in self.players.values():
            if player.native is None or player.motion is not None or (player is ego and held):
                continue
            first = player.actor.initial
            player.native.set_simulate_physics(True)
            player.still = False
            player.native.apply_control(self._carla.VehicleControl())
            vx, vy, _ = rotate(first.heading, 0.0, 0.0, (first.speed, first.lateral, 0.0))
            player.native.set_target_velocity(self._carla.Vector3D(*vector((vx, vy, 0.0))))
            if player.drive == "traffic manager":
                player.native.set_autopilot(True, self._link.tm.get_port())
                self._link.tm.set_desired_speed(player.native, 3.6 * max(first.speed, 1.0))

    # Driving.

    def command(self, ego: Player, how: str, accel: float, angle: float, speed: float, vehicle: task_pb2.Vehicle) -> None:
        """What the ego's vehicle is to do until told otherwise."""
        carla = self._carla
        if how == "ackermann":
            # CARLA's controller goes to a speed with at most this acceleration: the speed lies a second ahead, so that it is not reached within a step.
            goal = max(0.0, speed + accel)
            ego.native.apply_ackermann_control(carla.VehicleAckermannControl(steer=steer(angle), steer_speed=0.0, speed=goal, acceleration=abs(accel), jerk=0.0))
            return
        throttle, brake = (accel / vehicle.max_accel_mps2, 0.0) if accel > 0 else (0.0, -accel / vehicle.max_decel_mps2)
        ego.native.apply_control(carla.VehicleControl(throttle=throttle, brake=brake, steer=steer(angle / vehicle.max_steer_rad), hand_brake=False, reverse=False))

    def state(self, player: Player, seen: Any) -> State:
        """Where the box's centre is, from a snapshot of the actor."""
        t, v, w = seen.get_transform(), seen.get_velocity(), seen.get_angular_velocity()
        pose = from_carla((t.location.x, t.location.y, t.location.z), (t.rotation.pitch, t.rotation.yaw, t.rotation.roll))
        x, y, _ = pose.apply((player.shape.x, player.shape.y, player.shape.z))
        vx, vy, _ = vector((v.x, v.y, v.z))
        cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
        return State(x, y, pose.yaw, vx * cos + vy * sin, vy * cos - vx * sin, 0.0, turn_from_carla((w.x, w.y, w.z))[2], player.steer)

    # Ending.

    def remove(self, player: Player) -> None:
        """Takes an actor out of the world."""
        if player.native is not None:
            player.native.destroy()
            player.native, player.still = None, False

    def clear(self) -> None:
        """Takes all of them out, in one call."""
        commands = [self._carla.command.DestroyActor(p.native.id) for p in self.players.values() if p.native is not None]
        for player in self.players.values():
            player.native, player.still, player.removed, player.steer = None, False, False, 0.0
        if commands:
            self._call("apply_batch_sync", lambda: self._link.client.apply_batch_sync(commands, False))
        self._map = None

    def _batch(self, commands: list[Any]) -> None:
        if not commands:
            return
        for response in self._call("apply_batch_sync", lambda: self._link.client.apply_batch_sync(commands, False)):
            if response.error:
                raise RuntimeError(f"CARLA refuses a command: {response.error}")
