using Sim.Host.Drivers;
using Sim.Plugins.Sdk;

namespace Sim.Host.Running;

/// <summary>Turns exceptions into one line for results: no stack traces, no memory addresses, so that equal failures have equal bytes.</summary>
internal static class Reasons
{
    private const int MaxLength = 500;

    /// <summary>One line.</summary>
    public static string Of(Exception exception) =>
        OneLine(exception is InputException or RefusedException or ModuleFailedException or DriverFailedException or PeerException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}");

    /// <summary>A text as one line of bounded length.</summary>
    public static string OneLine(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }
}
