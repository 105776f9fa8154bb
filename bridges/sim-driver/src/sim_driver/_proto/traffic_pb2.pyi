from . import session_pb2 as _session_pb2
from . import task_pb2 as _task_pb2
from . import world_pb2 as _world_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AdvanceReply(_message.Message):
    __slots__ = ["actors", "time_us"]
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedCompositeFieldContainer[_world_pb2.ActorFrame]
    time_us: int
    def __init__(self, actors: _Optional[_Iterable[_Union[_world_pb2.ActorFrame, _Mapping]]] = ..., time_us: _Optional[int] = ...) -> None: ...

class AdvanceRequest(_message.Message):
    __slots__ = ["session_id", "until_us", "world"]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    UNTIL_US_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    until_us: int
    world: _world_pb2.WorldFrame
    def __init__(self, session_id: _Optional[str] = ..., world: _Optional[_Union[_world_pb2.WorldFrame, _Mapping]] = ..., until_us: _Optional[int] = ...) -> None: ...

class OpenTrafficReply(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class OpenTrafficRequest(_message.Message):
    __slots__ = ["controlled", "header", "seed", "task"]
    CONTROLLED_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    controlled: _containers.RepeatedScalarFieldContainer[int]
    header: _session_pb2.SessionHeader
    seed: int
    task: _task_pb2.DriverTask
    def __init__(self, header: _Optional[_Union[_session_pb2.SessionHeader, _Mapping]] = ..., task: _Optional[_Union[_task_pb2.DriverTask, _Mapping]] = ..., controlled: _Optional[_Iterable[int]] = ..., seed: _Optional[int] = ...) -> None: ...
