"""Compression and sizes."""
import grpc

import interop_pb2 as pb
import interop_pb2_grpc
from calls import unary
from harness import CODE, MIB, WAIT, case, channel, equal, expect, failing, items, options, pattern


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
