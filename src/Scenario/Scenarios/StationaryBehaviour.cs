namespace Sim;

/// <summary>Stays where it is.</summary>
public sealed record StationaryBehaviour : Behaviour;
