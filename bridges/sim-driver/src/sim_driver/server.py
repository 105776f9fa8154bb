"""The gRPC server: sim.v1.Driver, sim.v1.Assessor and grpc.health.v1.Health. Listens on loopback unless a token or certificates are given."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import grpc

from ._proto import assessor_pb2, driver_pb2, session_pb2
from .driver import Assessor, Driver
from .errors import BadOptions, ConfigurationError, RecordingError, Refused
from .recording import Recording
from .sessions import Fault, Sessions, clean, module_failed
from .transport import CONTRACT, MAX_CONTENT_BYTES, Endpoint, ServerOptions, add_arguments, is_loopback, run
from .world import parse_options

__all__ = ["CONTRACT", "Server", "ServerOptions", "is_loopback", "serve", "serve_made"]


class Server(Endpoint):
    """A running server of one driver or assessor class. stop() it."""

    def __init__(self, module: Callable[[], Driver | Assessor], options: ServerOptions | None = None) -> None:
        """Listens when it returns. Raises ConfigurationError when the address cannot be used."""
        probe = module if isinstance(module, type) else type(module())
        if not issubclass(probe, (Driver, Assessor)):
            raise ConfigurationError(f"{probe.__name__} is neither a Driver nor an Assessor")
        super().__init__(probe.name or probe.__name__, options)
        self._module = module
        self._about: type[Driver] | type[Assessor] = probe
        self._sessions: Sessions | None = None
        if issubclass(probe, Driver):
            make: Callable[[], Driver] = module  # type: ignore[assignment]
            self.service = "sim.v1.Driver"
            self._sessions = Sessions(make, max_sessions=self.options.max_sessions, post_mortem=self.options.post_mortem)
            self._listen(self._driver(self._sessions))
        else:
            self.service = "sim.v1.Assessor"
            self._listen(self._assessor())

    def _end_sessions(self) -> None:
        if self._sessions is not None:
            self._sessions.stop()

    def _driver(self, sessions: Sessions) -> Any:
        def opened(request: driver_pb2.OpenDriverRequest, context: Any) -> driver_pb2.OpenDriverReply:
            self._named(request.header.module)
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
            return [*about.capabilities, *(["perfect-tracking"] if about.perfect_tracking else [])]
        return list(about.metrics)

    def _introduction(self) -> session_pb2.HandshakeReply:
        return session_pb2.HandshakeReply(
            server=session_pb2.PeerInfo(name=self.name[:200], version=self._about.version[:200]),
            capabilities=self._capabilities(),
            reproducibility=int(self._about.reproducibility),  # type: ignore[arg-type]
        )

    def _assessor(self) -> Any:
        return grpc.method_handlers_generic_handler(
            "sim.v1.Assessor",
            {
                "Handshake": self._unary(self._handshake, session_pb2.HandshakeRequest, session_pb2.HandshakeReply),
                "Assess": self._collect(lambda requests, _: self._assess(requests), assessor_pb2.AssessRequest, assessor_pb2.Assessment),
            },
        )

    def _assess(self, requests: Iterator[assessor_pb2.AssessRequest]) -> assessor_pb2.Assessment:
        first = next(requests, None)
        if first is None or first.WhichOneof("part") != "header":
            raise Fault(grpc.StatusCode.INVALID_ARGUMENT, session_pb2.ERROR_REASON_BAD_SCENARIO, "the first message holds the header")
        header = first.header
        self._named(header.module)
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


def serve(module: Callable[[], Driver | Assessor], argv: Sequence[str] | None = None) -> None:
    """
    Serves a driver or assessor class until SIGTERM, Ctrl-C, or until the host that started it is gone. Listens where --listen says, else at
    $SIM_DRIVER_ADDRESS, else at 127.0.0.1:50051. Ends the process with 2 when it cannot.
    """
    parser = argparse.ArgumentParser(description=f"Serves {getattr(module, '__name__', 'a driver')} for Sim.")
    serve_made(lambda _: module, parser, argv)


def serve_made(
    make: Callable[[argparse.Namespace], Callable[[], Driver | Assessor]], parser: argparse.ArgumentParser, argv: Sequence[str] | None = None, said_by: str = "sim_driver"
) -> None:
    """serve() for a program with arguments of its own: make is given them and returns the class; it may raise ConfigurationError."""
    defaults = ServerOptions()
    add_arguments(parser, defaults)
    parser.add_argument("--max-sessions", type=int, default=defaults.max_sessions, metavar="N")
    parser.add_argument("--pdb", action="store_true", help="open the debugger where decide() throws")
    args = parser.parse_args(argv)
    run(
        lambda: Server(
            make(args),
            ServerOptions(
                listen=args.listen,
                token_file=args.token_file,
                tls_cert=args.tls_cert,
                tls_key=args.tls_key,
                tls_client_ca=args.tls_client_ca,
                max_sessions=max(1, args.max_sessions),
                post_mortem=args.pdb,
            ),
        ),
        said_by,
    )
