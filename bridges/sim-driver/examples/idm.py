"""Lane following with the Intelligent Driver Model (Treiber, Hennecke, Helbing 2000) behind whoever is in the way."""

import math

from sim_driver import Debug, Driver, Plan, Reproducibility, Task, World, serve


class Idm(Driver):
    version = "1"
    reproducibility = Reproducibility.BIT

    def start(self, task: Task) -> None:
        o = task.options
        self.headway_s, self.standstill_m = float(o.get("headway_s", 1.5)), float(o.get("standstill_m", 2.0))
        self.accel, self.brake = float(o.get("accel", 1.5)), float(o.get("brake", 2.0))

    def decide(self, world: World) -> Plan:
        ego, path = world.ego, world.path()
        wanted = max(0.1, self.task.cruise_speed(self.task.map.nearest_lane(ego.x, ego.y, ego.heading)))
        free = 1 - (ego.speed / wanted) ** 4
        signals = {"wanted_mps": wanted}
        if leader := world.leader(path, within=3.0):
            closing = ego.speed - leader.speed
            gap = self.standstill_m + max(0.0, self.headway_s * ego.speed + ego.speed * closing / (2 * math.sqrt(self.accel * self.brake)))
            free -= (gap / max(leader.gap, 0.1)) ** 2
            signals |= {"gap_m": leader.gap, "wanted_gap_m": gap}
            if closing > 0:
                signals["ttc_s"] = max(0.0, leader.gap) / closing
        accel = max(-self.task.vehicle.max_decel_mps2, self.accel * free)
        return Plan.along(path, world, accel, debug=Debug(signals=signals | {"accel_mps2": accel}))


if __name__ == "__main__":
    serve(Idm)
