using System.Text.Json;

namespace Sim.Plugins.CrashReports.Llm;

/// <summary>Members of enumerations as words of the byte form. Pure and thread-safe.</summary>
internal static class Words
{
    /// <summary>The word of a member: "dark_lighted".</summary>
    public static string Of<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    /// <summary>All words, "unknown" first.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>All words but "unknown".</summary>
    public static IReadOnlyList<string> Known<T>()
        where T : struct, Enum => [.. All<T>().Where(w => w != "unknown")];

    /// <summary>The member of a word; the first one, Unknown, when there is none.</summary>
    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(m => Of(m) == word);
}
