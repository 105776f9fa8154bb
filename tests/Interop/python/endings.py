"""Deadlines and cancellation."""
import time

import interop_pb2 as pb
from harness import CODE, Feed, WAIT, case, chat, drain, equal, expect, failing, key, running, witnessed


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
    failing(CODE.DEADLINE_EXCEEDED, lambda: got.extend(drain(call, got)))
    expect(1 <= len(got) < 1000, f"{len(got)} items")
    witnessed(stub, name, "cancelled")


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
