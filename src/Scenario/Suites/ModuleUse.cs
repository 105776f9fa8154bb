namespace Sim;

/// <summary>A module that a suite names, with its options.</summary>
/// <param name="Name">Name of the module ("idm", "criticality", "embedded", "grpc://host:port").</param>
/// <param name="Options">Its options: a map, possibly empty.</param>
public sealed record ModuleUse(string Name, Setting Options);
