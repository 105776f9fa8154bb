"""What goes wrong with a policy."""


class PolicyFailed(Exception):
    """The policy did not answer as its interface says. The text names the call or the field, and holds nothing that differs between equal runs."""
