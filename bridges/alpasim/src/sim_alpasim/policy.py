"""The connection to a policy: calls of AlpaSim's driver service, each within what is left of a deadline."""

from __future__ import annotations

import time
from typing import Any

import grpc
from sim_driver import ConfigurationError

from .errors import PolicyFailed
from .stubs import API, Stubs

MAX_MESSAGE_BYTES = 64 << 20
CONNECT_S = 10.0
"""How long a session waits for a policy that was there when the adapter started."""
CLOSE_S = 1.5
_LOST = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)


def _words(text: str | None) -> str:
    return " ".join((text or "without a word").split())[:500]


class Deadline:
    """A point of time on the wall, and what it is called."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        self._end = time.monotonic() + limit_s

    @property
    def left_s(self) -> float:
        """What is left, never negative."""
        return max(0.0, self._end - time.monotonic())


class Policy:
    """One policy, for any number of sessions. Thread-safe."""

    def __init__(self, stubs: Stubs, address: str, *, deadline_s: float, start_deadline_s: float, connect_s: float = CONNECT_S) -> None:
        """address: host:port or unix:/path, plain text as AlpaSim's own. Connects when it is first called."""
        self.stubs = stubs
        self.address = address
        self.deadline_s, self.start_deadline_s, self.connect_s = deadline_s, start_deadline_s, connect_s
        self._channel = grpc.insecure_channel(
            address,
            options=[
                ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
                ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
                # A proxy of the environment is for the web, not for a service beside this one.
                ("grpc.enable_http_proxy", 0),
                ("grpc.max_reconnect_backoff_ms", 1000),
            ],
        )
        self._stub = stubs.services.EgodriverServiceStub(self._channel)

    def greet(self, *, any_version: bool = False) -> str:
        """Waits for the policy and asks who it is; ConfigurationError when it does not answer or speaks another version."""
        try:
            reply = self._stub.get_version(self.stubs.common.Empty(), timeout=self.start_deadline_s, wait_for_ready=True)
        except grpc.RpcError as e:
            said = f"nobody answers within {self.start_deadline_s:g} s" if e.code() == grpc.StatusCode.DEADLINE_EXCEEDED else f"{e.code().name}: {_words(e.details())}"
            raise ConfigurationError(f"no policy at {self.address}: {said}; start it first, or name another address with --policy") from None
        api = reply.grpc_api_version
        version = (api.major, api.minor, api.patch)
        if version[:2] != API and not any_version:
            found = ".".join(map(str, version)) if any(version) else "no version"
            raise ConfigurationError(f"the policy at {self.address} speaks {found} of AlpaSim's interface, this adapter {API[0]}.{API[1]}; --any-version tries it nevertheless")
        about = [reply.version_id or "unnamed", *([reply.git_hash] if reply.git_hash else []), f"api {'.'.join(map(str, version))}"]
        return " ".join(" ".join(about).split())[:200]

    def connect(self) -> None:
        """Waits for the policy, for a short while; PolicyFailed when it does not answer."""
        try:
            self._stub.get_version(self.stubs.common.Empty(), timeout=self.connect_s, wait_for_ready=True)
        except grpc.RpcError:
            raise PolicyFailed(f"the policy did not answer for {self.connect_s:g} s") from None

    def call(self, name: str, request: Any, deadline: Deadline) -> Any:
        """One call; PolicyFailed says what became of it."""
        try:
            return getattr(self._stub, name)(request, timeout=deadline.left_s)
        except grpc.RpcError as e:
            code = e.code()
            if code == grpc.StatusCode.DEADLINE_EXCEEDED:
                raise PolicyFailed(f"the policy missed its deadline of {deadline.limit_s:g} s at {name}") from None
            if code in _LOST:
                raise PolicyFailed(f"the connection to the policy was lost at {name}") from None
            raise PolicyFailed(f"the policy failed at {name}: {code.name}: {_words(e.details())}") from None

    def close_session(self, session: str) -> None:
        """Ends a session; PolicyFailed when the policy does not say that it did."""
        self.call("close_session", self.stubs.egodriver.DriveSessionCloseRequest(session_uuid=session), Deadline(CLOSE_S))

    def close(self) -> None:
        """Ends the connection."""
        self._channel.close()
