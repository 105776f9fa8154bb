namespace Sim.Plugins.CrashReports.Records;

/// <summary>How a value of a record is known.</summary>
public enum LeafStatus
{
    /// <summary>The text is silent; the value is empty.</summary>
    Unknown,
    /// <summary>The text says it; <see cref="Leaf{T}.Evidence"/> quotes it.</summary>
    Stated,
    /// <summary>Follows from what the text says; <see cref="Leaf{T}.Why"/> names the rule, the evidence quotes the premise.</summary>
    Derived,
    /// <summary>Filled in because a scenario needs a value; <see cref="Leaf{T}.Why"/> names the default and its reason.</summary>
    Assumed,
}
