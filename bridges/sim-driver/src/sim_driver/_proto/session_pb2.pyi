from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
ERROR_REASON_ACTOR_UNKNOWN: ErrorReason
ERROR_REASON_BAD_ANSWER: ErrorReason
ERROR_REASON_BAD_MAP: ErrorReason
ERROR_REASON_BAD_OPTIONS: ErrorReason
ERROR_REASON_BAD_SCENARIO: ErrorReason
ERROR_REASON_BAD_TIME: ErrorReason
ERROR_REASON_BAD_TOKEN: ErrorReason
ERROR_REASON_CAPABILITY_MISSING: ErrorReason
ERROR_REASON_DATA_LOSS: ErrorReason
ERROR_REASON_FEATURE_UNSUPPORTED: ErrorReason
ERROR_REASON_MESSAGE_TOO_BIG: ErrorReason
ERROR_REASON_MODULE_FAILED: ErrorReason
ERROR_REASON_MODULE_UNKNOWN: ErrorReason
ERROR_REASON_NOT_OWNER: ErrorReason
ERROR_REASON_PEER_LOST: ErrorReason
ERROR_REASON_REFUSED: ErrorReason
ERROR_REASON_SESSION_UNKNOWN: ErrorReason
ERROR_REASON_STEP_CONFLICT: ErrorReason
ERROR_REASON_TIMEOUT: ErrorReason
ERROR_REASON_TOO_MANY_SESSIONS: ErrorReason
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_VERSION_MISMATCH: ErrorReason
ERROR_REASON_WRONG_STATE: ErrorReason
PHASE_IDLE: Phase
PHASE_LOADING: Phase
PHASE_RENDERING: Phase
PHASE_STEPPING: Phase
PHASE_UNSPECIFIED: Phase
REPRODUCIBILITY_BIT: Reproducibility
REPRODUCIBILITY_FROM_RECORDING: Reproducibility
REPRODUCIBILITY_STATISTICAL: Reproducibility
REPRODUCIBILITY_UNSPECIFIED: Reproducibility

class CloseSessionReply(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class CloseSessionRequest(_message.Message):
    __slots__ = ["reason", "session_id"]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    reason: str
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ErrorDetail(_message.Message):
    __slots__ = ["native_text", "reason", "retryable", "state", "step"]
    NATIVE_TEXT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RETRYABLE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    native_text: str
    reason: ErrorReason
    retryable: bool
    state: str
    step: int
    def __init__(self, reason: _Optional[_Union[ErrorReason, str]] = ..., native_text: _Optional[str] = ..., state: _Optional[str] = ..., step: _Optional[int] = ..., retryable: bool = ...) -> None: ...

class HandshakeReply(_message.Message):
    __slots__ = ["capabilities", "contract", "limits", "modules", "reproducibility", "server"]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    MODULES_FIELD_NUMBER: _ClassVar[int]
    REPRODUCIBILITY_FIELD_NUMBER: _ClassVar[int]
    SERVER_FIELD_NUMBER: _ClassVar[int]
    capabilities: _containers.RepeatedScalarFieldContainer[str]
    contract: Version
    limits: Limits
    modules: _containers.RepeatedCompositeFieldContainer[ModuleInfo]
    reproducibility: Reproducibility
    server: PeerInfo
    def __init__(self, server: _Optional[_Union[PeerInfo, _Mapping]] = ..., contract: _Optional[_Union[Version, _Mapping]] = ..., capabilities: _Optional[_Iterable[str]] = ..., reproducibility: _Optional[_Union[Reproducibility, str]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., modules: _Optional[_Iterable[_Union[ModuleInfo, _Mapping]]] = ...) -> None: ...

class HandshakeRequest(_message.Message):
    __slots__ = ["client", "contract", "required"]
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    client: PeerInfo
    contract: Version
    required: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, client: _Optional[_Union[PeerInfo, _Mapping]] = ..., contract: _Optional[_Union[Version, _Mapping]] = ..., required: _Optional[_Iterable[str]] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ["max_actors", "max_message_bytes", "max_sessions", "step_quantum_us"]
    MAX_ACTORS_FIELD_NUMBER: _ClassVar[int]
    MAX_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_SESSIONS_FIELD_NUMBER: _ClassVar[int]
    STEP_QUANTUM_US_FIELD_NUMBER: _ClassVar[int]
    max_actors: int
    max_message_bytes: int
    max_sessions: int
    step_quantum_us: int
    def __init__(self, max_message_bytes: _Optional[int] = ..., max_sessions: _Optional[int] = ..., max_actors: _Optional[int] = ..., step_quantum_us: _Optional[int] = ...) -> None: ...

class ModuleInfo(_message.Message):
    __slots__ = ["capabilities", "description", "name", "reproducibility", "version"]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REPRODUCIBILITY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    capabilities: _containers.RepeatedScalarFieldContainer[str]
    description: str
    name: str
    reproducibility: Reproducibility
    version: str
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., version: _Optional[str] = ..., capabilities: _Optional[_Iterable[str]] = ..., reproducibility: _Optional[_Union[Reproducibility, str]] = ...) -> None: ...

class PeerInfo(_message.Message):
    __slots__ = ["name", "native_version", "version"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NATIVE_VERSION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    name: str
    native_version: str
    version: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., native_version: _Optional[str] = ...) -> None: ...

class Ping(_message.Message):
    __slots__ = ["sequence", "session_ids"]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SESSION_IDS_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    session_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sequence: _Optional[int] = ..., session_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class Pong(_message.Message):
    __slots__ = ["phase", "sequence", "sessions"]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SESSIONS_FIELD_NUMBER: _ClassVar[int]
    phase: Phase
    sequence: int
    sessions: int
    def __init__(self, sequence: _Optional[int] = ..., phase: _Optional[_Union[Phase, str]] = ..., sessions: _Optional[int] = ...) -> None: ...

class SessionHeader(_message.Message):
    __slots__ = ["case_id", "lease_us", "module", "options_json", "owner_token", "session_id"]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    LEASE_US_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_JSON_FIELD_NUMBER: _ClassVar[int]
    OWNER_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    case_id: str
    lease_us: int
    module: str
    options_json: str
    owner_token: str
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., owner_token: _Optional[str] = ..., lease_us: _Optional[int] = ..., module: _Optional[str] = ..., options_json: _Optional[str] = ..., case_id: _Optional[str] = ...) -> None: ...

class Version(_message.Message):
    __slots__ = ["major", "minor", "patch"]
    MAJOR_FIELD_NUMBER: _ClassVar[int]
    MINOR_FIELD_NUMBER: _ClassVar[int]
    PATCH_FIELD_NUMBER: _ClassVar[int]
    major: int
    minor: int
    patch: int
    def __init__(self, major: _Optional[int] = ..., minor: _Optional[int] = ..., patch: _Optional[int] = ...) -> None: ...

class Reproducibility(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Phase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
