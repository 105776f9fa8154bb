"""Pure pursuit: steers at a point on the way some distance ahead; holds the speed that the task asks for. Answers with controls."""

import math

from sim_driver import Controls, Debug, Driver, Reproducibility, Task, World, serve


class PurePursuit(Driver):
    version = "1"
    reproducibility = Reproducibility.BIT

    def start(self, task: Task) -> None:
        self.lookahead_s = float(task.options.get("lookahead_s", 1.0))

    def decide(self, world: World) -> Controls:
        axle, speed = world.ego.rear_axle, world.ego.speed
        path = world.path()
        s, offset = path.project(axle.x, axle.y)
        distance = max(4.0, self.lookahead_s * speed)
        goal = path.at(s + distance)
        # The arc through the rear axle, along the heading there, to the goal has the curvature 2 sin(bearing) / distance.
        bearing = math.atan2(goal.y - axle.y, goal.x - axle.x) - axle.heading
        steer = math.atan(self.task.vehicle.wheelbase_m * 2 * math.sin(bearing) / math.hypot(goal.x - axle.x, goal.y - axle.y))
        limit = self.task.vehicle.max_steer_rad
        wanted = self.task.cruise_speed(self.task.map.nearest_lane(axle.x, axle.y, axle.heading))
        accel = max(-3.0, min(2.0, 0.8 * (wanted - speed)))
        return Controls(accel, max(-limit, min(limit, steer)), Debug(signals={"offset_m": offset, "wanted_mps": wanted}))


if __name__ == "__main__":
    serve(PurePursuit)
