"""Deliberately not reproducible: IDM's answers with noise that nobody seeded. Its recordings replay to the byte all the same."""

import numpy as np
from idm import Idm

from sim_driver import Debug, Plan, Reproducibility, World, serve


class Noisy(Idm):
    reproducibility = Reproducibility.STATISTICAL

    def decide(self, world: World) -> Plan:
        plan = super().decide(world)
        noise = np.random.default_rng().normal(0.0, 0.02)
        # The noise grows along the plan, so that the present stays where it is.
        t = (plan.time_us - world.time_us) / 1e6
        x, y = plan.x - noise * t * np.sin(plan.heading), plan.y + noise * t * np.cos(plan.heading)
        signals = dict(plan.debug.signals if plan.debug else {}, noise_m=noise)
        return Plan(plan.time_us, x, y, plan.heading, plan.speed, Debug(signals=signals, candidates={"without-noise": plan}))


if __name__ == "__main__":
    serve(Noisy)
