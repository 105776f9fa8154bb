namespace Sim;

/// <summary>Driven by the system under test (or by another named driver): the ego.</summary>
public sealed record DriverBehaviour : Behaviour;
