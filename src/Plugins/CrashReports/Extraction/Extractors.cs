using Sim.Plugins.CrashReports.Llm;
using Sim.Plugins.CrashReports.Reading;

namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>The extractors by name. Thread-safe.</summary>
internal static class Extractors
{
    private static readonly SortedDictionary<string, Func<Setting, ExtractorHost, IRecordExtractor>> ByName = new(StringComparer.Ordinal)
    {
        ["rules"] = static (options, _) => Rules(options),
        ["llm"] = LlmExtractor.Create,
    };

    /// <summary>Names of the extractors, sorted.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The extractor that a setting asks for: a name, or a map with <c>use</c> in which every other key is an option; <c>rules</c> when there is none.</summary>
    /// <exception cref="InputException">No such extractor, or options that it does not take.</exception>
    public static IRecordExtractor Of(Setting? use, ExtractorHost host) => use switch
    {
        null => Create("rules", Setting.Empty, host),
        { Kind: SettingKind.Scalar, Text.Length: > 0 } => Create(use.Text, Setting.Empty with { File = use.File, Line = use.Line, Column = use.Column }, host),
        { Kind: SettingKind.Map } when use.Find("use") is { Kind: SettingKind.Scalar, Text.Length: > 0 } name => Create(name.Text, use with { Entries = [.. use.Entries.Where(e => e.Key != "use")] }, host),
        _ => throw use.Error($"found {SettingReader.Describe(use)} where an extractor is expected; write rules, llm or {{ use: llm, model: … }}"),
    };

    /// <summary>Files that decide what an extractor answers, for input hashes: a cassette that is played back.</summary>
    /// <exception cref="InputException">Options that it does not take.</exception>
    public static IEnumerable<SourceFile> Inputs(Setting? use, FileRoots files) =>
        use is { Kind: SettingKind.Map } && use.Find("use")?.Text == "llm" && LlmOptions.Played(use, files) is { } cassette ? [cassette] : [];

    /// <summary>The extractor of a name with its options.</summary>
    /// <exception cref="InputException">No such extractor, or options that it does not take.</exception>
    public static IRecordExtractor Create(string name, Setting options, ExtractorHost host)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        return ByName.TryGetValue(name, out var make) ? make(options, host) : throw options.Error($"there is no extractor '{name}'; {Nearest.Hint(name, ByName.Keys)}");
    }

    private static RuleExtractor Rules(Setting options)
    {
        new SettingReader(options, "the options of extractor 'rules'").Done();
        return new RuleExtractor();
    }
}
