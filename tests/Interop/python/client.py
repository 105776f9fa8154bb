"""The Python client of the matrix: runs every case against one server and prints "ok NAME" or "FAIL NAME why" for each."""
import argparse
import concurrent.futures
import contextlib
import os
import queue
import socket
import sys
import time
import traceback

import grpc

import stubs

arguments = argparse.ArgumentParser()
arguments.add_argument("--dir", required=True, help="folder with the certificates and the token")
arguments.add_argument("--plain", required=True, help="host:port without TLS")
arguments.add_argument("--relay", required=True, help="host:port that leads to the same server and counts bytes")
arguments.add_argument("--tls", required=True, help="host:port with mutual TLS and token")
arguments.add_argument("--unix", required=True, help="path of the server's socket")
arguments.add_argument("--stubs", required=True, help="folder for generated code")
arguments.add_argument("--only", default="", help="one case")
options = arguments.parse_args()
stubs.use(options.stubs)

import health_pb2  # noqa: E402
import health_pb2_grpc  # noqa: E402
import interop_pb2 as pb  # noqa: E402
import interop_pb2_grpc  # noqa: E402
import reflection_pb2  # noqa: E402
import reflection_pb2_grpc  # noqa: E402
from google.protobuf import descriptor_pb2  # noqa: E402

SERVICE = "sim.interop.v1.Interop"
MIB = 1024 * 1024
LIMIT = 4 * MIB
WAIT = 20.0
TEXT = "Fahrspur «3» fehlt: 100 % — 車線なし 🚗\nzweite Zeile"
BINARY = bytes(range(256))
CODE = grpc.StatusCode
CASES = []


def case(function):
    CASES.append(function)
    return function


class Failed(Exception):
    pass


def expect(condition, what):
    if not condition:
        raise Failed(what)


def equal(found, expected, what):
    if found != expected:
        raise Failed(f"{what}: {str(found)[:200]!r}, expected {str(expected)[:200]!r}")


def pattern(size):
    block = bytes(i % 251 for i in range(251 * 4))
    return (block * (size // len(block) + 1))[:size]


def channel(target, credentials=None):
    limits = [("grpc.max_receive_message_length", LIMIT), ("grpc.max_send_message_length", -1), ("grpc.use_local_subchannel_pool", 1),
              ("grpc.enable_http_proxy", 0)]
    return grpc.secure_channel(target, credentials, limits) if credentials else grpc.insecure_channel(target, limits)


def failing(expected, call, message=None):
    """Runs `call`, which must end with the status `expected`; returns the error."""
    try:
        call()
    except grpc.RpcError as error:
        equal(error.code(), expected, f"status ({error.details()})")
        if message is not None:
            equal(error.details(), message, "message")
        return error
    raise Failed(f"no error, expected {expected}")


def key(name):
    return f"python-{name}-{os.getpid()}-{time.monotonic_ns()}"


def witnessed(stub, name, expected):
    equal(stub.Witness(pb.WitnessRequest(key=name, wait_ms=5000), timeout=WAIT).state, expected, "the server's view of the call")


def items(count, size=0, text=""):
    return (pb.Item(index=i, payload=pattern(size), text=text) for i in range(count))


class Feed:
    """A request stream that is written to step by step."""

    def __init__(self):
        self.queue = queue.Queue()

    def send(self, item):
        self.queue.put(item)

    def close(self):
        self.queue.put(None)

    def __iter__(self):
        return iter(self.queue.get, None)


@contextlib.contextmanager
def chat(stub, **how):
    feed = Feed()
    call = stub.Chat(iter(feed), **{"timeout": WAIT, **how})
    try:
        yield feed, call
    finally:
        feed.close()
        call.cancel()


# Call kinds

@case
def unary(stub):
    reply = stub.Echo(pb.EchoRequest(payload=BINARY, text=TEXT), timeout=WAIT)
    equal(reply.payload, BINARY, "payload")
    equal(reply.text, TEXT, "text")


@case
def unary_empty(stub):
    equal(stub.Echo(pb.EchoRequest(), timeout=WAIT).payload, b"", "payload")


@case
def unary_concurrent(stub):
    calls = [stub.Echo.future(pb.EchoRequest(text=str(i), delay_ms=i % 7), timeout=WAIT) for i in range(50)]
    equal([c.result().text for c in calls], [str(i) for i in range(50)], "texts")


@case
def server_stream(stub):
    got = list(stub.Expand(pb.ExpandRequest(count=1000, size=10), timeout=WAIT))
    equal([i.index for i in got], list(range(1000)), "indices")
    expect(all(i.payload == pattern(10) for i in got), "payloads differ")


@case
def server_stream_empty(stub):
    equal(list(stub.Expand(pb.ExpandRequest(), timeout=WAIT)), [], "items")


@case
def client_stream(stub):
    summary = stub.Collect(items(500, 100), timeout=WAIT)
    equal((summary.count, summary.bytes, summary.index_sum), (500, 50_000, 124_750), "summary")


@case
def client_stream_empty(stub):
    equal(stub.Collect(items(0), timeout=WAIT).count, 0, "count")


@case
def bidi_stream(stub):
    with chat(stub) as (feed, call):
        for i in range(200):
            feed.send(pb.Item(index=i, text=TEXT))
            got = next(call)
            equal((got.index, got.text), (i, TEXT), "answer")
        feed.close()
        equal(next(call).text, "end", "last answer")
        equal(list(call), [], "answers after the last")
        equal(call.code(), CODE.OK, "status")


@case
def bidi_half_close(stub):
    got = list(stub.Chat(items(100, 1000), timeout=WAIT))
    equal([i.index for i in got], list(range(101)), "indices")
    equal(got[-1].text, "end", "last answer")


@case
def bidi_concurrent(stub):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for got in pool.map(lambda _: list(stub.Chat(items(20, 1000), timeout=WAIT)), range(16)):
            equal(len(got), 21, "answers")


# Deadlines and cancellation

@case
def deadline_unary(stub):
    name, begin = key("deadline"), time.monotonic()
    failing(CODE.DEADLINE_EXCEEDED, lambda: stub.Echo(pb.EchoRequest(delay_ms=10_000), timeout=0.2, metadata=[("x-key", name)]))
    expect(0.15 < time.monotonic() - begin < 3, f"took {time.monotonic() - begin:.2f} s")
    witnessed(stub, name, "cancelled")


@case
def deadline_mid_stream(stub):
    name, got = key("deadline"), []
    call = stub.Expand(pb.ExpandRequest(count=1000, delay_ms=50), timeout=1.0, metadata=[("x-key", name)])
    failing(CODE.DEADLINE_EXCEEDED, lambda: got.extend(_each(call, got)))
    expect(1 <= len(got) < 1000, f"{len(got)} items")
    witnessed(stub, name, "cancelled")


def _each(call, got):
    for item in call:
        got.append(item)
    return []


@case
def deadline_bidi(stub):
    name = key("deadline")
    with chat(stub, timeout=0.5, metadata=[("x-key", name)]) as (feed, call):
        feed.send(pb.Item(index=1))
        equal(next(call).index, 1, "answer")
        failing(CODE.DEADLINE_EXCEEDED, lambda: next(call))
    witnessed(stub, name, "cancelled")


@case
def deadline_expired(stub):
    failing(CODE.DEADLINE_EXCEEDED, lambda: stub.Echo(pb.EchoRequest(), timeout=-1))


@case
def deadline_seen_by_server(stub):
    left = stub.Echo(pb.EchoRequest(), timeout=WAIT).deadline_ms
    expect(WAIT * 500 < left < WAIT * 1000 + 1000, f"{left} ms left")  # some round up
    equal(stub.Echo(pb.EchoRequest()).deadline_ms, -1, "deadline of a call without one")


@case
def cancel_unary(stub):
    name = key("cancel")
    call = stub.Echo.future(pb.EchoRequest(delay_ms=10_000), timeout=WAIT, metadata=[("x-key", name)])
    running(stub, name)
    call.cancel()
    equal(call.code(), CODE.CANCELLED, "status")
    witnessed(stub, name, "cancelled")


def running(stub, name):
    end = time.monotonic() + 10
    while stub.Witness(pb.WitnessRequest(key=name), timeout=WAIT).state != "running":
        expect(time.monotonic() < end, "the call never reached the server")
        time.sleep(0.01)


@case
def cancel_server_stream(stub):
    name = key("cancel")
    call = stub.Expand(pb.ExpandRequest(count=100_000, delay_ms=5), timeout=WAIT, metadata=[("x-key", name)])
    equal([next(call).index for _ in range(3)], [0, 1, 2], "indices")
    call.cancel()
    failing(CODE.CANCELLED, lambda: list(call))
    witnessed(stub, name, "cancelled")


@case
def cancel_client_stream(stub):
    name, feed = key("cancel"), Feed()
    call = stub.Collect.future(iter(feed), timeout=WAIT, metadata=[("x-key", name)])
    feed.send(pb.Item())
    running(stub, name)
    call.cancel()
    feed.close()
    equal(call.code(), CODE.CANCELLED, "status")
    witnessed(stub, name, "cancelled")


@case
def cancel_bidi(stub):
    name = key("cancel")
    with chat(stub, metadata=[("x-key", name)]) as (feed, call):
        feed.send(pb.Item(index=1))
        equal(next(call).index, 1, "answer")
        call.cancel()
        failing(CODE.CANCELLED, lambda: list(call))
    witnessed(stub, name, "cancelled")


@case
def finished_is_seen(stub):
    name = key("finished")
    stub.Echo(pb.EchoRequest(), timeout=WAIT, metadata=[("x-key", name)])
    witnessed(stub, name, "finished")


# Errors

@case
def error_codes(stub):
    for code in CODE:
        if code is not CODE.OK:
            failure = pb.Failure(code=code.value[0], message=code.name)
            failing(code, lambda: stub.Echo(pb.EchoRequest(failure=failure), timeout=WAIT), code.name)


@case
def error_message(stub):
    failing(CODE.NOT_FOUND, lambda: stub.Echo(pb.EchoRequest(failure=pb.Failure(code=5, message=TEXT)), timeout=WAIT), TEXT)


@case
def error_trailers(stub):
    metadata = [("x-trailing-text", "left rear"), ("x-trailing-raw-bin", BINARY)]
    error = failing(CODE.ABORTED, lambda: stub.Echo(pb.EchoRequest(failure=pb.Failure(code=10, message="stop")), timeout=WAIT, metadata=metadata), "stop")
    trailers = dict(error.trailing_metadata())
    equal(trailers.get("x-trailing-text"), "left rear", "text trailer")
    equal(trailers.get("x-trailing-raw-bin"), BINARY, "binary trailer")


@case
def error_after_messages(stub):
    got = []
    call = stub.Expand(pb.ExpandRequest(count=5, failure=pb.Failure(code=15, message=TEXT)), timeout=WAIT, metadata=[("x-trailing-text", "after")])
    error = failing(CODE.DATA_LOSS, lambda: _each(call, got), TEXT)
    equal([i.index for i in got], [0, 1, 2, 3, 4], "indices before the error")
    equal(dict(error.trailing_metadata()).get("x-trailing-text"), "after", "trailer")


@case
def error_in_client_stream(stub):
    feed = Feed()
    call = stub.Collect.future(iter(feed), timeout=WAIT)
    feed.send(pb.Item())
    feed.send(pb.Item(failure=pb.Failure(code=9, message=TEXT)))
    try:
        equal(call.exception().code(), CODE.FAILED_PRECONDITION, "status")
        equal(call.exception().details(), TEXT, "message")
    finally:
        feed.close()


@case
def error_in_bidi(stub):
    with chat(stub) as (feed, call):
        feed.send(pb.Item(index=1))
        equal(next(call).index, 1, "answer")
        feed.send(pb.Item(failure=pb.Failure(code=11, message=TEXT)))
        failing(CODE.OUT_OF_RANGE, lambda: next(call), TEXT)


@case
def unknown_method(stub):
    call = stub.channel.unary_unary(f"/{SERVICE}/Missing", pb.EchoRequest.SerializeToString, pb.EchoReply.FromString)
    failing(CODE.UNIMPLEMENTED, lambda: call(pb.EchoRequest(), timeout=WAIT))


@case
def unknown_service(stub):
    failing(CODE.UNIMPLEMENTED, lambda: interop_pb2_grpc.AbsentStub(stub.channel).Echo(pb.EchoRequest(), timeout=WAIT))


# Metadata

@case
def metadata_request(stub):
    metadata = [("x-text", "plain, with comma"), ("x-raw-bin", BINARY), ("x-empty", ""), ("x-long", "a" * 4000)]
    reply = stub.Echo(pb.EchoRequest(), timeout=WAIT, metadata=metadata)
    seen = {h.key: h.value for h in reply.headers}
    for name, value in metadata:
        equal(seen.get(name), value if isinstance(value, bytes) else value.encode(), name)


@case
def metadata_repeated(stub):
    reply = stub.Echo(pb.EchoRequest(), timeout=WAIT, metadata=[("x-list", "a"), ("x-list", "b"), ("x-list-bin", b"\x00"), ("x-list-bin", b"\xff\xfe")])
    texts = b",".join(h.value for h in reply.headers if h.key == "x-list").replace(b" ", b"")
    equal(texts, b"a,b", "repeated text")
    equal([h.value for h in reply.headers if h.key == "x-list-bin"], [b"\x00", b"\xff\xfe"], "repeated binary")


@case
def metadata_initial(stub):
    with chat(stub, metadata=[("x-initial-text", "before"), ("x-initial-raw-bin", BINARY)]) as (feed, call):
        initial = dict(call.initial_metadata())  # before any message has gone either way
        equal(initial.get("x-initial-text"), "before", "text")
        equal(initial.get("x-initial-raw-bin"), BINARY, "binary")
        feed.close()
        equal([i.text for i in call], ["end"], "answers")


@case
def metadata_trailing(stub):
    reply, call = stub.Echo.with_call(pb.EchoRequest(text="x"), timeout=WAIT, metadata=[("x-trailing-text", "behind"), ("x-trailing-raw-bin", BINARY)])
    equal(reply.text, "x", "text of the reply")
    trailers = dict(call.trailing_metadata())
    equal(trailers.get("x-trailing-text"), "behind", "text")
    equal(trailers.get("x-trailing-raw-bin"), BINARY, "binary")


# Compression: through the relay, whose counters the caller holds

@case
def gzip_request(_):
    with channel(options.relay) as relayed:
        stub = interop_pb2_grpc.InteropStub(relayed)
        summary = stub.Collect((pb.Item(payload=bytes(MIB)) for _ in range(2)), timeout=WAIT, compression=grpc.Compression.Gzip)
        equal(summary.bytes, 2 * MIB, "bytes")
        equal(stub.Echo(pb.EchoRequest(payload=bytes(MIB)), timeout=WAIT, compression=grpc.Compression.Gzip, metadata=[("x-compress", "gzip")]).payload, bytes(MIB), "payload")


@case
def gzip_response(_):
    with channel(options.relay) as relayed:
        stub = interop_pb2_grpc.InteropStub(relayed)
        equal(stub.Echo(pb.EchoRequest(reply_size=MIB), timeout=WAIT, metadata=[("x-compress", "gzip")]).payload, pattern(MIB), "payload")
        got = list(stub.Expand(pb.ExpandRequest(count=3, size=MIB), timeout=WAIT, metadata=[("x-compress", "gzip")]))
        expect(len(got) == 3 and all(i.payload == pattern(MIB) for i in got), "items differ")


@case
def gzip_stream(_):
    with channel(options.relay) as relayed:
        stub = interop_pb2_grpc.InteropStub(relayed)
        got = list(stub.Chat(items(10, 100_000), timeout=WAIT, compression=grpc.Compression.Gzip, metadata=[("x-compress", "gzip")]))
        expect(len(got) == 11 and all(i.payload == pattern(100_000) for i in got[:10]), "items differ")


# Sizes

@case
def large_unary(stub):
    payload = pattern(3 * MIB)
    equal(stub.Echo(pb.EchoRequest(payload=payload), timeout=WAIT).payload, payload, "payload")


@case
def large_stream(stub):
    payload = pattern(3 * MIB)
    got = list(stub.Chat((pb.Item(index=i, payload=payload) for i in range(6)), timeout=WAIT))
    expect(len(got) == 7 and all(i.payload == payload for i in got[:6]), "items differ")


@case
def size_limit_server(stub):
    failing(CODE.RESOURCE_EXHAUSTED, lambda: stub.Echo(pb.EchoRequest(payload=bytes(5 * MIB)), timeout=WAIT))
    failing(CODE.RESOURCE_EXHAUSTED, lambda: stub.Collect((pb.Item(payload=bytes(n)) for n in (10, 5 * MIB)), timeout=WAIT))
    unary(stub)


@case
def size_limit_client(stub):
    failing(CODE.RESOURCE_EXHAUSTED, lambda: stub.Echo(pb.EchoRequest(reply_size=5 * MIB), timeout=WAIT))
    failing(CODE.RESOURCE_EXHAUSTED, lambda: list(stub.Expand(pb.ExpandRequest(count=1, size=5 * MIB), timeout=WAIT)))
    unary(stub)


@case
def size_limit_compressed(stub):
    failing(CODE.RESOURCE_EXHAUSTED, lambda: stub.Echo(pb.EchoRequest(payload=bytes(5 * MIB)), timeout=WAIT, compression=grpc.Compression.Gzip))
    unary(stub)


# TLS and token

def read(name):
    with open(os.path.join(options.dir, name), "rb") as file:
        return file.read()


def tls(authority="authority", leaf="client"):
    return grpc.ssl_channel_credentials(read(authority + ".pem"), read(leaf + ".key") if leaf else None, read(leaf + ".pem") if leaf else None)


def bearer(token=None):
    return [("authorization", "Bearer " + (token or read("token").decode().strip()))]


@contextlib.contextmanager
def secured(**how):
    with channel(options.tls, tls(**how)) as made:
        yield interop_pb2_grpc.InteropStub(made)


@case
def mtls(_):
    with secured() as stub:
        equal(stub.Echo(pb.EchoRequest(text=TEXT), timeout=WAIT, metadata=bearer()).text, TEXT, "text")
        got = list(stub.Chat(items(20, 100_000), timeout=WAIT, metadata=bearer()))
        equal(len(got), 21, "answers")


@case
def mtls_no_certificate(_):
    with secured(leaf=None) as stub:
        failing(CODE.UNAVAILABLE, lambda: stub.Echo(pb.EchoRequest(), timeout=WAIT, metadata=bearer()))


@case
def mtls_foreign_certificate(_):
    with secured(leaf="stranger") as stub:
        failing(CODE.UNAVAILABLE, lambda: stub.Echo(pb.EchoRequest(), timeout=WAIT, metadata=bearer()))


@case
def tls_foreign_server(_):
    with secured(authority="strangers") as stub:
        failing(CODE.UNAVAILABLE, lambda: stub.Echo(pb.EchoRequest(), timeout=WAIT, metadata=bearer()))


@case
def tls_plaintext(_):
    with channel(options.tls) as made:
        failing(CODE.UNAVAILABLE, lambda: interop_pb2_grpc.InteropStub(made).Echo(pb.EchoRequest(), timeout=WAIT, metadata=bearer()))


@case
def token_good(_):
    credentials = grpc.composite_channel_credentials(tls(), grpc.access_token_call_credentials(read("token").decode().strip()))
    with channel(options.tls, credentials) as made:
        equal(interop_pb2_grpc.InteropStub(made).Echo(pb.EchoRequest(text="in"), timeout=WAIT).text, "in", "text")


@case
def token_missing(_):
    with secured() as stub:
        failing(CODE.UNAUTHENTICATED, lambda: stub.Echo(pb.EchoRequest(), timeout=WAIT))


@case
def token_wrong(_):
    with secured() as stub:
        failing(CODE.UNAUTHENTICATED, lambda: stub.Echo(pb.EchoRequest(), timeout=WAIT, metadata=bearer("0" * 64)))


# The rest

@case
def unix_socket(_):
    with channel("unix:" + options.unix) as made:
        stub = interop_pb2_grpc.InteropStub(made)
        unary(stub)
        bidi_stream(stub)
        large_stream(stub)


@case
def health_check(stub):
    health = health_pb2_grpc.HealthStub(stub.channel)
    for name in ("", SERVICE):
        equal(health.Check(health_pb2.HealthCheckRequest(service=name), timeout=WAIT).status, health_pb2.HealthCheckResponse.SERVING, f"status of '{name}'")


@case
def health_unknown(stub):
    health = health_pb2_grpc.HealthStub(stub.channel)
    failing(CODE.NOT_FOUND, lambda: health.Check(health_pb2.HealthCheckRequest(service="no.such.Service"), timeout=WAIT))


@case
def health_watch(stub):
    call = health_pb2_grpc.HealthStub(stub.channel).Watch(health_pb2.HealthCheckRequest(service=SERVICE), timeout=WAIT)
    equal(next(call).status, health_pb2.HealthCheckResponse.SERVING, "first status")
    call.cancel()


@case
def reflection(stub):
    reflect = reflection_pb2_grpc.ServerReflectionStub(stub.channel)
    questions = [reflection_pb2.ServerReflectionRequest(list_services=""),
                 reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE),
                 reflection_pb2.ServerReflectionRequest(file_containing_symbol="no.such.Symbol")]
    listed, found, missing = reflect.ServerReflectionInfo(iter(questions), timeout=WAIT)
    expect(SERVICE in [s.name for s in listed.list_services_response.service], "the service is not listed")
    files = [descriptor_pb2.FileDescriptorProto.FromString(f) for f in found.file_descriptor_response.file_descriptor_proto]
    methods = [m.name for f in files for s in f.service if f"{f.package}.{s.name}" == SERVICE for m in s.method]
    equal(methods, ["Echo", "Expand", "Collect", "Chat", "Witness"], "methods")
    equal(missing.error_response.error_code, 5, "error code of a missing symbol")


@case
def refused(_):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # not listening
        with channel("127.0.0.1:%d" % taken.getsockname()[1]) as made:
            failing(CODE.UNAVAILABLE, lambda: interop_pb2_grpc.InteropStub(made).Echo(pb.EchoRequest(), timeout=WAIT))


def main():
    with channel(options.plain) as made:
        stub = interop_pb2_grpc.InteropStub(made)
        stub.channel = made
        for function in CASES:
            if options.only not in ("", function.__name__):
                continue
            try:
                function(stub)
                print(f"ok {function.__name__}", flush=True)
            except Exception as error:  # every case is told, whatever it died of
                why = str(error) if isinstance(error, Failed) else traceback.format_exc()
                print(f"FAIL {function.__name__} {' | '.join(why.splitlines())}", flush=True)


main()
os._exit(0)
