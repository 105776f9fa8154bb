"""Straight on at the same speed, whatever happens: the least that closes the loop."""

import numpy as np

from sim_driver import Driver, Plan, Reproducibility, World, serve


class ConstantVelocity(Driver):
    version = "1"
    reproducibility = Reproducibility.BIT

    def decide(self, world: World) -> Plan:
        axle, speed = world.ego.rear_axle, world.ego.speed
        t = np.arange(31) * 0.1
        x = axle.x + speed * t * np.cos(axle.heading)
        y = axle.y + speed * t * np.sin(axle.heading)
        return Plan(world.time_us + t * 1e6, x, y, axle.heading, speed)


if __name__ == "__main__":
    serve(ConstantVelocity)
