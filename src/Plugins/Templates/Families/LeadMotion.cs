namespace Sim.Plugins.Templates.Families;

/// <summary>What the target ahead does.</summary>
internal enum LeadMotion
{
    /// <summary>Stands.</summary>
    Stands,
    /// <summary>Keeps its speed.</summary>
    Keeps,
    /// <summary>Brakes.</summary>
    Brakes,
    /// <summary>Accelerates.</summary>
    Accelerates,
}
