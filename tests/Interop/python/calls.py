"""Calls of the four kinds."""
import concurrent.futures

import interop_pb2 as pb
from harness import BINARY, CODE, TEXT, WAIT, case, chat, equal, expect, items, pattern


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
