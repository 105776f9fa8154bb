"""The least that an assessor is: the ego's top speed, and how long it drove faster than its lane allows."""

import numpy as np

from sim_driver import Assessor, Metric, Recording, serve


class TopSpeed(Assessor):
    version = "1"
    metrics = ("top_speed", "time_over_limit")

    def assess(self, recording: Recording) -> list[Metric]:
        ego = recording.ego.states[recording.ego.present]
        worst = int(ego["speed"].argmax())
        top = Metric(
            name="top_speed",
            value=float(ego["speed"][worst]),
            unit="m/s",
            worse="higher",
            worst_time_us=(recording.ego.first_step + int(np.flatnonzero(recording.ego.present)[worst])) * recording.step_us,
            actors=[recording.ego.id],
        )
        lanes = [recording.task.map.nearest_lane(s["x"], s["y"], s["heading"]) for s in ego]
        limits = [lane.speed_limit if lane else None for lane in lanes]
        if all(limit is None for limit in limits):
            return [top, Metric(name="time_over_limit", state="not_applicable", unit="s", worse="higher", reason="no lane has a limit")]
        over = sum(limit is not None and s["speed"] > limit + 0.1 for s, limit in zip(ego, limits))
        return [top, Metric(name="time_over_limit", value=over * recording.step_us / 1e6, unit="s", worse="higher")]


if __name__ == "__main__":
    serve(TopSpeed)
