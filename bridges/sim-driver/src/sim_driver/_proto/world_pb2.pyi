from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
SIGNAL_STATE_GREEN: SignalState
SIGNAL_STATE_OFF: SignalState
SIGNAL_STATE_RED: SignalState
SIGNAL_STATE_RED_YELLOW: SignalState
SIGNAL_STATE_UNKNOWN: SignalState
SIGNAL_STATE_YELLOW: SignalState

class ActorFrame(_message.Message):
    __slots__ = ["accel_mps2", "heading_rad", "id", "index", "lateral_mps", "speed_mps", "steer_rad", "x", "y", "yaw_rate_rps"]
    ACCEL_MPS2_FIELD_NUMBER: _ClassVar[int]
    HEADING_RAD_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LATERAL_MPS_FIELD_NUMBER: _ClassVar[int]
    SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    STEER_RAD_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    YAW_RATE_RPS_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    accel_mps2: float
    heading_rad: float
    id: str
    index: int
    lateral_mps: float
    speed_mps: float
    steer_rad: float
    x: float
    y: float
    yaw_rate_rps: float
    def __init__(self, index: _Optional[int] = ..., id: _Optional[str] = ..., x: _Optional[float] = ..., y: _Optional[float] = ..., heading_rad: _Optional[float] = ..., speed_mps: _Optional[float] = ..., lateral_mps: _Optional[float] = ..., accel_mps2: _Optional[float] = ..., yaw_rate_rps: _Optional[float] = ..., steer_rad: _Optional[float] = ...) -> None: ...

class AnswerFrame(_message.Message):
    __slots__ = ["controls", "debug", "plan", "step"]
    CONTROLS_FIELD_NUMBER: _ClassVar[int]
    DEBUG_FIELD_NUMBER: _ClassVar[int]
    PLAN_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    controls: Controls
    debug: DriverDebug
    plan: _containers.RepeatedCompositeFieldContainer[PlanPoint]
    step: int
    def __init__(self, step: _Optional[int] = ..., plan: _Optional[_Iterable[_Union[PlanPoint, _Mapping]]] = ..., controls: _Optional[_Union[Controls, _Mapping]] = ..., debug: _Optional[_Union[DriverDebug, _Mapping]] = ...) -> None: ...

class Controls(_message.Message):
    __slots__ = ["accel_mps2", "steer_rad"]
    ACCEL_MPS2_FIELD_NUMBER: _ClassVar[int]
    STEER_RAD_FIELD_NUMBER: _ClassVar[int]
    accel_mps2: float
    steer_rad: float
    def __init__(self, accel_mps2: _Optional[float] = ..., steer_rad: _Optional[float] = ...) -> None: ...

class DebugPlan(_message.Message):
    __slots__ = ["cost", "name", "points"]
    COST_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    cost: float
    name: str
    points: _containers.RepeatedCompositeFieldContainer[PlanPoint]
    def __init__(self, name: _Optional[str] = ..., cost: _Optional[float] = ..., points: _Optional[_Iterable[_Union[PlanPoint, _Mapping]]] = ...) -> None: ...

class DebugSignal(_message.Message):
    __slots__ = ["name", "value"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: float
    def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...

class DebugText(_message.Message):
    __slots__ = ["name", "text"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    name: str
    text: str
    def __init__(self, name: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class DriverDebug(_message.Message):
    __slots__ = ["candidates", "signals", "texts"]
    CANDIDATES_FIELD_NUMBER: _ClassVar[int]
    SIGNALS_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    candidates: _containers.RepeatedCompositeFieldContainer[DebugPlan]
    signals: _containers.RepeatedCompositeFieldContainer[DebugSignal]
    texts: _containers.RepeatedCompositeFieldContainer[DebugText]
    def __init__(self, signals: _Optional[_Iterable[_Union[DebugSignal, _Mapping]]] = ..., candidates: _Optional[_Iterable[_Union[DebugPlan, _Mapping]]] = ..., texts: _Optional[_Iterable[_Union[DebugText, _Mapping]]] = ...) -> None: ...

class PlanPoint(_message.Message):
    __slots__ = ["heading_rad", "speed_mps", "time_us", "x", "y"]
    HEADING_RAD_FIELD_NUMBER: _ClassVar[int]
    SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    heading_rad: float
    speed_mps: float
    time_us: int
    x: float
    y: float
    def __init__(self, time_us: _Optional[int] = ..., x: _Optional[float] = ..., y: _Optional[float] = ..., heading_rad: _Optional[float] = ..., speed_mps: _Optional[float] = ...) -> None: ...

class SignalFrame(_message.Message):
    __slots__ = ["id", "state"]
    ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    id: str
    state: SignalState
    def __init__(self, id: _Optional[str] = ..., state: _Optional[_Union[SignalState, str]] = ...) -> None: ...

class WorldFrame(_message.Message):
    __slots__ = ["actors", "signals", "step", "time_us"]
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    SIGNALS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedCompositeFieldContainer[ActorFrame]
    signals: _containers.RepeatedCompositeFieldContainer[SignalFrame]
    step: int
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., step: _Optional[int] = ..., actors: _Optional[_Iterable[_Union[ActorFrame, _Mapping]]] = ..., signals: _Optional[_Iterable[_Union[SignalFrame, _Mapping]]] = ...) -> None: ...

class SignalState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
