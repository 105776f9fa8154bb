using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>An invented report (or one sentence) and what its record should say: path of <see cref="RecordView"/> → value.</summary>
internal sealed record Narrative(string Id, string Text, bool IsSentence, IReadOnlyList<KeyValuePair<string, JsonElement>> Expected)
{
    /// <summary>True for the half that may be used to improve the rules; of the other half only the aggregate is looked at.</summary>
    public bool IsOpen => SHA256.HashData(Encoding.UTF8.GetBytes(Id))[0] % 2 == 0;

    public static IReadOnlyList<Narrative> Reports { get; } =
        [.. Files("Narratives").Select(file => One(Parse(file), "narrative", isSentence: false))];

    public static IReadOnlyList<Narrative> Sentences { get; } =
        [.. Files("Sentences").SelectMany(file => Parse(file).EnumerateArray()).Select(item => One(item, "text", isSentence: true))];

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, folder), "*.json").Order(StringComparer.Ordinal);

    private static JsonElement Parse(string file) => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;

    private static Narrative One(JsonElement item, string text, bool isSentence) =>
        new(item.GetProperty("id").GetString()!, item.GetProperty(text).GetString()!, isSentence,
            [.. item.GetProperty("expected").EnumerateObject().Select(leaf => KeyValuePair.Create(leaf.Name, leaf.Value))]);
}
