namespace Sim.Formats.Yaml;

/// <summary>How settings are read: where variables come from, and the limits. Immutable.</summary>
public sealed record YamlOptions
{
    /// <summary>Value of an environment variable, or null when unset. The default knows none.</summary>
    public Func<string, string?> Variables { get; init; } = static _ => null;

    /// <summary>True when <c>${…}</c> means nothing but itself, for files that hold people's words.</summary>
    public bool Literal { get; init; }

    /// <summary>Folder against which relative values of variables and roots are taken; absolute.</summary>
    public string WorkingFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Folders given with <c>--root</c>, as written.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Largest text, in UTF-16 units; also the largest text after expansion.</summary>
    public int MaxLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of lists and maps.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Largest number of scalars, lists and maps.</summary>
    public int MaxNodes { get; init; } = 200_000;

    /// <summary>True when the caller can start a driver from a command line (<c>driver: { command: … }</c>); otherwise such a suite is refused.</summary>
    public bool AllowCommandDrivers { get; init; }

    /// <summary>Reads the variables of this process.</summary>
    public static YamlOptions FromEnvironment { get; } = new() { Variables = Environment.GetEnvironmentVariable };
}
