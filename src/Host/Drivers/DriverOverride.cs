using Sim.Rpc.Peers;

namespace Sim.Host.Drivers;

/// <summary>A driver from the command line instead of a suite's own.</summary>
internal static class DriverOverride
{
    /// <summary>The driver to use, or null for the suite's own.</summary>
    /// <param name="own">The suite's.</param>
    /// <param name="name">Name or address, or null.</param>
    /// <param name="command">Command line, or null.</param>
    /// <param name="folder">Where the command line was typed, absolute: its working folder.</param>
    /// <exception cref="InputException">Both are given.</exception>
    public static ModuleUse? Of(ModuleUse own, string? name, string? command, string folder)
    {
        if (name is not null && command is not null)
        {
            throw new InputException("--driver and --driver-command exclude each other; keep one");
        }

        // The same driver at another place is the usual case: it keeps its options.
        var kept = IsPeer(own.Name) ? own.Options.Entries.Where(e => PeerOptions.Keys.Contains(e.Key)) : [];
        if (name is not null)
        {
            return new ModuleUse(name, Setting.Empty with { Entries = IsPeer(name) ? [.. kept] : [] });
        }

        if (command is null)
        {
            return null;
        }

        // What is kept in the run folder is "." and not a path of this machine.
        var map = Setting.Map(("command", Setting.Scalar(command)), ("working_dir", Setting.Scalar(folder) with { Raw = "." }));
        return new ModuleUse(CommandDriver.ModuleName, map with { Entries = [.. map.Entries, .. kept] });
    }

    private static bool IsPeer(string name) => name == CommandDriver.ModuleName || PeerAddress.Schemes.Any(s => name.StartsWith(s + ":", StringComparison.Ordinal));
}
