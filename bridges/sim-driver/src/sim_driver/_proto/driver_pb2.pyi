from . import sensor_pb2 as _sensor_pb2
from . import session_pb2 as _session_pb2
from . import task_pb2 as _task_pb2
from . import world_pb2 as _world_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DriveReply(_message.Message):
    __slots__ = ["answer", "session_id", "time_us"]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    answer: _world_pb2.AnswerFrame
    session_id: str
    time_us: int
    def __init__(self, session_id: _Optional[str] = ..., time_us: _Optional[int] = ..., answer: _Optional[_Union[_world_pb2.AnswerFrame, _Mapping]] = ...) -> None: ...

class DriveRequest(_message.Message):
    __slots__ = ["sensors", "session_id", "world"]
    SENSORS_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    sensors: _containers.RepeatedCompositeFieldContainer[_sensor_pb2.SensorFrame]
    session_id: str
    world: _world_pb2.WorldFrame
    def __init__(self, session_id: _Optional[str] = ..., world: _Optional[_Union[_world_pb2.WorldFrame, _Mapping]] = ..., sensors: _Optional[_Iterable[_Union[_sensor_pb2.SensorFrame, _Mapping]]] = ...) -> None: ...

class OpenDriverReply(_message.Message):
    __slots__ = ["perfect_tracking"]
    PERFECT_TRACKING_FIELD_NUMBER: _ClassVar[int]
    perfect_tracking: bool
    def __init__(self, perfect_tracking: bool = ...) -> None: ...

class OpenDriverRequest(_message.Message):
    __slots__ = ["header", "task"]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    header: _session_pb2.SessionHeader
    task: _task_pb2.DriverTask
    def __init__(self, header: _Optional[_Union[_session_pb2.SessionHeader, _Mapping]] = ..., task: _Optional[_Union[_task_pb2.DriverTask, _Mapping]] = ...) -> None: ...
