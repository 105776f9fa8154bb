from . import sensor_pb2 as _sensor_pb2
from . import session_pb2 as _session_pb2
from . import task_pb2 as _task_pb2
from . import world_pb2 as _world_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

COLLISION_CLASS_ACTIVE_FRONT: CollisionClass
COLLISION_CLASS_ACTIVE_LATERAL: CollisionClass
COLLISION_CLASS_ACTIVE_REAR: CollisionClass
COLLISION_CLASS_STOPPED_EGO: CollisionClass
COLLISION_CLASS_STOPPED_TRACK: CollisionClass
COLLISION_CLASS_UNSPECIFIED: CollisionClass
DESCRIPTOR: _descriptor.FileDescriptor
IMPACT_ZONE_FRONT: ImpactZone
IMPACT_ZONE_FRONT_LEFT: ImpactZone
IMPACT_ZONE_FRONT_RIGHT: ImpactZone
IMPACT_ZONE_LEFT: ImpactZone
IMPACT_ZONE_REAR: ImpactZone
IMPACT_ZONE_REAR_LEFT: ImpactZone
IMPACT_ZONE_REAR_RIGHT: ImpactZone
IMPACT_ZONE_RIGHT: ImpactZone
IMPACT_ZONE_UNSPECIFIED: ImpactZone
MAP_FORMAT_NATIVE_NAME: MapFormat
MAP_FORMAT_OPENDRIVE: MapFormat
MAP_FORMAT_UNSPECIFIED: MapFormat
SCENARIO_FORMAT_OPENSCENARIO: ScenarioFormat
SCENARIO_FORMAT_SCENARIONET_JSON: ScenarioFormat
SCENARIO_FORMAT_SIM_JSON: ScenarioFormat
SCENARIO_FORMAT_UNSPECIFIED: ScenarioFormat

class ContactDetail(_message.Message):
    __slots__ = ["at_fault", "heading_difference_rad", "replay_artefact", "speed_a_mps", "speed_b_mps", "zone_a", "zone_b"]
    AT_FAULT_FIELD_NUMBER: _ClassVar[int]
    CLASS_FIELD_NUMBER: _ClassVar[int]
    HEADING_DIFFERENCE_RAD_FIELD_NUMBER: _ClassVar[int]
    REPLAY_ARTEFACT_FIELD_NUMBER: _ClassVar[int]
    SPEED_A_MPS_FIELD_NUMBER: _ClassVar[int]
    SPEED_B_MPS_FIELD_NUMBER: _ClassVar[int]
    ZONE_A_FIELD_NUMBER: _ClassVar[int]
    ZONE_B_FIELD_NUMBER: _ClassVar[int]
    at_fault: bool
    heading_difference_rad: float
    replay_artefact: bool
    speed_a_mps: float
    speed_b_mps: float
    zone_a: ImpactZone
    zone_b: ImpactZone
    def __init__(self, zone_a: _Optional[_Union[ImpactZone, str]] = ..., zone_b: _Optional[_Union[ImpactZone, str]] = ..., heading_difference_rad: _Optional[float] = ..., speed_a_mps: _Optional[float] = ..., speed_b_mps: _Optional[float] = ..., at_fault: bool = ..., replay_artefact: bool = ..., **kwargs) -> None: ...

class ContactFrame(_message.Message):
    __slots__ = ["a", "b", "detail", "relative_speed_mps", "time_us", "x", "y"]
    A_FIELD_NUMBER: _ClassVar[int]
    B_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    RELATIVE_SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    a: str
    b: str
    detail: ContactDetail
    relative_speed_mps: float
    time_us: int
    x: float
    y: float
    def __init__(self, time_us: _Optional[int] = ..., a: _Optional[str] = ..., b: _Optional[str] = ..., x: _Optional[float] = ..., y: _Optional[float] = ..., relative_speed_mps: _Optional[float] = ..., detail: _Optional[_Union[ContactDetail, _Mapping]] = ...) -> None: ...

class InjectReply(_message.Message):
    __slots__ = ["problems"]
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    problems: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, problems: _Optional[_Iterable[str]] = ...) -> None: ...

class InjectRequest(_message.Message):
    __slots__ = ["injections", "session_id", "step"]
    INJECTIONS_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    injections: _containers.RepeatedCompositeFieldContainer[Injection]
    session_id: str
    step: int
    def __init__(self, session_id: _Optional[str] = ..., step: _Optional[int] = ..., injections: _Optional[_Iterable[_Union[Injection, _Mapping]]] = ...) -> None: ...

class Injection(_message.Message):
    __slots__ = ["environment", "move", "remove", "signal", "spawn"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    MOVE_FIELD_NUMBER: _ClassVar[int]
    REMOVE_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_FIELD_NUMBER: _ClassVar[int]
    SPAWN_FIELD_NUMBER: _ClassVar[int]
    environment: _task_pb2.WorldEnvironment
    move: _world_pb2.ActorFrame
    remove: str
    signal: _world_pb2.SignalFrame
    spawn: SpawnActor
    def __init__(self, spawn: _Optional[_Union[SpawnActor, _Mapping]] = ..., remove: _Optional[str] = ..., move: _Optional[_Union[_world_pb2.ActorFrame, _Mapping]] = ..., signal: _Optional[_Union[_world_pb2.SignalFrame, _Mapping]] = ..., environment: _Optional[_Union[_task_pb2.WorldEnvironment, _Mapping]] = ...) -> None: ...

class LoadHeader(_message.Message):
    __slots__ = ["external", "horizon_us", "map_bytes", "map_format", "map_sha256", "scenario_bytes", "scenario_format", "scenario_sha256", "seed", "session_id", "step_us", "stop_at_contact", "strict", "traffic"]
    EXTERNAL_FIELD_NUMBER: _ClassVar[int]
    HORIZON_US_FIELD_NUMBER: _ClassVar[int]
    MAP_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAP_FORMAT_FIELD_NUMBER: _ClassVar[int]
    MAP_SHA256_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_BYTES_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FORMAT_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_SHA256_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_US_FIELD_NUMBER: _ClassVar[int]
    STOP_AT_CONTACT_FIELD_NUMBER: _ClassVar[int]
    STRICT_FIELD_NUMBER: _ClassVar[int]
    TRAFFIC_FIELD_NUMBER: _ClassVar[int]
    external: _containers.RepeatedScalarFieldContainer[str]
    horizon_us: int
    map_bytes: int
    map_format: MapFormat
    map_sha256: bytes
    scenario_bytes: int
    scenario_format: ScenarioFormat
    scenario_sha256: bytes
    seed: int
    session_id: str
    step_us: int
    stop_at_contact: bool
    strict: bool
    traffic: str
    def __init__(self, session_id: _Optional[str] = ..., map_format: _Optional[_Union[MapFormat, str]] = ..., map_bytes: _Optional[int] = ..., map_sha256: _Optional[bytes] = ..., scenario_format: _Optional[_Union[ScenarioFormat, str]] = ..., scenario_bytes: _Optional[int] = ..., scenario_sha256: _Optional[bytes] = ..., step_us: _Optional[int] = ..., horizon_us: _Optional[int] = ..., strict: bool = ..., stop_at_contact: bool = ..., traffic: _Optional[str] = ..., seed: _Optional[int] = ..., external: _Optional[_Iterable[str]] = ...) -> None: ...

class LoadReply(_message.Message):
    __slots__ = ["task", "traffic", "unsupported"]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TRAFFIC_FIELD_NUMBER: _ClassVar[int]
    UNSUPPORTED_FIELD_NUMBER: _ClassVar[int]
    task: _task_pb2.DriverTask
    traffic: str
    unsupported: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, task: _Optional[_Union[_task_pb2.DriverTask, _Mapping]] = ..., unsupported: _Optional[_Iterable[str]] = ..., traffic: _Optional[str] = ...) -> None: ...

class LoadRequest(_message.Message):
    __slots__ = ["content", "header"]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    header: LoadHeader
    def __init__(self, header: _Optional[_Union[LoadHeader, _Mapping]] = ..., content: _Optional[bytes] = ...) -> None: ...

class ObserveRequest(_message.Message):
    __slots__ = ["session_id"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class OpenSimulatorReply(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class OpenSimulatorRequest(_message.Message):
    __slots__ = ["header"]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    header: _session_pb2.SessionHeader
    def __init__(self, header: _Optional[_Union[_session_pb2.SessionHeader, _Mapping]] = ...) -> None: ...

class PlayReply(_message.Message):
    __slots__ = ["begun", "loaded", "steps"]
    BEGUN_FIELD_NUMBER: _ClassVar[int]
    LOADED_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    begun: ResetReply
    loaded: LoadReply
    steps: StepReply
    def __init__(self, loaded: _Optional[_Union[LoadReply, _Mapping]] = ..., begun: _Optional[_Union[ResetReply, _Mapping]] = ..., steps: _Optional[_Union[StepReply, _Mapping]] = ...) -> None: ...

class PlayRequest(_message.Message):
    __slots__ = ["content", "header", "load", "reset"]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    LOAD_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    header: _session_pb2.SessionHeader
    load: LoadHeader
    reset: ResetRequest
    def __init__(self, header: _Optional[_Union[_session_pb2.SessionHeader, _Mapping]] = ..., load: _Optional[_Union[LoadHeader, _Mapping]] = ..., content: _Optional[bytes] = ..., reset: _Optional[_Union[ResetRequest, _Mapping]] = ...) -> None: ...

class QuietSteps(_message.Message):
    __slots__ = ["count", "digest", "digests", "first_step", "states"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DIGESTS_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    FIRST_STEP_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    count: int
    digest: bytes
    digests: bytes
    first_step: int
    states: bytes
    def __init__(self, first_step: _Optional[int] = ..., count: _Optional[int] = ..., states: _Optional[bytes] = ..., digests: _Optional[bytes] = ..., digest: _Optional[bytes] = ...) -> None: ...

class ResetReply(_message.Message):
    __slots__ = ["contacts", "digest", "events", "sensors", "world"]
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    SENSORS_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    contacts: _containers.RepeatedCompositeFieldContainer[ContactFrame]
    digest: bytes
    events: _containers.RepeatedCompositeFieldContainer[WorldEvent]
    sensors: _containers.RepeatedCompositeFieldContainer[_sensor_pb2.SensorFrame]
    world: _world_pb2.WorldFrame
    def __init__(self, world: _Optional[_Union[_world_pb2.WorldFrame, _Mapping]] = ..., events: _Optional[_Iterable[_Union[WorldEvent, _Mapping]]] = ..., contacts: _Optional[_Iterable[_Union[ContactFrame, _Mapping]]] = ..., sensors: _Optional[_Iterable[_Union[_sensor_pb2.SensorFrame, _Mapping]]] = ..., digest: _Optional[bytes] = ...) -> None: ...

class ResetRequest(_message.Message):
    __slots__ = ["perfect_tracking", "seed", "session_id"]
    PERFECT_TRACKING_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    perfect_tracking: bool
    seed: int
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., seed: _Optional[int] = ..., perfect_tracking: bool = ...) -> None: ...

class SpawnActor(_message.Message):
    __slots__ = ["info", "state"]
    INFO_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    info: _task_pb2.ActorInfo
    state: _world_pb2.ActorFrame
    def __init__(self, info: _Optional[_Union[_task_pb2.ActorInfo, _Mapping]] = ..., state: _Optional[_Union[_world_pb2.ActorFrame, _Mapping]] = ...) -> None: ...

class StepReply(_message.Message):
    __slots__ = ["before", "contacts", "digest", "end", "events", "is_over", "missing_sensors", "quiet", "sensors", "world"]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    IS_OVER_FIELD_NUMBER: _ClassVar[int]
    MISSING_SENSORS_FIELD_NUMBER: _ClassVar[int]
    QUIET_FIELD_NUMBER: _ClassVar[int]
    SENSORS_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    before: _containers.RepeatedCompositeFieldContainer[StepReply]
    contacts: _containers.RepeatedCompositeFieldContainer[ContactFrame]
    digest: bytes
    end: str
    events: _containers.RepeatedCompositeFieldContainer[WorldEvent]
    is_over: bool
    missing_sensors: _containers.RepeatedScalarFieldContainer[str]
    quiet: QuietSteps
    sensors: _containers.RepeatedCompositeFieldContainer[_sensor_pb2.SensorFrame]
    world: _world_pb2.WorldFrame
    def __init__(self, world: _Optional[_Union[_world_pb2.WorldFrame, _Mapping]] = ..., events: _Optional[_Iterable[_Union[WorldEvent, _Mapping]]] = ..., contacts: _Optional[_Iterable[_Union[ContactFrame, _Mapping]]] = ..., sensors: _Optional[_Iterable[_Union[_sensor_pb2.SensorFrame, _Mapping]]] = ..., missing_sensors: _Optional[_Iterable[str]] = ..., is_over: bool = ..., end: _Optional[str] = ..., digest: _Optional[bytes] = ..., before: _Optional[_Iterable[_Union[StepReply, _Mapping]]] = ..., quiet: _Optional[_Union[QuietSteps, _Mapping]] = ...) -> None: ...

class StepRequest(_message.Message):
    __slots__ = ["answer", "columns", "count", "every", "external", "one_digest", "session_id", "step"]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    EVERY_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_FIELD_NUMBER: _ClassVar[int]
    ONE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    answer: _world_pb2.AnswerFrame
    columns: bool
    count: int
    every: bool
    external: _containers.RepeatedCompositeFieldContainer[_world_pb2.ActorFrame]
    one_digest: bool
    session_id: str
    step: int
    def __init__(self, session_id: _Optional[str] = ..., step: _Optional[int] = ..., count: _Optional[int] = ..., answer: _Optional[_Union[_world_pb2.AnswerFrame, _Mapping]] = ..., external: _Optional[_Iterable[_Union[_world_pb2.ActorFrame, _Mapping]]] = ..., every: bool = ..., columns: bool = ..., one_digest: bool = ...) -> None: ...

class WorldEvent(_message.Message):
    __slots__ = ["actors", "kind", "text", "time_us"]
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedScalarFieldContainer[str]
    kind: str
    text: str
    time_us: int
    def __init__(self, time_us: _Optional[int] = ..., kind: _Optional[str] = ..., actors: _Optional[_Iterable[str]] = ..., text: _Optional[str] = ...) -> None: ...

class ScenarioFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class MapFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ImpactZone(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class CollisionClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
