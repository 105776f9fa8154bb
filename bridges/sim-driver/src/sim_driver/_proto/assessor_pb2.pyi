from . import session_pb2 as _session_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

COUNTERFACTUAL_OUTCOME_AVOIDS: CounterfactualOutcome
COUNTERFACTUAL_OUTCOME_COLLIDES: CounterfactualOutcome
COUNTERFACTUAL_OUTCOME_NOT_APPLICABLE: CounterfactualOutcome
COUNTERFACTUAL_OUTCOME_UNSPECIFIED: CounterfactualOutcome
DESCRIPTOR: _descriptor.FileDescriptor
MEASURED_STATE_FAILED: MeasuredState
MEASURED_STATE_NOT_APPLICABLE: MeasuredState
MEASURED_STATE_NO_CONFLICT: MeasuredState
MEASURED_STATE_TOO_LATE: MeasuredState
MEASURED_STATE_UNSPECIFIED: MeasuredState
MEASURED_STATE_VALUE: MeasuredState
WORSE_DIRECTION_HIGHER: WorseDirection
WORSE_DIRECTION_LOWER: WorseDirection
WORSE_DIRECTION_UNSPECIFIED: WorseDirection

class AssessHeader(_message.Message):
    __slots__ = ["case_id", "module", "options_json", "recording_bytes", "scenario_bytes", "scenario_json", "seed"]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_JSON_FIELD_NUMBER: _ClassVar[int]
    RECORDING_BYTES_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_BYTES_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_JSON_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    case_id: str
    module: str
    options_json: str
    recording_bytes: int
    scenario_bytes: int
    scenario_json: str
    seed: int
    def __init__(self, module: _Optional[str] = ..., options_json: _Optional[str] = ..., seed: _Optional[int] = ..., recording_bytes: _Optional[int] = ..., scenario_json: _Optional[str] = ..., case_id: _Optional[str] = ..., scenario_bytes: _Optional[int] = ...) -> None: ...

class AssessRequest(_message.Message):
    __slots__ = ["header", "recording", "scenario"]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    RECORDING_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    header: AssessHeader
    recording: bytes
    scenario: bytes
    def __init__(self, header: _Optional[_Union[AssessHeader, _Mapping]] = ..., recording: _Optional[bytes] = ..., scenario: _Optional[bytes] = ...) -> None: ...

class Assessment(_message.Message):
    __slots__ = ["assessor", "counterfactuals", "elevated_metrics", "evidence", "leading_metric", "metrics", "severity", "version"]
    ASSESSOR_FIELD_NUMBER: _ClassVar[int]
    COUNTERFACTUALS_FIELD_NUMBER: _ClassVar[int]
    ELEVATED_METRICS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    LEADING_METRIC_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    assessor: str
    counterfactuals: _containers.RepeatedCompositeFieldContainer[Counterfactual]
    elevated_metrics: int
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    leading_metric: str
    metrics: _containers.RepeatedCompositeFieldContainer[Metric]
    severity: float
    version: str
    def __init__(self, assessor: _Optional[str] = ..., version: _Optional[str] = ..., metrics: _Optional[_Iterable[_Union[Metric, _Mapping]]] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ..., severity: _Optional[float] = ..., leading_metric: _Optional[str] = ..., counterfactuals: _Optional[_Iterable[_Union[Counterfactual, _Mapping]]] = ..., elevated_metrics: _Optional[int] = ...) -> None: ...

class Counterfactual(_message.Message):
    __slots__ = ["alarm_time_us", "assumptions", "band_avoids", "band_runs", "impact_speed_mps", "impact_time_us", "model", "other", "outcome", "reaction_time_us", "reason"]
    ALARM_TIME_US_FIELD_NUMBER: _ClassVar[int]
    ASSUMPTIONS_FIELD_NUMBER: _ClassVar[int]
    BAND_AVOIDS_FIELD_NUMBER: _ClassVar[int]
    BAND_RUNS_FIELD_NUMBER: _ClassVar[int]
    IMPACT_SPEED_MPS_FIELD_NUMBER: _ClassVar[int]
    IMPACT_TIME_US_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    OTHER_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REACTION_TIME_US_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    alarm_time_us: int
    assumptions: _containers.RepeatedScalarFieldContainer[str]
    band_avoids: int
    band_runs: int
    impact_speed_mps: float
    impact_time_us: int
    model: str
    other: str
    outcome: CounterfactualOutcome
    reaction_time_us: int
    reason: str
    def __init__(self, model: _Optional[str] = ..., outcome: _Optional[_Union[CounterfactualOutcome, str]] = ..., reason: _Optional[str] = ..., other: _Optional[str] = ..., alarm_time_us: _Optional[int] = ..., reaction_time_us: _Optional[int] = ..., impact_time_us: _Optional[int] = ..., impact_speed_mps: _Optional[float] = ..., band_runs: _Optional[int] = ..., band_avoids: _Optional[int] = ..., assumptions: _Optional[_Iterable[str]] = ...) -> None: ...

class Evidence(_message.Message):
    __slots__ = ["actors", "text", "time_us"]
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    TIME_US_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedScalarFieldContainer[str]
    text: str
    time_us: int
    def __init__(self, text: _Optional[str] = ..., time_us: _Optional[int] = ..., actors: _Optional[_Iterable[str]] = ...) -> None: ...

class Measurement(_message.Message):
    __slots__ = ["actors", "inputs", "reason", "state", "value", "worst_time_us"]
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    WORST_TIME_US_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedScalarFieldContainer[str]
    inputs: _containers.RepeatedCompositeFieldContainer[MetricInput]
    reason: str
    state: MeasuredState
    value: float
    worst_time_us: int
    def __init__(self, state: _Optional[_Union[MeasuredState, str]] = ..., value: _Optional[float] = ..., reason: _Optional[str] = ..., worst_time_us: _Optional[int] = ..., actors: _Optional[_Iterable[str]] = ..., inputs: _Optional[_Iterable[_Union[MetricInput, _Mapping]]] = ...) -> None: ...

class Metric(_message.Message):
    __slots__ = ["actors", "critical_at", "inputs", "name", "reason", "second_reading", "series", "state", "unit", "value", "version", "worse", "worst_time_us"]
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    CRITICAL_AT_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SECOND_READING_FIELD_NUMBER: _ClassVar[int]
    SERIES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORSE_FIELD_NUMBER: _ClassVar[int]
    WORST_TIME_US_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedScalarFieldContainer[str]
    critical_at: float
    inputs: _containers.RepeatedCompositeFieldContainer[MetricInput]
    name: str
    reason: str
    second_reading: Measurement
    series: _containers.RepeatedCompositeFieldContainer[MetricSample]
    state: MeasuredState
    unit: str
    value: float
    version: int
    worse: WorseDirection
    worst_time_us: int
    def __init__(self, name: _Optional[str] = ..., unit: _Optional[str] = ..., worse: _Optional[_Union[WorseDirection, str]] = ..., version: _Optional[int] = ..., state: _Optional[_Union[MeasuredState, str]] = ..., value: _Optional[float] = ..., reason: _Optional[str] = ..., worst_time_us: _Optional[int] = ..., actors: _Optional[_Iterable[str]] = ..., inputs: _Optional[_Iterable[_Union[MetricInput, _Mapping]]] = ..., critical_at: _Optional[float] = ..., series: _Optional[_Iterable[_Union[MetricSample, _Mapping]]] = ..., second_reading: _Optional[_Union[Measurement, _Mapping]] = ...) -> None: ...

class MetricInput(_message.Message):
    __slots__ = ["name", "unit", "value"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    unit: str
    value: float
    def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ..., unit: _Optional[str] = ...) -> None: ...

class MetricSample(_message.Message):
    __slots__ = ["step", "value"]
    STEP_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    step: int
    value: float
    def __init__(self, step: _Optional[int] = ..., value: _Optional[float] = ...) -> None: ...

class CounterfactualOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class MeasuredState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class WorseDirection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
