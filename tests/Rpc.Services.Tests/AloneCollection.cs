namespace Sim.Tests.Rpc;

/// <summary>Tests that measure this process and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
