"""Sessions over the wire: handshake, idempotence, conflicts, leases, errors."""

from __future__ import annotations

import threading
import time
import unittest
from contextlib import redirect_stderr
from io import StringIO

import grpc
from support import Running, Straight, detail, request

from sim_driver import Controls, Driver, Plan, Refused, Task, World, synthetic
from sim_driver._proto import driver_pb2, session_pb2


class Throws(Straight):
    def decide(self, world: World) -> Plan:
        if world.step == 2:
            raise KeyError("no lane\x1b[31m 'x'")
        return super().decide(world)


class Slow(Straight):
    go = threading.Event()

    def decide(self, world: World) -> Plan:
        type(self).go.wait(10)
        return super().decide(world)


class Picky(Straight):
    def start(self, task: Task) -> None:
        raise Refused(f"no night driving, option was {task.options['night']}")


class WrongAnswer(Driver):
    def decide(self, world: World) -> Plan:
        return 3  # type: ignore[return-value]


class PastPlan(Driver):
    def decide(self, world: World) -> Plan:
        return Plan([world.time_us - 2, world.time_us], 0.0 + world.ego.x, 0.0, 0.0, 0.0)


class SessionTests(unittest.TestCase):
    def fails(self, code: grpc.StatusCode, reason: str, work: object) -> tuple[str, session_pb2.ErrorDetail]:
        with self.assertRaises(grpc.RpcError) as caught:
            work()  # type: ignore[operator]
        error = caught.exception
        self.assertEqual(error.code(), code, error.details())
        found = detail(error)
        self.assertEqual(session_pb2.ErrorReason.Name(found.reason), "ERROR_REASON_" + reason)
        return error.details(), found

    def test_a_handshake_says_who_it_is(self) -> None:
        with Running(Straight) as r:
            reply = r.client.handshake()
            self.assertEqual((reply.server.name, reply.server.version), ("Straight", "3"))
            self.assertEqual(list(reply.capabilities), ["plan", "controls"])
            self.assertEqual(reply.reproducibility, session_pb2.REPRODUCIBILITY_STATISTICAL)
            self.assertEqual(reply.contract.major, 1)

    def test_versions_that_do_not_fit_are_refused_with_both_in_the_text(self) -> None:
        with Running(Straight) as r:
            hello = session_pb2.HandshakeRequest(contract=session_pb2.Version(major=2, minor=7))
            text, _ = self.fails(
                grpc.StatusCode.FAILED_PRECONDITION, "VERSION_MISMATCH", lambda: r.client.call("Handshake", hello, session_pb2.HandshakeReply)
            )
            self.assertIn("2.7.0", text)
            self.assertIn("1.0.0", text)

    def test_a_missing_capability_is_named(self) -> None:
        with Running(Straight) as r:
            hello = session_pb2.HandshakeRequest(contract=session_pb2.Version(major=1), required=["plan", "perfect-tracking"])
            text, _ = self.fails(
                grpc.StatusCode.FAILED_PRECONDITION, "CAPABILITY_MISSING", lambda: r.client.call("Handshake", hello, session_pb2.HandshakeReply)
            )
            self.assertIn("perfect-tracking", text)

    def test_opening_again_with_the_same_token_makes_no_second_driver(self) -> None:
        Straight.made.clear()
        with Running(Straight) as r:
            r.open()
            r.open()
            self.assertEqual(len(Straight.made), 1)
            self.fails(grpc.StatusCode.PERMISSION_DENIED, "NOT_OWNER", lambda: r.open(token="other"))
            r.close()
            r.close()
            self.assertEqual(Straight.made[0].closed, 1)

    def test_a_repeated_step_is_answered_without_asking_the_driver(self) -> None:
        Straight.made.clear()
        with Running(Straight) as r:
            task = synthetic.straight_road()
            r.open(task=task)
            loop = synthetic.Loop(task)
            first = r.decide(request(loop))
            self.assertEqual(r.decide(request(loop)), first)
            self.assertEqual(Straight.made[0].decided, [0])
            self.assertEqual((first.session_id, first.time_us, first.answer.step), ("s", 0, 0))

            other = request(loop)
            other.world.actors[0].x += 1
            text, found = self.fails(grpc.StatusCode.ABORTED, "STEP_CONFLICT", lambda: r.decide(other))
            self.assertEqual((found.step, found.state), (0, "running"))
            loop.advance(first.answer)
            r.decide(request(loop))
            self.fails(grpc.StatusCode.ABORTED, "STEP_CONFLICT", lambda: r.decide(request(synthetic.Loop(task))))
            self.assertEqual(Straight.made[0].decided, [0, 1])

    def test_a_broken_stream_is_continued_by_asking_again(self) -> None:
        Straight.made.clear()
        with Running(Straight) as r:
            task = synthetic.straight_road()
            r.open(task=task)
            loop = synthetic.Loop(task)
            answers = r.client.drive("s", loop, 5)
            again = synthetic.Loop(task)
            for answer in answers[:-1]:
                again.advance(answer)
            replies = r.client.stream("Drive", iter([request(again)]), driver_pb2.DriveRequest, driver_pb2.DriveReply)
            self.assertEqual(next(replies).answer, answers[-1])
            self.assertEqual(Straight.made[0].decided, [0, 1, 2, 3, 4])

    def test_what_a_driver_throws_is_told_and_ends_the_session(self) -> None:
        with Running(Throws) as r, redirect_stderr(StringIO()) as stderr:
            task = synthetic.straight_road()
            r.open(task=task)
            loop = synthetic.Loop(task)
            for _ in range(2):
                loop.advance(r.decide(request(loop)).answer)
            text, found = self.fails(grpc.StatusCode.INTERNAL, "MODULE_FAILED", lambda: r.decide(request(loop)))
            self.assertIn("KeyError", found.native_text)
            self.assertNotIn("\x1b", found.native_text)
            self.assertEqual(found.step, 2)
            self.assertIn("Traceback", stderr.getvalue())
            self.fails(grpc.StatusCode.INTERNAL, "MODULE_FAILED", lambda: r.decide(request(loop)))
            later = request(loop)
            later.world.step, later.world.time_us = 3, 300_000
            _, found = self.fails(grpc.StatusCode.FAILED_PRECONDITION, "WRONG_STATE", lambda: r.decide(later))
            self.assertEqual(found.state, "faulted")
            r.close()

    def test_a_bad_answer_is_the_drivers_failure(self) -> None:
        for driver, words in ((WrongAnswer, "it returned int"), (PastPlan, "not after the present")):
            with Running(driver) as r, redirect_stderr(StringIO()):
                r.open()
                text, _ = self.fails(grpc.StatusCode.INTERNAL, "MODULE_FAILED", lambda: r.decide(request(synthetic.Loop(synthetic.straight_road()))))
                self.assertIn(words, text)

    def test_a_driver_may_refuse_a_case(self) -> None:
        with Running(Picky) as r:
            text, _ = self.fails(grpc.StatusCode.FAILED_PRECONDITION, "REFUSED", lambda: r.open(options='{"night": 7}'))
            self.assertEqual(text, "no night driving, option was 7")
            with redirect_stderr(StringIO()):
                self.fails(grpc.StatusCode.INTERNAL, "MODULE_FAILED", lambda: r.open(options="{}"))
            self.fails(grpc.StatusCode.INVALID_ARGUMENT, "BAD_OPTIONS", lambda: r.open(options="{"))

    def test_worlds_that_cannot_be_are_refused(self) -> None:
        task = synthetic.straight_road()
        with Running(Straight) as r:
            r.open(task=task)

            def changed(change: object) -> driver_pb2.DriveRequest:
                message = request(synthetic.Loop(task))
                change(message.world)  # type: ignore[operator]
                return message

            def nan(world: object) -> None:
                world.actors[1].y = float("nan")  # type: ignore[attr-defined]

            invalid = grpc.StatusCode.INVALID_ARGUMENT
            cases = (
                (invalid, "BAD_TIME", lambda w: setattr(w, "time_us", 7)),
                (invalid, "BAD_TIME", lambda w: setattr(w, "step", -1)),
                (invalid, "BAD_SCENARIO", lambda w: w.actors.pop(0)),
                (invalid, "BAD_SCENARIO", nan),
                (invalid, "BAD_SCENARIO", lambda w: setattr(w.actors[1], "index", 0)),
                (grpc.StatusCode.NOT_FOUND, "ACTOR_UNKNOWN", lambda w: setattr(w.actors[1], "index", 99)),
            )
            for code, reason, change in cases:
                self.fails(code, reason, lambda: r.decide(changed(change)))
            self.assertEqual(r.decide(request(synthetic.Loop(task))).answer.step, 0)

    def test_tasks_that_cannot_be_are_refused(self) -> None:
        with Running(Straight) as r:
            task = synthetic.straight_road()
            task.ego_index = 2
            self.fails(grpc.StatusCode.INVALID_ARGUMENT, "BAD_SCENARIO", lambda: r.open(task=task))
            task = synthetic.straight_road()
            task.step_us = 0
            self.fails(grpc.StatusCode.INVALID_ARGUMENT, "BAD_TIME", lambda: r.open(task=task))
            for name in ("", "a b", "x" * 65):
                self.fails(grpc.StatusCode.INVALID_ARGUMENT, "UNSPECIFIED", lambda: r.open(session=name))

    def test_a_heartbeat_is_answered_while_the_driver_works(self) -> None:
        Slow.go.clear()
        with Running(Slow) as r:
            r.open()
            asked = threading.Thread(target=lambda: r.decide(request(synthetic.Loop(synthetic.straight_road()))))
            asked.start()
            pings = iter([session_pb2.Ping(sequence=k, session_ids=["s"]) for k in (4, 5)])
            deadline = time.monotonic() + 5
            pongs = list(r.client.stream("Heartbeat", pings, session_pb2.Ping, session_pb2.Pong))
            while pongs[-1].phase != session_pb2.PHASE_STEPPING and time.monotonic() < deadline:
                pongs = list(r.client.stream("Heartbeat", iter([session_pb2.Ping(sequence=5)]), session_pb2.Ping, session_pb2.Pong))
            self.assertEqual((pongs[-1].sequence, pongs[-1].sessions, pongs[-1].phase), (5, 1, session_pb2.PHASE_STEPPING))
            Slow.go.set()
            asked.join(10)
            self.assertFalse(asked.is_alive())

    def test_a_session_ends_with_its_lease_and_pings_renew_it(self) -> None:
        Straight.made.clear()
        with Running(Straight) as r, redirect_stderr(StringIO()):
            r.open(lease_us=600_000)
            r.open(session="renewed", lease_us=600_000)
            first, renewed = Straight.made
            deadline = time.monotonic() + 10
            while not first.closed and time.monotonic() < deadline:
                ping = session_pb2.Ping(session_ids=["renewed"])
                list(r.client.stream("Heartbeat", iter([ping]), session_pb2.Ping, session_pb2.Pong))
                time.sleep(0.05)
            self.assertEqual((first.closed, renewed.closed), (1, 0))
            self.fails(grpc.StatusCode.NOT_FOUND, "SESSION_UNKNOWN", lambda: r.decide(request(synthetic.Loop(synthetic.straight_road()))))
            self.assertEqual(r.decide(request(synthetic.Loop(synthetic.straight_road()), "renewed")).answer.step, 0)

    def test_a_hanging_driver_holds_up_no_other_session(self) -> None:
        Slow.go.clear()
        with Running(Slow) as r:
            r.open()
            with self.assertRaises(grpc.RpcError) as caught:
                r.decide(request(synthetic.Loop(synthetic.straight_road())), timeout=0.3)
            self.assertEqual(caught.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
            begin = time.monotonic()
            r.open(session="other")
            self.assertLess(time.monotonic() - begin, 5)
            Slow.go.set()

    def test_only_so_many_sessions_are_taken(self) -> None:
        with Running(Straight, max_sessions=2) as r:
            r.open(session="a")
            r.open(session="b")
            _, found = self.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, "TOO_MANY_SESSIONS", lambda: r.open(session="c"))
            self.assertTrue(found.retryable)
            r.close("a")
            r.open(session="c")

    def test_controls_and_debug_reach_the_wire(self) -> None:
        from sim_driver import Debug

        class Steers(Driver):
            def decide(self, world: World) -> Controls:
                return Controls(-0.0, 0.1, Debug(signals={"ttc": 1.2}, texts=["careful"]))

        with Running(Steers) as r:
            r.open()
            answer = r.decide(request(synthetic.Loop(synthetic.straight_road()))).answer
            self.assertEqual(str(answer.controls.accel_mps2), "-0.0")
            self.assertEqual((answer.debug.signals[0].name, answer.debug.signals[0].value), ("ttc", 1.2))
            self.assertEqual(answer.debug.texts[0].text, "careful")
            self.assertEqual(len(answer.plan), 0)


if __name__ == "__main__":
    unittest.main()
