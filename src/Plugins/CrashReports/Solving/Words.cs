using System.Text.Json;

namespace Sim.Plugins.CrashReports.Solving;

/// <summary>Members of enumerations as the words of the byte form. Pure.</summary>
internal static class Words
{
    /// <summary>The snake_case word of a member.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
