"""Listening: addresses, tokens, TLS, health, how a server ends. Loopback unless a token or certificates are given."""

from __future__ import annotations

import argparse
import hmac
import ipaddress
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import grpc

from ._proto import session_pb2
from .errors import ConfigurationError
from .sessions import MAX_ACTORS, Fault, clean, module_failed

CONTRACT = (1, 0, 0)
"""Version of the contract that this package speaks."""
DEFAULT_ADDRESS = "127.0.0.1:50051"
MAX_MESSAGE_BYTES = 64 << 20
MAX_CONTENT_BYTES = 512 << 20
MAX_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class ServerOptions:
    """Where and how to listen."""

    listen: str = DEFAULT_ADDRESS
    """HOST:PORT (port 0 picks one) or unix:/path."""
    token_file: str | None = None
    """File with the bearer token that every call must carry; readable by its owner only."""
    tls_cert: str | None = None
    """PEM chain of this server."""
    tls_key: str | None = None
    """PEM key of this server."""
    tls_client_ca: str | None = None
    """PEM of those who sign the clients' certificates; then every client needs one."""
    max_sessions: int = 32
    post_mortem: bool = False
    """True: an exception in decide() opens Python's debugger in this terminal."""


def is_loopback(address: str) -> bool:
    """True when nobody outside this machine can reach the address."""
    if address.startswith(("unix:", "unix-abstract:")):
        return True
    host = address.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Endpoint:
    """A server of one module under one service of the contract. stop() it."""

    service = ""
    """The service's full name."""
    exit_code = 0
    """What the process ends with."""

    def __init__(self, name: str, options: ServerOptions | None = None) -> None:
        self.name = name
        self.options = options or ServerOptions()
        self._token = _token(self.options.token_file)
        self.address = ""

    def _listen(self, handler: Any) -> None:
        """Listens when it returns. Raises ConfigurationError when the address cannot be used."""
        # A stream occupies a thread for as long as it is open: the work's and Heartbeat of each session, and some for short calls.
        workers = 3 * self.options.max_sessions + 8
        self._grpc = grpc.server(
            futures.ThreadPoolExecutor(max_workers=workers, thread_name_prefix="rpc"),
            handlers=[self._health(), handler],
            maximum_concurrent_rpcs=workers,
            options=[
                ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
                ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
                ("grpc.so_reuseport", 0),
            ],
        )
        self.address = self._bind()
        self._grpc.start()

    def _end_sessions(self) -> None:
        """Ends what the calls work on."""

    def _introduction(self) -> session_pb2.HandshakeReply:
        """Who it is, what it can do and promises; the rest is filled in."""
        raise NotImplementedError

    def stop(self, grace_s: float = 1.0) -> None:
        """Ends sessions and calls. A module that hangs is left behind on its daemon thread."""
        stopped = self._grpc.stop(grace_s)
        self._end_sessions()
        stopped.wait(grace_s + 1.0)
        if self.options.listen.startswith("unix:"):
            FilePath(self.options.listen.removeprefix("unix:").removeprefix("//")).unlink(missing_ok=True)

    def _bind(self) -> str:
        o = self.options
        if not is_loopback(o.listen) and not (o.token_file or o.tls_client_ca):
            raise ConfigurationError(
                f"{o.listen} can be reached from other machines: give --token-file, or --tls-cert, --tls-key and --tls-client-ca; or listen on 127.0.0.1"
            )
        if bool(o.tls_cert) != bool(o.tls_key) or (o.tls_client_ca and not o.tls_cert):
            raise ConfigurationError("TLS needs --tls-cert and --tls-key")
        if o.listen.startswith("unix:") and len(os.fsencode(o.listen.removeprefix("unix:").removeprefix("//"))) > 107:
            raise ConfigurationError("the path of a Unix socket has at most 107 bytes")
        before = os.umask(0o177) if o.listen.startswith("unix:") else None
        try:
            if o.tls_cert and o.tls_key:
                pair = (_bytes(o.tls_key), _bytes(o.tls_cert))
                ca = _bytes(o.tls_client_ca) if o.tls_client_ca else None
                credentials = grpc.ssl_server_credentials([pair], root_certificates=ca, require_client_auth=ca is not None)
                port = self._grpc.add_secure_port(o.listen, credentials)
            else:
                port = self._grpc.add_insecure_port(o.listen)
        except RuntimeError as e:
            raise ConfigurationError(f"cannot listen on {o.listen}: {clean(str(e), 300)}") from None
        finally:
            if before is not None:
                os.umask(before)
        if port == 0:
            raise ConfigurationError(f"cannot listen on {o.listen}: the address is in use or not of this machine")
        return o.listen if o.listen.startswith("unix") else f"{o.listen.rpartition(':')[0]}:{port}"

    # Calls.

    def _unary(self, work: Callable[[Any, Any], Any], request: Any, reply: Any) -> Any:
        def call(message: Any, context: Any) -> Any:
            try:
                self._admit(context)
                return work(message, context)
            except Fault as fault:
                _abort(context, fault)
            except Exception:
                _abort(context, module_failed(f"{self.name} failed"))

        return grpc.unary_unary_rpc_method_handler(call, request.FromString, reply.SerializeToString)

    def _stream(self, work: Callable[[Iterator[Any], Any], Iterator[Any]], request: Any, reply: Any) -> Any:
        def call(messages: Iterator[Any], context: Any) -> Iterator[Any]:
            try:
                self._admit(context)
                yield from work(messages, context)
            except Fault as fault:
                _abort(context, fault)

        return grpc.stream_stream_rpc_method_handler(call, request.FromString, reply.SerializeToString)

    def _collect(self, work: Callable[[Iterator[Any], Any], Any], request: Any, reply: Any) -> Any:
        def call(messages: Iterator[Any], context: Any) -> Any:
            try:
                self._admit(context)
                return work(messages, context)
            except Fault as fault:
                _abort(context, fault)
            except grpc.RpcError:
                raise
            except Exception:
                _abort(context, module_failed(f"{self.name} failed"))

        return grpc.stream_unary_rpc_method_handler(call, request.FromString, reply.SerializeToString)

    def _admit(self, context: Any) -> None:
        if self._token is None:
            return
        given = next((v for k, v in context.invocation_metadata() if k == "authorization"), "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            text = "the bearer token is missing" if not given else "the bearer token is wrong"
            raise Fault(grpc.StatusCode.UNAUTHENTICATED, session_pb2.ERROR_REASON_BAD_TOKEN, text)

    def _handshake(self, request: session_pb2.HandshakeRequest, context: Any) -> session_pb2.HandshakeReply:
        theirs = (request.contract.major, request.contract.minor, request.contract.patch)
        # Two ends fit when their majors are equal; while major is 0, the minors too.
        length = 2 if CONTRACT[0] == 0 else 1
        if theirs[:length] != CONTRACT[:length]:
            text = f"contract versions do not fit: the client speaks {'.'.join(map(str, theirs))}, this server {'.'.join(map(str, CONTRACT))}"
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_VERSION_MISMATCH, text)
        reply = self._introduction()
        if missing := [c for c in request.required if c not in reply.capabilities]:
            text = f"{self.name} lacks the capabilities {', '.join(clean(c, 80) for c in missing[:16])}"
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_CAPABILITY_MISSING, text)
        reply.contract.major, reply.contract.minor, reply.contract.patch = CONTRACT
        reply.limits.max_message_bytes, reply.limits.max_sessions, reply.limits.max_actors = MAX_MESSAGE_BYTES, self.options.max_sessions, MAX_ACTORS
        return reply

    def _named(self, module: str) -> None:
        if module not in ("", self.name):
            text = f"no module '{clean(module, 80)}' here, only '{self.name}'"
            raise Fault(grpc.StatusCode.NOT_FOUND, session_pb2.ERROR_REASON_MODULE_UNKNOWN, text)

    def _health(self) -> Any:
        known = {"", self.service}

        def check(request: bytes, context: Any) -> bytes:
            try:
                self._admit(context)
            except Fault as fault:
                _abort(context, fault)
            # HealthCheckRequest { string service = 1; }, HealthCheckResponse { ServingStatus status = 1; }: small enough to read by hand.
            service = request[2:].decode("utf-8", "replace") if request[:1] == b"\x0a" and request[1:2] == bytes([len(request) - 2]) else ""
            if (request and not service) or service not in known:
                context.abort(grpc.StatusCode.NOT_FOUND, f"no service '{clean(service, 80)}' here")
            return b"\x08\x01"

        return grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": grpc.unary_unary_rpc_method_handler(check)})


def _abort(context: Any, fault: Fault) -> None:
    context.set_trailing_metadata((("sim-error-bin", fault.detail.SerializeToString()),))
    context.abort(fault.code, fault.text)


def _bytes(path: str) -> bytes:
    try:
        return FilePath(path).read_bytes()
    except OSError as e:
        raise ConfigurationError(f"{path}: {e.strerror}") from None


def _token(path: str | None) -> str | None:
    if path is None:
        return None
    token = _bytes(path).decode("utf-8", "replace").strip()
    if os.stat(path).st_mode & 0o077:
        raise ConfigurationError(f"{path}: others may read this token; chmod 600 it")
    if len(token) < 16:
        raise ConfigurationError(f"{path}: a token has at least 16 characters")
    return token


def add_arguments(parser: argparse.ArgumentParser, defaults: ServerOptions) -> None:
    """The arguments that every server takes."""
    parser.add_argument("--listen", metavar="ADDRESS", default=os.environ.get("SIM_DRIVER_ADDRESS") or defaults.listen, help="HOST:PORT or unix:/path")
    parser.add_argument("--token-file", metavar="FILE", help="every call must carry this bearer token")
    parser.add_argument("--tls-cert", metavar="FILE", help="PEM certificate chain")
    parser.add_argument("--tls-key", metavar="FILE", help="PEM key")
    parser.add_argument("--tls-client-ca", metavar="FILE", help="clients need a certificate signed by one of these")


def run(start: Callable[[], Endpoint], said_by: str = "sim_driver", over: threading.Event | None = None) -> None:
    """Serves until SIGTERM, Ctrl-C, or until the host that started this process is gone; ends the process, with 2 when it cannot listen."""
    ended = over or threading.Event()
    try:
        server = start()
    except ConfigurationError as e:
        print(f"{said_by}: {e}", file=sys.stderr)
        raise SystemExit(2) from None
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda *_: ended.set())
    _end_with_host(ended)
    if not is_loopback(server.address) and not server.options.tls_cert:
        print(f"{said_by}: beyond this machine without TLS: the token and all data can be read on the way", file=sys.stderr)
    print(f"{said_by}: {server.name} listens on {server.address}", file=sys.stderr, flush=True)
    ended.wait()
    server.stop()
    # A module that hangs in native code must not keep the process: its thread cannot be ended otherwise.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(server.exit_code)


def _end_with_host(over: threading.Event) -> None:
    """A host that started this process is watched, so that none stays behind when it dies."""
    if os.environ.get("SIM_DRIVER_STDIN") == "watch":

        def until_closed() -> None:
            try:
                while os.read(0, 4096):
                    pass
            except OSError:
                pass
            over.set()

        threading.Thread(target=until_closed, name="stdin", daemon=True).start()
    parent = os.environ.get("SIM_DRIVER_PARENT", "")
    if parent.isdecimal():

        def until_gone() -> None:
            while not over.wait(1.0):
                try:
                    os.kill(int(parent), 0)
                except ProcessLookupError:
                    over.set()
                except OSError:
                    pass

        threading.Thread(target=until_gone, name="host", daemon=True).start()
