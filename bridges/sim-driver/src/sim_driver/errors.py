"""What drivers and assessors raise on purpose, and what this package raises."""


class Refused(Exception):
    """Raised by a driver's start(): nothing is wrong, but it does not take this case. The text says why."""


class BadOptions(Exception):
    """Raised by a driver's start(): the options of the suite are wrong. The text says which and how."""


class RecordingError(ValueError):
    """A file is not a recording, or damaged. The text begins with the file's name."""


class ConfigurationError(ValueError):
    """A server cannot be started like that."""
