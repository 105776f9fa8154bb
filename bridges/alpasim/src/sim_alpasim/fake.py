"""
A stand-in of AlpaSim's stubs and of a policy, for tests and to try the connection: messages with the names of AlpaSim's fields but under a package
and numbers of its own, so that nothing of AlpaSim is copied and no real policy is mistaken for it. `python -m sim_alpasim.fake` serves it alone.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from concurrent import futures
from types import ModuleType
from typing import Any

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from sim_driver import ConfigurationError

from .stubs import API

PACKAGE = "sim.alpasim.fake"
SERVICE = f"{PACKAGE}.Policy"
# Message: fields, numbered in this order; "*" repeated, "?" explicitly optional. Nested messages of AlpaSim are plain ones here.
_MESSAGES = """
Empty:
Vec3: float x, float y, float z
Quat: float w, float x, float y, float z
Pose: Vec3 vec, Quat quat
PoseAtTime: Pose pose, fixed64 timestamp_us
Trajectory: PoseAtTime* poses
DynamicState: Vec3 angular_velocity, Vec3 linear_velocity, Vec3 linear_acceleration, Vec3 angular_acceleration
ApiVersion: uint32 major, uint32 minor, uint32 patch
VersionId: string version_id, string git_hash, ApiVersion grpc_api_version
SessionRequestStatus:
Pinhole: double principal_point_x, double principal_point_y, double focal_length_x, double focal_length_y
CameraSpec: Pinhole opencv_pinhole_param, string logical_id, uint32 resolution_h, uint32 resolution_w, uint32 shutter_type
AvailableCamera: CameraSpec intrinsics, Pose rig_to_camera, string logical_id
VehicleDefinition: AvailableCamera* available_cameras
RolloutSpec: VehicleDefinition vehicle
SessionDebugInfo: string scene_id
DriveSessionRequest: string session_uuid, fixed64 random_seed, SessionDebugInfo debug_info, RolloutSpec rollout_spec
DriveSessionCloseRequest: string session_uuid
CameraImage: fixed64 frame_start_us, fixed64 frame_end_us, bytes image_bytes, string logical_id
RolloutCameraImage: string session_uuid, CameraImage camera_image
RolloutEgoTrajectory: string session_uuid, Trajectory trajectory, DynamicState* dynamic_states
Route: Vec3* waypoints, fixed64 timestamp_us
RouteRequest: string session_uuid, Route route
GroundTruth: Trajectory trajectory, fixed64 timestamp_us
GroundTruthRequest: string session_uuid, GroundTruth ground_truth
DriveRequest: string session_uuid, fixed64 time_now_us, fixed64 time_query_us, bytes renderer_data
DriveDebugInfo: bytes unstructured_debug_info, Trajectory* sampled_trajectories
DriveResponse: Trajectory trajectory, DriveDebugInfo debug_info, bool terminate_session
"""
_METHODS = {
    "start_session": ("DriveSessionRequest", "SessionRequestStatus"),
    "close_session": ("DriveSessionCloseRequest", "Empty"),
    "submit_image_observation": ("RolloutCameraImage", "Empty"),
    "submit_egomotion_observation": ("RolloutEgoTrajectory", "Empty"),
    "submit_route": ("RouteRequest", "Empty"),
    "submit_recording_ground_truth": ("GroundTruthRequest", "Empty"),
    "drive": ("DriveRequest", "DriveResponse"),
    "get_version": ("Empty", "VersionId"),
}
_FAULTS = ("late_at", "die_at", "nan_at", "far_at", "empty_at", "one_at", "backwards_at", "quaternion_at", "short_at", "reject_at", "terminate_at", "big_at", "late_route", "refuse", "late_start", "empty_until", "version")  # fmt: skip


def _build() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="sim_alpasim_fake.proto", package=PACKAGE, syntax="proto3")
    field = descriptor_pb2.FieldDescriptorProto
    for line in _MESSAGES.strip().splitlines():
        name, _, fields = line.partition(":")
        message = file.message_type.add(name=name)
        for number, declared in enumerate((d for d in fields.split(",") if d.strip()), 1):
            kind, name = declared.split()
            added = message.field.add(name=name, number=number, label=field.LABEL_REPEATED if kind.endswith("*") else field.LABEL_OPTIONAL)
            scalar = getattr(field, f"TYPE_{kind.rstrip('*').upper()}", None)
            if scalar is None:
                added.type, added.type_name = field.TYPE_MESSAGE, f".{PACKAGE}.{kind.rstrip('*')}"
            else:
                added.type = scalar
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = [pool.FindMessageTypeByName(f"{PACKAGE}.{m.name}") for m in file.message_type]
    of = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    return {d.name: of(d) for d in found}


MESSAGES = _build()


class _Stub:
    """The client that protoc would make."""

    def __init__(self, channel: grpc.Channel) -> None:
        for name, (request, reply) in _METHODS.items():
            setattr(self, name, channel.unary_unary(f"/{SERVICE}/{name}", MESSAGES[request].SerializeToString, MESSAGES[reply].FromString))


def install(version: tuple[int, int, int] = (*API, 0)) -> None:
    """Puts the stand-in where `import alpasim_grpc` finds it. remove() it."""
    modules = {name: ModuleType(name) for name in ("alpasim_grpc", "alpasim_grpc.v0", *(f"alpasim_grpc.v0.{m}" for m in ("common_pb2", "egodriver_pb2", "egodriver_pb2_grpc", "sensorsim_pb2")))}
    modules["alpasim_grpc"].__dict__["__version__"] = version
    for short in ("common_pb2", "egodriver_pb2", "sensorsim_pb2"):
        modules[f"alpasim_grpc.v0.{short}"].__dict__.update(MESSAGES)
    modules["alpasim_grpc.v0.sensorsim_pb2"].__dict__["GLOBAL"] = 5
    modules["alpasim_grpc.v0.egodriver_pb2_grpc"].__dict__["EgodriverServiceStub"] = _Stub
    remove()
    sys.modules.update(modules)


def remove() -> None:
    """Takes the stand-in away."""
    for name in [n for n in sys.modules if n.partition(".")[0] == "alpasim_grpc"]:
        del sys.modules[name]


def faults(texts: Iterable[str]) -> dict[str, str]:
    """NAME=VALUE texts as a table; ConfigurationError for a name that is none."""
    table = {name: value or "1" for name, _, value in (t.partition("=") for t in texts)}
    if unknown := sorted(set(table) - set(_FAULTS)):
        raise ConfigurationError(f"--fault {unknown[0]}: known are {', '.join(_FAULTS)}")
    return table


class FakePolicy:
    """
    Keeps the ego's speed and follows the route's waypoints, in 20 poses 0.1 s apart. Remembers every call. stop() it. A fault named X_at=N
    happens at the Nth trajectory, from 0.
    """

    def __init__(self, wrong: dict[str, str] | None = None, listen: str = "127.0.0.1:0") -> None:
        self.wrong = wrong or {}
        self.calls: list[tuple[str, Any]] = []
        self.running = 0
        self.overlaps = 0
        self.sessions: dict[str, dict[str, Any]] = {}
        self.released = threading.Event()
        """Lets calls go on that hang."""
        self._lock = threading.Lock()
        self._grpc = grpc.server(futures.ThreadPoolExecutor(max_workers=16), options=[("grpc.so_reuseport", 0)])
        handlers = {
            name: grpc.unary_unary_rpc_method_handler(self._noted(name), MESSAGES[request].FromString, MESSAGES[reply].SerializeToString)
            for name, (request, reply) in _METHODS.items()
        }
        self._grpc.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
        port = self._grpc.add_insecure_port(listen)
        self.address = listen if listen.startswith("unix:") else f"127.0.0.1:{port}"
        self._grpc.start()

    def stop(self) -> None:
        """Ends at once, whatever it is doing."""
        ended = self._grpc.stop(None)
        self.released.set()
        ended.wait(5)

    def of(self, name: str) -> list[Any]:
        """The requests of one call."""
        return [request for called, request in self.calls if called == name]

    def _noted(self, name: str) -> Any:
        def call(request: Any, context: Any) -> Any:
            with self._lock:
                self.calls.append((name, request))
                self.overlaps += self.running
                self.running += name != "close_session"
            try:
                return getattr(self, "_" + name)(request, context)
            finally:
                with self._lock:
                    self.running -= name != "close_session"

        return call

    def _session(self, request: Any, context: Any) -> dict[str, Any]:
        if request.session_uuid not in self.sessions:
            context.abort(grpc.StatusCode.NOT_FOUND, "no such session")
        return self.sessions[request.session_uuid]

    def _get_version(self, request: Any, context: Any) -> Any:
        major, minor, patch = (int(n) for n in self.wrong.get("version", f"{API[0]}.{API[1]}.0").split("."))
        reply = MESSAGES["VersionId"](version_id="stand-in", git_hash="none")
        reply.grpc_api_version.major, reply.grpc_api_version.minor, reply.grpc_api_version.patch = major, minor, patch
        return reply

    def _start_session(self, request: Any, context: Any) -> Any:
        if "refuse" in self.wrong:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "this policy wants the camera 'front'")
        if "late_start" in self.wrong:
            self.released.wait()
        self.sessions[request.session_uuid] = {"answered": 0, "route": []}
        return MESSAGES["SessionRequestStatus"]()

    def _close_session(self, request: Any, context: Any) -> Any:
        self._session(request, context)
        del self.sessions[request.session_uuid]
        return MESSAGES["Empty"]()

    def _submit_image_observation(self, request: Any, context: Any) -> Any:
        self._session(request, context)
        return MESSAGES["Empty"]()

    def _submit_egomotion_observation(self, request: Any, context: Any) -> Any:
        self._session(request, context)["motion"] = request
        return MESSAGES["Empty"]()

    def _submit_route(self, request: Any, context: Any) -> Any:
        session = self._session(request, context)
        if "late_route" in self.wrong:
            self.released.wait()
        session["route"] = [(w.x, w.y) for w in request.route.waypoints if not math.isnan(w.x)]
        return MESSAGES["Empty"]()

    def _submit_recording_ground_truth(self, request: Any, context: Any) -> Any:
        self._session(request, context)
        return MESSAGES["Empty"]()

    def _drive(self, request: Any, context: Any) -> Any:
        session = self._session(request, context)
        step = session["answered"]
        session["answered"] += 1
        reply = MESSAGES["DriveResponse"]()

        def now(fault: str) -> bool:
            return self.wrong.get(fault) == str(step)

        if now("late_at"):
            self.released.wait()
        if now("die_at"):
            # The process, when it is one of its own; the server, when it is part of a test.
            if self.wrong.get("exit"):
                os._exit(9)
            threading.Thread(target=self.stop).start()
            self.released.wait()
        if now("reject_at"):
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "frames are missing")
        if now("empty_at") or step < int(self.wrong.get("empty_until", 0)):
            return reply
        reply.terminate_session = now("terminate_at")
        reply.debug_info.unstructured_debug_info = f"answer {step}".encode()
        self._fill(reply.trajectory, session, request.time_now_us)
        self._fill(reply.debug_info.sampled_trajectories.add(), session, request.time_now_us, share=0.5)
        poses = reply.trajectory.poses
        if now("nan_at"):
            poses[3].pose.vec.y = math.nan
        if now("far_at"):
            poses[6].pose.vec.x = 1e30
        if now("one_at"):
            del poses[1:]
        if now("backwards_at"):
            poses[4].timestamp_us = poses[2].timestamp_us
        if now("quaternion_at"):
            poses[5].pose.quat.w = poses[5].pose.quat.z = 0.0
        if now("short_at"):
            del poses[2:]
            poses[1].timestamp_us = request.time_query_us - 1
        if now("big_at"):
            for _ in range(3000):
                self._extend(poses)
        return reply

    @staticmethod
    def _extend(poses: Any) -> None:
        added = poses.add()
        added.CopyFrom(poses[-2])
        added.timestamp_us += 1000

    @staticmethod
    def _fill(trajectory: Any, session: dict[str, Any], now_us: int, share: float = 1.0) -> None:
        motion = session["motion"]
        here, speed = motion.trajectory.poses[-1].pose, motion.dynamic_states[-1].linear_velocity.x * share
        heading = 2 * math.atan2(here.quat.z, here.quat.w)
        line = [(0.0, 0.0), *(p for p in session["route"] if p[0] > 1.0)]
        for k in range(20):
            x, y, turn = _along(line, speed * 0.1 * k)
            added = trajectory.poses.add(timestamp_us=now_us + 100_000 * k)
            added.pose.vec.x = here.vec.x + x * math.cos(heading) - y * math.sin(heading)
            added.pose.vec.y = here.vec.y + x * math.sin(heading) + y * math.cos(heading)
            added.pose.quat.w, added.pose.quat.z = math.cos((heading + turn) / 2), math.sin((heading + turn) / 2)


def _along(line: Sequence[tuple[float, float]], distance: float) -> tuple[float, float, float]:
    """A point of a chain and its direction; straight beyond its end, and straight ahead without one."""
    x, y, turn = 0.0, 0.0, 0.0
    for a, b in zip(line, line[1:]):
        turn, (x, y) = math.atan2(b[1] - a[1], b[0] - a[0]), a
        if distance <= math.dist(a, b):
            break
        distance, (x, y) = distance - math.dist(a, b), b
    return x + distance * math.cos(turn), y + distance * math.sin(turn), turn


def main(argv: Sequence[str] | None = None) -> None:
    """Serves the stand-in of a policy until it is killed; only the stand-in of the stubs can talk to it."""
    parser = argparse.ArgumentParser(prog="sim_alpasim.fake", description=main.__doc__)
    parser.add_argument("--listen", default="127.0.0.1:6789", metavar="ADDRESS")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME=VALUE")
    args = parser.parse_args(argv)
    policy = FakePolicy({**faults(args.fault), "exit": "1"}, args.listen)
    print(f"sim_alpasim.fake: listens on {policy.address}", file=sys.stderr, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
