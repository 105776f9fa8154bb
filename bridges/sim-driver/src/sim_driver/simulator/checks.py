"""What comes with a step is looked at before a simulator sees it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import grpc

from .._proto import session_pb2, simulator_pb2, world_pb2
from ..sessions import Fault
from .faults import INVALID


def check_answer(request: simulator_pb2.StepRequest, now_us: int, state: str) -> world_pb2.AnswerFrame:
    """The driver's answer of a step, well-formed."""

    def bad(text: str) -> Fault:
        return Fault(INVALID, session_pb2.ERROR_REASON_BAD_ANSWER, text, state=state, step=request.step)

    if not request.HasField("answer"):
        raise bad("the ego is driven, but there is no answer")
    answer = request.answer
    if answer.step != request.step:
        raise bad(f"the answer is to step {answer.step}, not to {request.step}")
    if answer.HasField("controls") == bool(answer.plan):
        raise bad("an answer is either a plan or controls")
    if answer.HasField("controls"):
        if not (math.isfinite(answer.controls.accel_mps2) and math.isfinite(answer.controls.steer_rad)):
            raise bad("a control is not finite")
        return answer
    if not 2 <= len(answer.plan) <= 2000:
        raise bad(f"a plan has 2 to 2000 points, found {len(answer.plan)}")
    times = [p.time_us for p in answer.plan]
    if any(b <= a for a, b in zip(times, times[1:], strict=False)):
        raise bad("the times of a plan are strictly increasing")
    if times[-1] <= now_us:
        raise bad(f"the plan ends at {times[-1]} µs, not after the present ({now_us} µs)")
    if not all(math.isfinite(v) for p in answer.plan for v in (p.x, p.y, p.heading_rad, p.speed_mps)):
        raise bad("a number of the plan is not finite")
    return answer


def check_external(external: Sequence[world_pb2.ActorFrame], count: int, state: str, step: int) -> None:
    """Actors that the client moves, of so many."""
    for a in external:
        if a.index >= count:
            text = f"an actor that the client moves has index {a.index} of {count}"
            raise Fault(grpc.StatusCode.NOT_FOUND, session_pb2.ERROR_REASON_ACTOR_UNKNOWN, text, state=state, step=step)
        if not all(math.isfinite(v) for v in (a.x, a.y, a.heading_rad, a.speed_mps)):
            raise Fault(INVALID, session_pb2.ERROR_REASON_BAD_ANSWER, f"actor {a.index}: a number is not finite", state=state, step=step)
