namespace Sim.Storyboards;

/// <summary>Types of parameters and variables.</summary>
public enum StoryboardValueType
{
    /// <summary>Text ("string").</summary>
    Text,
    /// <summary>Number ("double").</summary>
    Number,
    /// <summary>Whole number ("int", "integer").</summary>
    Whole,
    /// <summary>Whole number, not negative ("unsignedInt").</summary>
    WholeUnsigned,
    /// <summary>Whole number, 0 to 65535 ("unsignedShort").</summary>
    WholeShort,
    /// <summary>true or false ("boolean").</summary>
    Flag,
    /// <summary>ISO 8601 date and time ("dateTime").</summary>
    DateTime,
}
