from . import world_pb2 as _world_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

ACTOR_CLASS_ANIMAL: ActorClass
ACTOR_CLASS_BICYCLE: ActorClass
ACTOR_CLASS_BUS: ActorClass
ACTOR_CLASS_CAR: ActorClass
ACTOR_CLASS_EMERGENCY: ActorClass
ACTOR_CLASS_MOTORCYCLE: ActorClass
ACTOR_CLASS_PARKED_VEHICLE: ActorClass
ACTOR_CLASS_PEDESTRIAN: ActorClass
ACTOR_CLASS_STATIC_OBJECT: ActorClass
ACTOR_CLASS_TRAILER: ActorClass
ACTOR_CLASS_TRAIN: ActorClass
ACTOR_CLASS_TRUCK: ActorClass
ACTOR_CLASS_UNKNOWN: ActorClass
ACTOR_CLASS_VAN: ActorClass
DESCRIPTOR: _descriptor.FileDescriptor
LANE_MARKING_BOTTS_DOTS: LaneMarking
LANE_MARKING_BROKEN: LaneMarking
LANE_MARKING_BROKEN_BROKEN: LaneMarking
LANE_MARKING_BROKEN_SOLID: LaneMarking
LANE_MARKING_CURB: LaneMarking
LANE_MARKING_EDGE: LaneMarking
LANE_MARKING_NONE: LaneMarking
LANE_MARKING_SOLID: LaneMarking
LANE_MARKING_SOLID_BROKEN: LaneMarking
LANE_MARKING_SOLID_SOLID: LaneMarking
LANE_MARKING_UNKNOWN: LaneMarking
LANE_TYPE_BIDIRECTIONAL_DRIVING: LaneType
LANE_TYPE_BIKING: LaneType
LANE_TYPE_BORDER: LaneType
LANE_TYPE_BUS: LaneType
LANE_TYPE_CONNECTING_RAMP: LaneType
LANE_TYPE_CROSSWALK: LaneType
LANE_TYPE_CURB: LaneType
LANE_TYPE_DRIVEWAY: LaneType
LANE_TYPE_DRIVING: LaneType
LANE_TYPE_ENTRY: LaneType
LANE_TYPE_EXIT: LaneType
LANE_TYPE_HOV: LaneType
LANE_TYPE_MEDIAN: LaneType
LANE_TYPE_NONE: LaneType
LANE_TYPE_OFF_RAMP: LaneType
LANE_TYPE_ON_RAMP: LaneType
LANE_TYPE_OTHER: LaneType
LANE_TYPE_PARKING: LaneType
LANE_TYPE_RAIL: LaneType
LANE_TYPE_RESTRICTED: LaneType
LANE_TYPE_ROAD_WORKS: LaneType
LANE_TYPE_SHOULDER: LaneType
LANE_TYPE_SIDEWALK: LaneType
LANE_TYPE_STOP: LaneType
LANE_TYPE_TRAM: LaneType
LANE_TYPE_UNSPECIFIED: LaneType
MAP_AREA_KIND_DRIVABLE: MapAreaKind
MAP_AREA_KIND_PARKING: MapAreaKind
MAP_AREA_KIND_UNSPECIFIED: MapAreaKind
MAP_SIGNAL_KIND_LIGHT: MapSignalKind
MAP_SIGNAL_KIND_SIGN: MapSignalKind
MAP_SIGNAL_KIND_UNSPECIFIED: MapSignalKind

class Crosswalk(_message.Message):
    __slots__ = ["id", "outline"]
    ID_FIELD_NUMBER: _ClassVar[int]
    OUTLINE_FIELD_NUMBER: _ClassVar[int]
    id: str
    outline: Polygon
    def __init__(self, id: _Optional[str] = ..., outline: _Optional[_Union[Polygon, _Mapping]] = ...) -> None: ...

class GeoOrigin(_message.Message):
    __slots__ = ["latitude_deg", "longitude_deg", "projection"]
    LATITUDE_DEG_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_DEG_FIELD_NUMBER: _ClassVar[int]
    PROJECTION_FIELD_NUMBER: _ClassVar[int]
    latitude_deg: float
    longitude_deg: float
    projection: str
    def __init__(self, latitude_deg: _Optional[float] = ..., longitude_deg: _Optional[float] = ..., projection: _Optional[str] = ...) -> None: ...

class GroundPose(_message.Message):
    __slots__ = ["heading_rad", "x", "y"]
    HEADING_RAD_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    heading_rad: float
    x: float
    y: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ..., heading_rad: _Optional[float] = ...) -> None: ...

class Junction(_message.Message):
    __slots__ = ["id", "incoming_lane_ids", "kind", "lane_ids"]
    ID_FIELD_NUMBER: _ClassVar[int]
    INCOMING_LANE_IDS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LANE_IDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    incoming_lane_ids: _containers.RepeatedScalarFieldContainer[str]
    kind: str
    lane_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., lane_ids: _Optional[_Iterable[str]] = ..., incoming_lane_ids: _Optional[_Iterable[str]] = ..., kind: _Optional[str] = ...) -> None: ...

class Lane(_message.Message):
    __slots__ = ["bidirectional", "centre", "elevation_m", "id", "junction_id", "left", "left_marking", "left_neighbour", "predecessors", "right", "right_marking", "right_neighbour", "signal_ids", "speed_limit_mps", "stop_line_id", "successors", "superelevation_rad", "type", "users"]
    BIDIRECTIONAL_FIELD_NUMBER: _ClassVar[int]
    CENTRE_FIELD_NUMBER: _ClassVar[int]
    ELEVATION_M_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    JUNCTION_ID_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    LEFT_MARKING_FIELD_NUMBER: _ClassVar[int]
    LEFT_NEIGHBOUR_FIELD_NUMBER: _ClassVar[int]
    PREDECESSORS_FIELD_NUMBER: _ClassVar[int]
    RIGHT_FIELD_NUMBER: _ClassVar[int]
    RIGHT_MARKING_FIELD_NUMBER: _ClassVar[int]
    RIGHT_NEIGHBOUR_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_IDS_FIELD_NUMBER: _ClassVar[int]
    SPEED_LIMIT_MPS_FIELD_NUMBER: _ClassVar[int]
    STOP_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    SUCCESSORS_FIELD_NUMBER: _ClassVar[int]
    SUPERELEVATION_RAD_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    USERS_FIELD_NUMBER: _ClassVar[int]
    bidirectional: bool
    centre: Polyline
    elevation_m: _containers.RepeatedScalarFieldContainer[float]
    id: str
    junction_id: str
    left: Polyline
    left_marking: LaneMarking
    left_neighbour: LaneNeighbour
    predecessors: _containers.RepeatedScalarFieldContainer[str]
    right: Polyline
    right_marking: LaneMarking
    right_neighbour: LaneNeighbour
    signal_ids: _containers.RepeatedScalarFieldContainer[str]
    speed_limit_mps: float
    stop_line_id: str
    successors: _containers.RepeatedScalarFieldContainer[str]
    superelevation_rad: _containers.RepeatedScalarFieldContainer[float]
    type: LaneType
    users: _containers.RepeatedScalarFieldContainer[ActorClass]
    def __init__(self, id: _Optional[str] = ..., type: _Optional[_Union[LaneType, str]] = ..., bidirectional: bool = ..., left: _Optional[_Union[Polyline, _Mapping]] = ..., right: _Optional[_Union[Polyline, _Mapping]] = ..., centre: _Optional[_Union[Polyline, _Mapping]] = ..., elevation_m: _Optional[_Iterable[float]] = ..., superelevation_rad: _Optional[_Iterable[float]] = ..., speed_limit_mps: _Optional[float] = ..., predecessors: _Optional[_Iterable[str]] = ..., successors: _Optional[_Iterable[str]] = ..., left_neighbour: _Optional[_Union[LaneNeighbour, _Mapping]] = ..., right_neighbour: _Optional[_Union[LaneNeighbour, _Mapping]] = ..., junction_id: _Optional[str] = ..., left_marking: _Optional[_Union[LaneMarking, str]] = ..., right_marking: _Optional[_Union[LaneMarking, str]] = ..., users: _Optional[_Iterable[_Union[ActorClass, str]]] = ..., signal_ids: _Optional[_Iterable[str]] = ..., stop_line_id: _Optional[str] = ...) -> None: ...

class LaneNeighbour(_message.Message):
    __slots__ = ["lane_id", "same_direction"]
    LANE_ID_FIELD_NUMBER: _ClassVar[int]
    SAME_DIRECTION_FIELD_NUMBER: _ClassVar[int]
    lane_id: str
    same_direction: bool
    def __init__(self, lane_id: _Optional[str] = ..., same_direction: bool = ...) -> None: ...

class MapArea(_message.Message):
    __slots__ = ["id", "kind", "outline"]
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OUTLINE_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: MapAreaKind
    outline: Polygon
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[MapAreaKind, str]] = ..., outline: _Optional[_Union[Polygon, _Mapping]] = ...) -> None: ...

class MapSignal(_message.Message):
    __slots__ = ["code", "country", "cycle", "cycle_offset_us", "height_m", "id", "kind", "pose", "subtype", "value"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CYCLE_FIELD_NUMBER: _ClassVar[int]
    CYCLE_OFFSET_US_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_M_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    POSE_FIELD_NUMBER: _ClassVar[int]
    SUBTYPE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    code: str
    country: str
    cycle: _containers.RepeatedCompositeFieldContainer[SignalPhase]
    cycle_offset_us: int
    height_m: float
    id: str
    kind: MapSignalKind
    pose: GroundPose
    subtype: str
    value: float
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[_Union[MapSignalKind, str]] = ..., code: _Optional[str] = ..., subtype: _Optional[str] = ..., country: _Optional[str] = ..., value: _Optional[float] = ..., pose: _Optional[_Union[GroundPose, _Mapping]] = ..., height_m: _Optional[float] = ..., cycle: _Optional[_Iterable[_Union[SignalPhase, _Mapping]]] = ..., cycle_offset_us: _Optional[int] = ...) -> None: ...

class Polygon(_message.Message):
    __slots__ = ["xy"]
    XY_FIELD_NUMBER: _ClassVar[int]
    xy: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, xy: _Optional[_Iterable[float]] = ...) -> None: ...

class Polyline(_message.Message):
    __slots__ = ["xy"]
    XY_FIELD_NUMBER: _ClassVar[int]
    xy: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, xy: _Optional[_Iterable[float]] = ...) -> None: ...

class RoadMap(_message.Message):
    __slots__ = ["areas", "crosswalks", "junctions", "lanes", "licence", "name", "origin", "signals", "stop_lines"]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    CROSSWALKS_FIELD_NUMBER: _ClassVar[int]
    JUNCTIONS_FIELD_NUMBER: _ClassVar[int]
    LANES_FIELD_NUMBER: _ClassVar[int]
    LICENCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    SIGNALS_FIELD_NUMBER: _ClassVar[int]
    STOP_LINES_FIELD_NUMBER: _ClassVar[int]
    areas: _containers.RepeatedCompositeFieldContainer[MapArea]
    crosswalks: _containers.RepeatedCompositeFieldContainer[Crosswalk]
    junctions: _containers.RepeatedCompositeFieldContainer[Junction]
    lanes: _containers.RepeatedCompositeFieldContainer[Lane]
    licence: str
    name: str
    origin: GeoOrigin
    signals: _containers.RepeatedCompositeFieldContainer[MapSignal]
    stop_lines: _containers.RepeatedCompositeFieldContainer[StopLine]
    def __init__(self, name: _Optional[str] = ..., origin: _Optional[_Union[GeoOrigin, _Mapping]] = ..., lanes: _Optional[_Iterable[_Union[Lane, _Mapping]]] = ..., junctions: _Optional[_Iterable[_Union[Junction, _Mapping]]] = ..., crosswalks: _Optional[_Iterable[_Union[Crosswalk, _Mapping]]] = ..., areas: _Optional[_Iterable[_Union[MapArea, _Mapping]]] = ..., signals: _Optional[_Iterable[_Union[MapSignal, _Mapping]]] = ..., stop_lines: _Optional[_Iterable[_Union[StopLine, _Mapping]]] = ..., licence: _Optional[str] = ...) -> None: ...

class SignalPhase(_message.Message):
    __slots__ = ["duration_us", "state"]
    DURATION_US_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    duration_us: int
    state: _world_pb2.SignalState
    def __init__(self, state: _Optional[_Union[_world_pb2.SignalState, str]] = ..., duration_us: _Optional[int] = ...) -> None: ...

class StopLine(_message.Message):
    __slots__ = ["id", "signal_ids", "xy"]
    ID_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_IDS_FIELD_NUMBER: _ClassVar[int]
    XY_FIELD_NUMBER: _ClassVar[int]
    id: str
    signal_ids: _containers.RepeatedScalarFieldContainer[str]
    xy: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, id: _Optional[str] = ..., xy: _Optional[_Iterable[float]] = ..., signal_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class LaneType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class LaneMarking(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class MapAreaKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class MapSignalKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ActorClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
