"""What the cases of the matrix share: the arguments, the generated stubs, expectations, channels. Imported before all of them."""
import argparse
import contextlib
import os
import queue
import time

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

import interop_pb2 as pb  # noqa: E402

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


def drain(call, got):
    for item in call:
        got.append(item)
    return []


def running(stub, name):
    end = time.monotonic() + 10
    while stub.Witness(pb.WitnessRequest(key=name), timeout=WAIT).state != "running":
        expect(time.monotonic() < end, "the call never reached the server")
        time.sleep(0.01)
