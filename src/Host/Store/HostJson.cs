using System.Text.Json;

namespace Sim.Host.Store;

/// <summary>The byte form of files that people also read: as <see cref="SimJson"/>, indented, LF.</summary>
internal static class HostJson
{
    /// <summary>Indented.</summary>
    public static SimJson Indented { get; } = new(new JsonSerializerOptions(SimJson.Default.Options) { WriteIndented = true, NewLine = "\n" });
}
