"""The gRPC server: sim.v1.Driver, sim.v1.Assessor and grpc.health.v1.Health. Listens on loopback unless a token or certificates are given."""

from __future__ import annotations

import argparse
import hmac
import ipaddress
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import grpc

from ._proto import assessor_pb2, driver_pb2, session_pb2
from .driver import Assessor, Driver
from .errors import BadOptions, ConfigurationError, RecordingError, Refused
from .recording import Recording
from .sessions import MAX_ACTORS, Fault, Sessions, clean, module_failed
from .world import parse_options

CONTRACT = (1, 0, 0)
"""Version of the contract that this package speaks."""
DEFAULT_ADDRESS = "127.0.0.1:50051"
MAX_MESSAGE_BYTES = 64 << 20
MAX_CONTENT_BYTES = 512 << 20
_DRIVER_CAPABILITIES = ("plan", "controls")


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


class Server:
    """A running server of one driver or assessor class. stop() it."""

    def __init__(self, module: Callable[[], Driver | Assessor], options: ServerOptions | None = None) -> None:
        """Listens when it returns. Raises ConfigurationError when the address cannot be used."""
        self.options = options or ServerOptions()
        self._module = module
        self._token = _token(self.options.token_file)
        probe = module if isinstance(module, type) else type(module())
        if not issubclass(probe, (Driver, Assessor)):
            raise ConfigurationError(f"{probe.__name__} is neither a Driver nor an Assessor")
        self._about: type[Driver] | type[Assessor] = probe
        self.name = probe.name or probe.__name__
        self._sessions: Sessions | None = None
        handlers = [self._health()]
        if issubclass(probe, Driver):
            make: Callable[[], Driver] = module  # type: ignore[assignment]
            self._sessions = Sessions(make, max_sessions=self.options.max_sessions, post_mortem=self.options.post_mortem)
            handlers.append(self._driver(self._sessions))
        else:
            handlers.append(self._assessor())
        # A stream occupies a thread for as long as it is open: Drive and Heartbeat of each session, and some for short calls.
        workers = 3 * self.options.max_sessions + 8
        self._grpc = grpc.server(
            futures.ThreadPoolExecutor(max_workers=workers, thread_name_prefix="rpc"),
            handlers=handlers,
            maximum_concurrent_rpcs=workers,
            options=[
                ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
                ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
                ("grpc.so_reuseport", 0),
            ],
        )
        self.address = self._bind()
        self._grpc.start()

    def stop(self, grace_s: float = 1.0) -> None:
        """Ends sessions and calls. A driver that hangs is left behind on its daemon thread."""
        stopped = self._grpc.stop(grace_s)
        if self._sessions is not None:
            self._sessions.stop()
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

        return grpc.unary_unary_rpc_method_handler(call, request.FromString, reply.SerializeToString)

    def _stream(self, work: Callable[[Iterator[Any], Any], Iterator[Any]], request: Any, reply: Any) -> Any:
        def call(messages: Iterator[Any], context: Any) -> Iterator[Any]:
            try:
                self._admit(context)
                yield from work(messages, context)
            except Fault as fault:
                _abort(context, fault)

        return grpc.stream_stream_rpc_method_handler(call, request.FromString, reply.SerializeToString)

    def _admit(self, context: Any) -> None:
        if self._token is None:
            return
        given = next((v for k, v in context.invocation_metadata() if k == "authorization"), "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            text = "the bearer token is missing" if not given else "the bearer token is wrong"
            raise Fault(grpc.StatusCode.UNAUTHENTICATED, session_pb2.ERROR_REASON_BAD_TOKEN, text)

    def _driver(self, sessions: Sessions) -> Any:
        def opened(request: driver_pb2.OpenDriverRequest, context: Any) -> driver_pb2.OpenDriverReply:
            if request.header.module not in ("", self.name):
                text = f"no module '{clean(request.header.module, 80)}' here, only '{self.name}'"
                raise Fault(grpc.StatusCode.NOT_FOUND, session_pb2.ERROR_REASON_MODULE_UNKNOWN, text)
            return sessions.open(request, context.is_active)

        def drive(requests: Iterator[driver_pb2.DriveRequest], context: Any) -> Iterator[driver_pb2.DriveReply]:
            for request in requests:
                yield sessions.decide(request, context.is_active)

        def decide(request: driver_pb2.DriveRequest, context: Any) -> driver_pb2.DriveReply:
            return sessions.decide(request, context.is_active)

        def close(request: session_pb2.CloseSessionRequest, context: Any) -> session_pb2.CloseSessionReply:
            sessions.close(request.session_id)
            return session_pb2.CloseSessionReply()

        def heartbeat(pings: Iterator[session_pb2.Ping], context: Any) -> Iterator[session_pb2.Pong]:
            for ping in pings:
                pong = sessions.renew(list(ping.session_ids))
                pong.sequence = ping.sequence
                yield pong

        return grpc.method_handlers_generic_handler(
            "sim.v1.Driver",
            {
                "Handshake": self._unary(self._handshake, session_pb2.HandshakeRequest, session_pb2.HandshakeReply),
                "OpenSession": self._unary(opened, driver_pb2.OpenDriverRequest, driver_pb2.OpenDriverReply),
                "Drive": self._stream(drive, driver_pb2.DriveRequest, driver_pb2.DriveReply),
                "Decide": self._unary(decide, driver_pb2.DriveRequest, driver_pb2.DriveReply),
                "CloseSession": self._unary(close, session_pb2.CloseSessionRequest, session_pb2.CloseSessionReply),
                "Heartbeat": self._stream(heartbeat, session_pb2.Ping, session_pb2.Pong),
            },
        )

    def _capabilities(self) -> list[str]:
        about = self._about
        if issubclass(about, Driver):
            return [*_DRIVER_CAPABILITIES, *(["perfect-tracking"] if about.perfect_tracking else [])]
        return list(about.metrics)

    def _handshake(self, request: session_pb2.HandshakeRequest, context: Any) -> session_pb2.HandshakeReply:
        theirs = (request.contract.major, request.contract.minor, request.contract.patch)
        # Two ends fit when their majors are equal; while major is 0, the minors too.
        length = 2 if CONTRACT[0] == 0 else 1
        if theirs[:length] != CONTRACT[:length]:
            text = f"contract versions do not fit: the client speaks {'.'.join(map(str, theirs))}, this server {'.'.join(map(str, CONTRACT))}"
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_VERSION_MISMATCH, text)
        capabilities = self._capabilities()
        if missing := [c for c in request.required if c not in capabilities]:
            text = f"{self.name} lacks the capabilities {', '.join(clean(c, 80) for c in missing[:16])}"
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_CAPABILITY_MISSING, text)
        return session_pb2.HandshakeReply(
            server=session_pb2.PeerInfo(name=self.name[:200], version=self._about.version[:200]),
            contract=session_pb2.Version(major=CONTRACT[0], minor=CONTRACT[1], patch=CONTRACT[2]),
            capabilities=capabilities,
            reproducibility=int(self._about.reproducibility),  # type: ignore[arg-type]
            limits=session_pb2.Limits(max_message_bytes=MAX_MESSAGE_BYTES, max_sessions=self.options.max_sessions, max_actors=MAX_ACTORS),
        )

    def _assessor(self) -> Any:
        def assess(requests: Iterator[assessor_pb2.AssessRequest], context: Any) -> assessor_pb2.Assessment:
            try:
                self._admit(context)
                return self._assess(requests)
            except Fault as fault:
                _abort(context, fault)
                raise

        return grpc.method_handlers_generic_handler(
            "sim.v1.Assessor",
            {
                "Handshake": self._unary(self._handshake, session_pb2.HandshakeRequest, session_pb2.HandshakeReply),
                "Assess": grpc.stream_unary_rpc_method_handler(
                    assess, assessor_pb2.AssessRequest.FromString, assessor_pb2.Assessment.SerializeToString
                ),
            },
        )

    def _assess(self, requests: Iterator[assessor_pb2.AssessRequest]) -> assessor_pb2.Assessment:
        first = next(requests, None)
        if first is None or first.WhichOneof("part") != "header":
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_SCENARIO, "the first message holds the header")
        header = first.header
        if header.module not in ("", self.name):
            raise Fault(grpc.StatusCode.NOT_FOUND, session_pb2.ERROR_REASON_MODULE_UNKNOWN, f"no module '{clean(header.module, 80)}' here, only '{self.name}'")
        if header.recording_bytes + header.scenario_bytes > MAX_CONTENT_BYTES:
            text = f"recording and scenario have at most {MAX_CONTENT_BYTES} bytes together"
            raise Fault(grpc.StatusCode.RESOURCE_EXHAUSTED, session_pb2.ERROR_REASON_MESSAGE_TOO_BIG, text)
        if header.scenario_bytes and header.scenario_json:
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_SCENARIO, "the scenario comes in the header and in pieces")
        content = {"recording": bytearray(), "scenario": bytearray()}
        stated = {"recording": header.recording_bytes, "scenario": header.scenario_bytes}
        for part in requests:
            kind = part.WhichOneof("part")
            if kind not in content or (kind == "recording" and content["scenario"]):
                raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_SCENARIO, "after the header come pieces of the recording, then of the scenario")
            content[kind] += getattr(part, kind)
            if len(content[kind]) > stated[kind]:
                break
        for kind, size in stated.items():
            if len(content[kind]) != size:
                text = f"the header states {size} bytes of {kind}, the pieces hold {len(content[kind])}"
                raise Fault(grpc.StatusCode.DATA_LOSS, session_pb2.ERROR_REASON_DATA_LOSS, text)
        try:
            recording = Recording.parse(bytes(content["recording"]), "recording.mcap")
            text = header.scenario_json or content["scenario"].decode("utf-8")
            options, scenario = parse_options(header.options_json), parse_options(text) if text else None
        except RecordingError as e:
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_SCENARIO, str(e)) from None
        except ValueError as e:
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_OPTIONS, f"options or scenario are not JSON: {e}") from None
        try:
            assessor = self._module()
            assert isinstance(assessor, Assessor)
            assessor.options, assessor.scenario, assessor.seed = options, scenario, header.seed
            metrics = [m.to_message() for m in assessor.assess(recording)]
            if twice := {m.name for m in metrics if sum(n.name == m.name for n in metrics) > 1}:
                raise ValueError(f"the metric '{min(twice)}' is given twice")
        except Refused as e:
            raise Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_REFUSED, str(e)) from None
        except BadOptions as e:
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_OPTIONS, str(e)) from None
        except BaseException:
            raise module_failed(f"{self.name} failed on case {clean(header.case_id, 120)}") from None
        return assessor_pb2.Assessment(assessor=self.name, version=self._about.version, metrics=metrics)

    def _health(self) -> Any:
        known = {"", "sim.v1.Driver" if issubclass(self._about, Driver) else "sim.v1.Assessor"}

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


def serve(module: Callable[[], Driver | Assessor], argv: Sequence[str] | None = None) -> None:
    """
    Serves a driver or assessor class until SIGTERM, Ctrl-C, or until the host that started it is gone. Listens where --listen says, else at
    $SIM_DRIVER_ADDRESS, else at 127.0.0.1:50051. Ends the process with 2 when it cannot.
    """
    defaults = ServerOptions()
    parser = argparse.ArgumentParser(description=f"Serves {getattr(module, '__name__', 'a driver')} for Sim.")
    parser.add_argument("--listen", metavar="ADDRESS", default=os.environ.get("SIM_DRIVER_ADDRESS") or defaults.listen, help="HOST:PORT or unix:/path")
    parser.add_argument("--token-file", metavar="FILE", help="every call must carry this bearer token")
    parser.add_argument("--tls-cert", metavar="FILE", help="PEM certificate chain")
    parser.add_argument("--tls-key", metavar="FILE", help="PEM key")
    parser.add_argument("--tls-client-ca", metavar="FILE", help="clients need a certificate signed by one of these")
    parser.add_argument("--max-sessions", type=int, default=defaults.max_sessions, metavar="N")
    parser.add_argument("--pdb", action="store_true", help="open the debugger where decide() throws")
    args = parser.parse_args(argv)
    over = threading.Event()
    try:
        server = Server(
            module,
            ServerOptions(
                listen=args.listen,
                token_file=args.token_file,
                tls_cert=args.tls_cert,
                tls_key=args.tls_key,
                tls_client_ca=args.tls_client_ca,
                max_sessions=max(1, args.max_sessions),
                post_mortem=args.pdb,
            ),
        )
    except ConfigurationError as e:
        print(f"sim_driver: {e}", file=sys.stderr)
        raise SystemExit(2) from None
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda *_: over.set())
    _end_with_host(over)
    if not is_loopback(server.address) and not args.tls_cert:
        print("sim_driver: beyond this machine without TLS: the token and all data can be read on the way", file=sys.stderr)
    print(f"sim_driver: {server.name} listens on {server.address}", file=sys.stderr, flush=True)
    over.wait()
    server.stop()
    # A driver that hangs in native code must not keep the process: its thread cannot be ended otherwise.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


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
