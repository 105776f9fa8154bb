namespace Sim;

/// <summary>Keeps the initial velocity vector and heading.</summary>
public sealed record ConstantVelocityBehaviour : Behaviour;
