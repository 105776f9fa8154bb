from . import sensor_pb2 as _sensor_pb2
from . import session_pb2 as _session_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
GUARD_OUTCOME_BLOCK: GuardOutcome
GUARD_OUTCOME_ERROR: GuardOutcome
GUARD_OUTCOME_FLAG: GuardOutcome
GUARD_OUTCOME_PASS: GuardOutcome
GUARD_OUTCOME_UNSPECIFIED: GuardOutcome

class CheckReply(_message.Message):
    __slots__ = ["outcome", "reason", "score"]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    outcome: GuardOutcome
    reason: str
    score: float
    def __init__(self, outcome: _Optional[_Union[GuardOutcome, str]] = ..., score: _Optional[float] = ..., reason: _Optional[str] = ...) -> None: ...

class CheckRequest(_message.Message):
    __slots__ = ["activations", "frame", "module", "options_json", "shape"]
    ACTIVATIONS_FIELD_NUMBER: _ClassVar[int]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_JSON_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    activations: _containers.RepeatedScalarFieldContainer[float]
    frame: _sensor_pb2.SensorFrame
    module: str
    options_json: str
    shape: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, module: _Optional[str] = ..., options_json: _Optional[str] = ..., frame: _Optional[_Union[_sensor_pb2.SensorFrame, _Mapping]] = ..., activations: _Optional[_Iterable[float]] = ..., shape: _Optional[_Iterable[int]] = ...) -> None: ...

class GuardOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
