"""Errors and metadata."""
import interop_pb2 as pb
import interop_pb2_grpc
from harness import BINARY, CODE, Feed, SERVICE, TEXT, WAIT, case, chat, drain, equal, failing


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
    error = failing(CODE.DATA_LOSS, lambda: drain(call, got), TEXT)
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
