using Sim.Formats.Yaml;
using Sim.Host.Drivers;
using Sim.Host.Planning;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;

namespace Sim.Host.Running;

/// <summary>Sets up again the modules of a run from what its folder keeps of them. Stateless, any thread.</summary>
internal static class StoredModules
{
    /// <summary>Options with their variables expanded; a run folder keeps them as the user wrote them.</summary>
    /// <param name="written">The options.</param>
    /// <param name="whose">For messages.</param>
    /// <param name="options">Variables and roots.</param>
    /// <exception cref="InputException">A variable is not set.</exception>
    public static Setting Expanded(Setting written, string whose, YamlOptions options)
    {
        try
        {
            return YamlSettings.Expand(written, options);
        }
        catch (InputException e)
        {
            throw new InputException($"the options of {whose}, as the run keeps them: {e.Detail}");
        }
    }

    /// <summary>The simulator of a stored suite, with its options as they are here.</summary>
    /// <exception cref="InputException">A variable is not set, or it is started from a command line where that is not allowed.</exception>
    public static SimulatorUse Simulator(SimulatorUse stored, YamlOptions options)
    {
        var expanded = Expanded(stored.Options, $"simulator '{stored.Name}'", options);
        if ((expanded.Find("command") ?? expanded.Find(SimulatorUse.WithTraffic)?.Find("command")) is { } command && !options.AllowCommandDrivers)
        {
            throw new InputException($"this run's simulator is started from a command line ('{CommandText.Shown(command)}'), which is not allowed here (--no-commands)");
        }

        return stored with { Options = expanded, Files = SuiteFile.Roots(expanded, options.WorkingFolder, options) };
    }

    /// <summary>
    /// Where the files of a driver's options lie now. The suite's folder is not known any more; a file counts as the run's by its hash: below the working
    /// folder, or below a root for a driver that is started there.
    /// </summary>
    /// <exception cref="InputException">A file is not there, or not the one that the run read.</exception>
    public static FileRoots Files(IDriver driver, Setting driverOptions, StoredRun run, YamlOptions options)
    {
        InputException? first = null;
        foreach (string folder in driver is ILeasedDriver ? options.Roots.Prepend(".") : ["."])
        {
            var files = SuiteFile.Roots(driverOptions, Path.GetFullPath(folder, options.WorkingFolder), options);
            try
            {
                RequireRecorded(driver, driver.Inputs(driverOptions, files), run);
                return files;
            }
            catch (InputException e)
            {
                first ??= e;
            }
        }

        throw first!;
    }

    private static void RequireRecorded(IDriver driver, IReadOnlyDictionary<string, string> inputs, StoredRun run)
    {
        foreach (var (key, path) in inputs)
        {
            string hash = FileHash.Of(path, key);
            if (!run.Identity.Inputs.Any(i => i.Sha256 == hash && (i.Key == key || i.Key.EndsWith($":{key}", StringComparison.Ordinal))))
            {
                throw new InputException($"the file of driver '{driver.Name}' is not the one that the run read (its hash is not among the run's inputs); give the original back", key);
            }
        }

        if (driver is CommandDriver && run.Identity.Inputs.FirstOrDefault(i => i.Key.StartsWith(CommandDriver.InputPrefix, StringComparison.Ordinal) && !inputs.ContainsKey(i.Key)) is { } absent)
        {
            throw new InputException($"the command of the driver names a file that is not below this folder; start sim in the folder of the suite, name that with --root, or give --driver-command", absent.Key);
        }
    }
}
