using System.Globalization;
using Sim.Formats.Yaml;
using Sim.Host.Output;
using Sim.Host.Store;
using Sim.Host.Workers;

namespace Sim.Host.Commands;

/// <summary>What a verb may touch of the world around it; tests give their own.</summary>
internal sealed record CliContext
{
    /// <summary>For programs.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>For people.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>For commands to a CI server: where people's text goes, but with nothing held back.</summary>
    public TextWriter Commands { get => field ?? Error; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Folder of relative paths.</summary>
    public string WorkingFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>How text for people looks.</summary>
    public Style Style { get; init; } = new(false, false);

    /// <summary>Loads the modules; called at most once for each verb that needs them.</summary>
    public required Func<LoadedModules> Modules { get; init; }

    /// <summary>Loads the modules with other plugins in processes of their own than usual; null where that makes no difference.</summary>
    public Func<IsolationChoice, LoadedModules>? ModulesIsolated { get; init; }

    /// <summary>Byte forms of a run folder.</summary>
    public CaseCodec Codec { get; init; } = CaseCodecs.Standard;

    /// <summary>The real world.</summary>
    public static CliContext Process() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        Style = Style.OfStandardError(System.Environment.GetEnvironmentVariable),
        Modules = () => LoadedModules.Load(System.Environment.GetEnvironmentVariable),
        ModulesIsolated = choice => LoadedModules.Load(System.Environment.GetEnvironmentVariable, choice),
    };

    /// <summary>A path as the user wrote it, made absolute.</summary>
    public string Full(string path) => Path.GetFullPath(path, WorkingFolder);

    /// <summary>How settings files are read.</summary>
    /// <param name="roots">Folders below which may be read besides the file's own.</param>
    /// <param name="commands">True when a suite may name programs that are started.</param>
    public YamlOptions Yaml(IReadOnlyList<string> roots, bool commands = true) =>
        new() { Variables = Environment, WorkingFolder = WorkingFolder, Roots = roots, AllowCommandDrivers = commands };

    /// <summary>Today: the switch, else SIM_TODAY, else the clock. Only waivers depend on it.</summary>
    /// <exception cref="InputException">Not a date.</exception>
    public DateOnly Today(string? given)
    {
        string? text = given ?? Environment("SIM_TODAY");
        return string.IsNullOrEmpty(text) ? DateOnly.FromDateTime(DateTime.UtcNow)
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw new InputException($"found '{text}' as today's date (--today, SIM_TODAY), expected a date such as 2027-03-01");
    }
}
