"""What a simulator raises on purpose."""

from __future__ import annotations

import grpc

from .._proto import session_pb2
from ..sessions import Fault

INVALID = grpc.StatusCode.INVALID_ARGUMENT


def bad_scenario(text: str) -> Fault:
    """The scenario cannot be run here."""
    return Fault(INVALID, session_pb2.ERROR_REASON_BAD_SCENARIO, text)


def bad_map(text: str) -> Fault:
    """The map cannot be used."""
    return Fault(INVALID, session_pb2.ERROR_REASON_BAD_MAP, text)


def bad_time(text: str) -> Fault:
    """Step length or time."""
    return Fault(INVALID, session_pb2.ERROR_REASON_BAD_TIME, text)


def bad_answer(text: str) -> Fault:
    """The driver's answer or a command is malformed or out of range."""
    return Fault(INVALID, session_pb2.ERROR_REASON_BAD_ANSWER, text)


def unsupported(text: str) -> Fault:
    """The scenario needs a feature that this simulator does not have."""
    return Fault(grpc.StatusCode.UNIMPLEMENTED, session_pb2.ERROR_REASON_FEATURE_UNSUPPORTED, text)


def version_mismatch(text: str) -> Fault:
    """Versions do not fit; the text names both."""
    return Fault(grpc.StatusCode.FAILED_PRECONDITION, session_pb2.ERROR_REASON_VERSION_MISMATCH, text)


def lost(text: str) -> Fault:
    """The simulator behind the adapter is gone or cannot be reached."""
    return Fault(grpc.StatusCode.UNAVAILABLE, session_pb2.ERROR_REASON_PEER_LOST, text)


def too_late(text: str) -> Fault:
    """The simulator missed a deadline."""
    return Fault(grpc.StatusCode.DEADLINE_EXCEEDED, session_pb2.ERROR_REASON_TIMEOUT, text)
