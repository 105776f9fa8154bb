"""What goes wrong, in a sentence for whoever runs the capture."""


class CaptureError(Exception):
    """Says what was found, what was expected, what to do."""
