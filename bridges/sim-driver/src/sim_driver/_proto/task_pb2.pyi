from . import map_pb2 as _map_pb2
from . import world_pb2 as _world_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
VEHICLE_MODEL_KINEMATIC_BICYCLE: VehicleModel
VEHICLE_MODEL_KS: VehicleModel
VEHICLE_MODEL_ST: VehicleModel
VEHICLE_MODEL_UNSPECIFIED: VehicleModel

class ActorInfo(_message.Message):
    __slots__ = ["body", "id"]
    BODY_FIELD_NUMBER: _ClassVar[int]
    CLASS_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    body: BodyBox
    id: str
    def __init__(self, id: _Optional[str] = ..., body: _Optional[_Union[BodyBox, _Mapping]] = ..., **kwargs) -> None: ...

class BodyBox(_message.Message):
    __slots__ = ["height_m", "length_m", "rear_axle_to_centre_m", "width_m"]
    HEIGHT_M_FIELD_NUMBER: _ClassVar[int]
    LENGTH_M_FIELD_NUMBER: _ClassVar[int]
    REAR_AXLE_TO_CENTRE_M_FIELD_NUMBER: _ClassVar[int]
    WIDTH_M_FIELD_NUMBER: _ClassVar[int]
    height_m: float
    length_m: float
    rear_axle_to_centre_m: float
    width_m: float
    def __init__(self, length_m: _Optional[float] = ..., width_m: _Optional[float] = ..., height_m: _Optional[float] = ..., rear_axle_to_centre_m: _Optional[float] = ...) -> None: ...

class DriverTask(_message.Message):
    __slots__ = ["actors", "ego_index", "ego_log", "environment", "horizon_us", "map", "scenario", "seed", "step_us", "task", "vehicle"]
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    EGO_INDEX_FIELD_NUMBER: _ClassVar[int]
    EGO_LOG_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    HORIZON_US_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    STEP_US_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    VEHICLE_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedCompositeFieldContainer[ActorInfo]
    ego_index: int
    ego_log: _containers.RepeatedCompositeFieldContainer[TimedState]
    environment: WorldEnvironment
    horizon_us: int
    map: _map_pb2.RoadMap
    scenario: str
    seed: int
    step_us: int
    task: EgoTask
    vehicle: Vehicle
    def __init__(self, scenario: _Optional[str] = ..., map: _Optional[_Union[_map_pb2.RoadMap, _Mapping]] = ..., step_us: _Optional[int] = ..., horizon_us: _Optional[int] = ..., actors: _Optional[_Iterable[_Union[ActorInfo, _Mapping]]] = ..., ego_index: _Optional[int] = ..., vehicle: _Optional[_Union[Vehicle, _Mapping]] = ..., task: _Optional[_Union[EgoTask, _Mapping]] = ..., environment: _Optional[_Union[WorldEnvironment, _Mapping]] = ..., ego_log: _Optional[_Iterable[_Union[TimedState, _Mapping]]] = ..., seed: _Optional[int] = ...) -> None: ...

class EgoTask(_message.Message):
    __slots__ = ["desired_speed_mps", "goals", "route"]
    DESIRED_SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    GOALS_FIELD_NUMBER: _ClassVar[int]
    ROUTE_FIELD_NUMBER: _ClassVar[int]
    desired_speed_mps: float
    goals: _containers.RepeatedCompositeFieldContainer[GoalRegion]
    route: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, goals: _Optional[_Iterable[_Union[GoalRegion, _Mapping]]] = ..., route: _Optional[_Iterable[str]] = ..., desired_speed_mps: _Optional[float] = ...) -> None: ...

class GoalRegion(_message.Message):
    __slots__ = ["areas", "heading_rad", "lane_ids", "speed_mps", "time_us"]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    HEADING_RAD_FIELD_NUMBER: _ClassVar[int]
    LANE_IDS_FIELD_NUMBER: _ClassVar[int]
    SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    areas: _containers.RepeatedCompositeFieldContainer[_map_pb2.Polygon]
    heading_rad: Interval
    lane_ids: _containers.RepeatedScalarFieldContainer[str]
    speed_mps: Interval
    time_us: Interval
    def __init__(self, areas: _Optional[_Iterable[_Union[_map_pb2.Polygon, _Mapping]]] = ..., lane_ids: _Optional[_Iterable[str]] = ..., time_us: _Optional[_Union[Interval, _Mapping]] = ..., speed_mps: _Optional[_Union[Interval, _Mapping]] = ..., heading_rad: _Optional[_Union[Interval, _Mapping]] = ...) -> None: ...

class Interval(_message.Message):
    __slots__ = ["max", "min"]
    MAX_FIELD_NUMBER: _ClassVar[int]
    MIN_FIELD_NUMBER: _ClassVar[int]
    max: float
    min: float
    def __init__(self, min: _Optional[float] = ..., max: _Optional[float] = ...) -> None: ...

class TimedState(_message.Message):
    __slots__ = ["state", "time_us"]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    state: _world_pb2.ActorFrame
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., state: _Optional[_Union[_world_pb2.ActorFrame, _Mapping]] = ...) -> None: ...

class Vehicle(_message.Message):
    __slots__ = ["friction_cap", "height_m", "latency_us", "length_m", "max_accel_mps2", "max_decel_mps2", "max_speed_mps", "max_steer_rad", "max_steer_rate_rps", "model", "name", "parameter_set", "rear_overhang_m", "wheelbase_m", "width_m"]
    CLASS_FIELD_NUMBER: _ClassVar[int]
    FRICTION_CAP_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_M_FIELD_NUMBER: _ClassVar[int]
    LATENCY_US_FIELD_NUMBER: _ClassVar[int]
    LENGTH_M_FIELD_NUMBER: _ClassVar[int]
    MAX_ACCEL_MPS2_FIELD_NUMBER: _ClassVar[int]
    MAX_DECEL_MPS2_FIELD_NUMBER: _ClassVar[int]
    MAX_SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    MAX_STEER_RAD_FIELD_NUMBER: _ClassVar[int]
    MAX_STEER_RATE_RPS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_SET_FIELD_NUMBER: _ClassVar[int]
    REAR_OVERHANG_M_FIELD_NUMBER: _ClassVar[int]
    WHEELBASE_M_FIELD_NUMBER: _ClassVar[int]
    WIDTH_M_FIELD_NUMBER: _ClassVar[int]
    friction_cap: float
    height_m: float
    latency_us: int
    length_m: float
    max_accel_mps2: float
    max_decel_mps2: float
    max_speed_mps: float
    max_steer_rad: float
    max_steer_rate_rps: float
    model: VehicleModel
    name: str
    parameter_set: int
    rear_overhang_m: float
    wheelbase_m: float
    width_m: float
    def __init__(self, name: _Optional[str] = ..., length_m: _Optional[float] = ..., width_m: _Optional[float] = ..., height_m: _Optional[float] = ..., wheelbase_m: _Optional[float] = ..., rear_overhang_m: _Optional[float] = ..., model: _Optional[_Union[VehicleModel, str]] = ..., parameter_set: _Optional[int] = ..., max_steer_rad: _Optional[float] = ..., max_steer_rate_rps: _Optional[float] = ..., max_accel_mps2: _Optional[float] = ..., max_decel_mps2: _Optional[float] = ..., max_speed_mps: _Optional[float] = ..., friction_cap: _Optional[float] = ..., latency_us: _Optional[int] = ..., **kwargs) -> None: ...

class WorldEnvironment(_message.Message):
    __slots__ = ["fog_visibility_m", "friction", "light", "odd", "rain_mmph"]
    class OddEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    FOG_VISIBILITY_M_FIELD_NUMBER: _ClassVar[int]
    FRICTION_FIELD_NUMBER: _ClassVar[int]
    LIGHT_FIELD_NUMBER: _ClassVar[int]
    ODD_FIELD_NUMBER: _ClassVar[int]
    RAIN_MMPH_FIELD_NUMBER: _ClassVar[int]
    fog_visibility_m: float
    friction: float
    light: str
    odd: _containers.ScalarMap[str, str]
    rain_mmph: float
    def __init__(self, friction: _Optional[float] = ..., rain_mmph: _Optional[float] = ..., fog_visibility_m: _Optional[float] = ..., light: _Optional[str] = ..., odd: _Optional[_Mapping[str, str]] = ...) -> None: ...

class VehicleModel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
