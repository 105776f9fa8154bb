from . import session_pb2 as _session_pb2
from . import task_pb2 as _task_pb2
from . import world_pb2 as _world_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
FRAME_KIND_DEPTH: FrameKind
FRAME_KIND_IMAGE: FrameKind
FRAME_KIND_OBJECTS: FrameKind
FRAME_KIND_POINT_CLOUD: FrameKind
FRAME_KIND_UNSPECIFIED: FrameKind

class CaptureRequest(_message.Message):
    __slots__ = ["end_us", "seed", "sensor", "session_id", "start_us", "world"]
    END_US_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    SENSOR_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    START_US_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    end_us: int
    seed: int
    sensor: str
    session_id: str
    start_us: int
    world: _containers.RepeatedCompositeFieldContainer[_world_pb2.WorldFrame]
    def __init__(self, session_id: _Optional[str] = ..., sensor: _Optional[str] = ..., world: _Optional[_Iterable[_Union[_world_pb2.WorldFrame, _Mapping]]] = ..., start_us: _Optional[int] = ..., end_us: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...

class OpenSensorReply(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class OpenSensorRequest(_message.Message):
    __slots__ = ["header", "task"]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    header: _session_pb2.SessionHeader
    task: _task_pb2.DriverTask
    def __init__(self, header: _Optional[_Union[_session_pb2.SessionHeader, _Mapping]] = ..., task: _Optional[_Union[_task_pb2.DriverTask, _Mapping]] = ...) -> None: ...

class SensorChunk(_message.Message):
    __slots__ = ["crc32", "data", "header", "sequence", "total_bytes"]
    CRC32_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_BYTES_FIELD_NUMBER: _ClassVar[int]
    crc32: int
    data: bytes
    header: SensorFrame
    sequence: int
    total_bytes: int
    def __init__(self, header: _Optional[_Union[SensorFrame, _Mapping]] = ..., sequence: _Optional[int] = ..., total_bytes: _Optional[int] = ..., crc32: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class SensorFrame(_message.Message):
    __slots__ = ["data", "encoding", "end_us", "height", "kind", "pose_world", "sensor", "start_us", "step", "width"]
    DATA_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    END_US_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    POSE_WORLD_FIELD_NUMBER: _ClassVar[int]
    SENSOR_FIELD_NUMBER: _ClassVar[int]
    START_US_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    encoding: str
    end_us: int
    height: int
    kind: FrameKind
    pose_world: _containers.RepeatedScalarFieldContainer[float]
    sensor: str
    start_us: int
    step: int
    width: int
    def __init__(self, sensor: _Optional[str] = ..., kind: _Optional[_Union[FrameKind, str]] = ..., step: _Optional[int] = ..., start_us: _Optional[int] = ..., end_us: _Optional[int] = ..., pose_world: _Optional[_Iterable[float]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., encoding: _Optional[str] = ..., data: _Optional[bytes] = ...) -> None: ...

class FrameKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
