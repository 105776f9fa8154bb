using Sim.Host.Drivers;

namespace Sim.Host.Running;

/// <summary>How <c>replay --live</c> asks the driver.</summary>
/// <param name="Driver">Name or address instead of the run's driver, or null.</param>
/// <param name="Command">Command line instead of the run's driver, or null.</param>
/// <param name="WorkingFolder">Working folder of the command line, absolute.</param>
/// <param name="Debugging">Told what a person with a debugger should know; null when nobody debugs.</param>
internal sealed record LiveReplay(string? Driver, string? Command, string WorkingFolder, Action<string>? Debugging)
{
    /// <summary>True when another driver is asked than the run's.</summary>
    public bool IsOverridden => Driver is not null || Command is not null;

    /// <summary>The driver to ask instead of the run's, or null.</summary>
    /// <exception cref="InputException">Both a name and a command line are given.</exception>
    public ModuleUse? Override(ModuleUse own) => DriverOverride.Of(own, Driver, Command, WorkingFolder);
}
