"""Words of the contract as enums."""

import enum


class ActorClass(enum.IntEnum):
    """Kinds of actors."""

    UNKNOWN = 0
    CAR = 1
    VAN = 2
    TRUCK = 3
    TRAILER = 4
    BUS = 5
    EMERGENCY = 6
    MOTORCYCLE = 7
    BICYCLE = 8
    PEDESTRIAN = 9
    ANIMAL = 10
    TRAIN = 11
    PARKED_VEHICLE = 12
    STATIC_OBJECT = 13


class SignalState(enum.IntEnum):
    """What traffic lights show."""

    UNKNOWN = 0
    RED = 1
    RED_YELLOW = 2
    YELLOW = 3
    GREEN = 4
    OFF = 5


class LaneType(enum.IntEnum):
    """What lanes are for."""

    UNSPECIFIED = 0
    DRIVING = 1
    ENTRY = 2
    EXIT = 3
    ON_RAMP = 4
    OFF_RAMP = 5
    CONNECTING_RAMP = 6
    BUS = 7
    HOV = 8
    BIKING = 9
    SIDEWALK = 10
    CROSSWALK = 11
    PARKING = 12
    STOP = 13
    SHOULDER = 14
    BORDER = 15
    CURB = 16
    MEDIAN = 17
    RAIL = 18
    TRAM = 19
    RESTRICTED = 20
    ROAD_WORKS = 21
    BIDIRECTIONAL_DRIVING = 22
    DRIVEWAY = 23
    NONE = 24
    OTHER = 25
