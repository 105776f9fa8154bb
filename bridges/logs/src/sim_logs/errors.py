"""What goes wrong with a user's data."""


class LogError(Exception):
    """A file that cannot be exported; the message says why and what to do."""
