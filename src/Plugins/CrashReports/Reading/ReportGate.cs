using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>Turns away what is no report of road users in English, with the reason, before anything is made of it.</summary>
internal static class ReportGate
{
    private const int Sample = 20_000;

    /// <summary>Length, bytes and language.</summary>
    public static void CheckText(CrashReport report)
    {
        string? file = report.File.Length > 0 ? report.File : null;
        string text = report.Text;
        if (text.Length > CrashReport.MaxCharacters)
            throw new RefusedException($"The text has {text.Length} characters, at most {CrashReport.MaxCharacters} are read. Give the narrative of one crash.", file);
        if (string.IsNullOrWhiteSpace(text)) throw new RefusedException("The text is empty. Give the narrative of a crash or a sentence on a scene.", file);
        int odd = 0;
        foreach (char c in text)
            if ((char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f' or '\v')) || c == '\ufffd') odd++;
        if (odd * 100 > text.Length || text.Contains('\0', StringComparison.Ordinal))
            throw new RefusedException($"The text is binary: {odd} of its {text.Length} characters are control characters or no characters at all. Give plain text in UTF-8.", file);
        string language = LanguageGuess.Of(text.AsSpan(0, Math.Min(Sample, text.Length)));
        if (language != "en")
            throw new RefusedException($"The text is not English (it looks like \"{language}\"); only English is read. Translate it first.", file);
    }

    /// <summary>Somebody on the road must be told of, and no ship, aircraft or train alone.</summary>
    public static void CheckActors(CrashReport report, ReportText text, Mentions mentions)
    {
        string? file = report.File.Length > 0 ? report.File : null;
        bool train = mentions.Actors.Any(a => a.Kind == ActorType.Train);
        foreach (ReportActor actor in mentions.Actors)
            // An animal on a railway is on no road.
            if (actor.Kind != ActorType.Train && !(train && actor.Kind == ActorType.Animal) && !(actor.IsBystander && actor.Kind == ActorType.Unknown)) return;
        string what = mentions.Actors.Count > 0 ? "a train" : text.FindAny(new(0, text.Count), OtherTraffic) is >= 0 and int at ? $"\"{text.Norm(at)}\"" : "";
        throw new RefusedException(what.Length > 0
            ? $"The text tells of {what} and of no road user. Only crashes and scenes on roads are read."
            : "The text names no road user (vehicle, cyclist, pedestrian, animal). Give the narrative of a crash or a sentence on a scene.", file);
    }

    private static readonly HashSet<string> OtherTraffic = new(StringComparer.Ordinal) { "train", "ship", "vessel", "ferry", "boat", "aircraft", "airplane", "plane", "helicopter", "locomotive", "tram" };
}
