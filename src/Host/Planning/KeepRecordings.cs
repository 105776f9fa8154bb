namespace Sim.Host.Planning;

/// <summary>Which recordings stay in the run folder.</summary>
internal enum KeepRecordings
{
    /// <summary>All.</summary>
    All,
    /// <summary>Those of cases that end otherwise than assessed or violate an all or none gate.</summary>
    Failed,
    /// <summary>None.</summary>
    None,
}
