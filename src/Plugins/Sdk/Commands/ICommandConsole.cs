namespace Sim.Plugins.Sdk;

/// <summary>Output of a verb: programs read <see cref="Out"/>, people read <see cref="Error"/>.</summary>
public interface ICommandConsole
{
    /// <summary>Standard output: machine-readable.</summary>
    TextWriter Out { get; }

    /// <summary>Standard error: progress and messages for people.</summary>
    TextWriter Error { get; }

    /// <summary>True when <see cref="Error"/> is a terminal on which a line can be renewed.</summary>
    bool IsTerminal => false;

    /// <summary>Folder that relative paths of the arguments start from, absolute.</summary>
    string WorkingFolder => Directory.GetCurrentDirectory();
}
