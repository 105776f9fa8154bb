namespace Sim.Host.Commands;

/// <summary>A case as people name it: by its folder, or by its id and the run folder.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Id">The case's id.</param>
internal sealed record NamedCase(string Run, string Id)
{
    /// <summary>Finds it.</summary>
    /// <param name="named">Id or folder.</param>
    /// <param name="run">The run folder, or null when <paramref name="named"/> is a folder.</param>
    /// <param name="context">Where relative paths begin.</param>
    /// <exception cref="InputException">No folder of a case.</exception>
    public static NamedCase Of(string named, string? run, CliContext context)
    {
        if (run is not null)
        {
            return new NamedCase(context.Full(run), named);
        }

        string folder = context.Full(named);
        return Directory.Exists(folder) && Path.GetFileName(Path.GetDirectoryName(folder)) == "cases"
            ? new NamedCase(Path.GetDirectoryName(Path.GetDirectoryName(folder))!, Path.GetFileName(folder))
            : throw new InputException($"'{named}' is no folder of a case; name its run folder with --run");
    }
}
