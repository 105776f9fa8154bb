"""TLS and token."""
import contextlib
import os

import grpc

import interop_pb2 as pb
import interop_pb2_grpc
from harness import CODE, TEXT, WAIT, case, channel, equal, failing, items, options


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
