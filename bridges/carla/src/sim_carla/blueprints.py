"""Which of CARLA's models stands for an actor: by its class, then by its size. What counts afterwards is the box that CARLA says the model has."""

from __future__ import annotations

from collections.abc import Collection

from sim_driver._proto import map_pb2

_VEHICLES: dict[str, dict[str, tuple[float, float]]] = {
    "car": {
        "vehicle.audi.a2": (3.71, 1.79), "vehicle.audi.etron": (4.86, 2.03), "vehicle.audi.tt": (4.18, 1.99), "vehicle.bmw.grandtourer": (4.61, 2.24),
        "vehicle.chevrolet.impala": (5.36, 2.03), "vehicle.citroen.c3": (3.99, 1.85), "vehicle.dodge.charger_2020": (5.01, 2.03), "vehicle.ford.mustang": (4.72, 1.89),
        "vehicle.jeep.wrangler_rubicon": (3.87, 1.91), "vehicle.lincoln.mkz_2017": (4.90, 2.13), "vehicle.lincoln.mkz_2020": (4.89, 1.84), "vehicle.mercedes.coupe": (5.03, 2.15),
        "vehicle.micro.microlino": (2.21, 1.48), "vehicle.mini.cooper_s": (3.81, 1.97), "vehicle.nissan.micra": (3.63, 1.85), "vehicle.nissan.patrol": (4.60, 1.93),
        "vehicle.seat.leon": (4.19, 1.82), "vehicle.tesla.model3": (4.79, 2.16), "vehicle.toyota.prius": (4.51, 2.01),
    },
    "van": {"vehicle.volkswagen.t2": (4.48, 2.07), "vehicle.mercedes.sprinter": (5.92, 1.99)},
    "truck": {"vehicle.carlamotors.carlacola": (5.20, 2.62), "vehicle.tesla.cybertruck": (6.27, 2.39), "vehicle.carlamotors.firetruck": (8.47, 2.89), "vehicle.carlamotors.european_hgv": (7.94, 2.90)},
    "bus": {"vehicle.mitsubishi.fusorosa": (10.27, 3.94)},
    "emergency": {"vehicle.dodge.charger_police": (4.97, 2.04), "vehicle.ford.ambulance": (6.36, 2.35), "vehicle.carlamotors.firetruck": (8.47, 2.89)},
    "motorcycle": {"vehicle.vespa.zx125": (1.80, 0.80), "vehicle.kawasaki.ninja": (2.04, 0.80), "vehicle.yamaha.yzf": (2.21, 0.87), "vehicle.harley-davidson.low_rider": (2.35, 0.76)},
    "bicycle": {"vehicle.bh.crossbike": (1.49, 0.86), "vehicle.diamondback.century": (1.64, 0.37), "vehicle.gazelle.omafiets": (1.84, 0.49)},
}  # fmt: skip
_C = map_pb2
_KINDS: dict[int, tuple[str, ...]] = {
    _C.ACTOR_CLASS_CAR: ("car",), _C.ACTOR_CLASS_PARKED_VEHICLE: ("car", "van", "truck"), _C.ACTOR_CLASS_VAN: ("van", "car"), _C.ACTOR_CLASS_TRUCK: ("truck", "bus", "van"),
    _C.ACTOR_CLASS_BUS: ("bus", "truck"), _C.ACTOR_CLASS_EMERGENCY: ("emergency", "van"), _C.ACTOR_CLASS_MOTORCYCLE: ("motorcycle",), _C.ACTOR_CLASS_BICYCLE: ("bicycle",),
    _C.ACTOR_CLASS_UNKNOWN: ("car", "van", "truck", "motorcycle", "bicycle"), _C.ACTOR_CLASS_TRAILER: ("truck",),
}  # fmt: skip
_PROPS = ("static.prop.streetbarrier", "static.prop.trafficcone01", "static.prop.box03")


def choose(actor_class: int, length_m: float, width_m: float, available: Collection[str], turn: int) -> str | None:
    """
    The id of the nearest model among those that the server has; None when it has none for this class. turn: place of the actor, so that people do
    not all look alike. The same scenario on the same server always gets the same models.
    """
    if actor_class in (_C.ACTOR_CLASS_PEDESTRIAN,):
        people = sorted(b for b in available if b.startswith("walker.pedestrian."))
        return people[turn % len(people)] if people else None
    if actor_class == _C.ACTOR_CLASS_STATIC_OBJECT:
        return next((p for p in _PROPS if p in available), None)
    for kind in _KINDS.get(actor_class, ()):
        fitting = [(abs(length - length_m) + 2 * abs(width - width_m), name) for name, (length, width) in _VEHICLES[kind].items() if name in available]
        if fitting:
            return min(fitting)[1]
    return None
