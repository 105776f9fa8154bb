using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Llm.Budgets;
using Sim.Plugins.CrashReports.Llm.Cassettes;
using Sim.Plugins.CrashReports.Llm.Masking;

namespace Sim.Plugins.CrashReports.Llm;

/// <summary>Options of the extractor <c>llm</c> (docs/crash-reports/llm.md), checked. Holds a reference to the key, never the key. Immutable.</summary>
internal sealed record LlmOptions
{
    /// <summary>Variable with the base address when the options name none.</summary>
    public const string EndpointVariable = "SIM_LLM_ENDPOINT";

    /// <summary>Variable with the model when the options name none.</summary>
    public const string ModelVariable = "SIM_LLM_MODEL";

    /// <summary>Variable with the key when the options name neither key nor endpoint.</summary>
    public const string KeyVariable = "SIM_LLM_KEY";

    private const string OpenAiEndpoint = "OPENAI_BASE_URL";
    private const string OpenAiKey = "OPENAI_API_KEY";

    /// <summary>Base address, such as https://api.example.com/v1; null when only a cassette is played back.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The setting that names the key's secret; null: no key is sent.</summary>
    public Setting? Key { get; init; }

    /// <summary>Longest time for one answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a call is repeated after 429, 5xx, a broken connection or a time-out.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Largest answer, tokens.</summary>
    public int MaxAnswerTokens { get; init; } = 8000;

    /// <summary>Seed field of the requests.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>True when answers come as a stream of events.</summary>
    public bool Stream { get; init; }

    /// <summary>True when sketches go along.</summary>
    public bool Sketches { get; init; }

    /// <summary>What is masked.</summary>
    public MaskKinds Mask { get; init; }

    /// <summary>Limits.</summary>
    public LlmBudgets Budgets { get; init; } = new();

    /// <summary>File of the cassette, absolute; null: none.</summary>
    public string? CassetteFile { get; init; }

    /// <summary>The cassette as the user named it, for messages.</summary>
    public string CassetteName { get; init; } = "";

    /// <summary>How the cassette is used.</summary>
    public CassetteMode Mode { get; init; }

    /// <summary>Host and port of the endpoint; empty without one.</summary>
    public string Host => Endpoint is null ? "" : FormattableString.Invariant($"{Endpoint.Host}:{Endpoint.Port}");

    /// <summary>Reads options; what is left out comes from environment variables.</summary>
    /// <exception cref="InputException">Wrong, or no endpoint, model, key or permission.</exception>
    public static LlmOptions Read(Setting settings, ExtractorHost host)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(host);
        var reader = new SettingReader(settings, "the options of extractor 'llm'");
        var endpoint = Default(reader, "endpoint", host, EndpointVariable, OpenAiEndpoint);
        var model = Default(reader, "model", host, ModelVariable);
        var key = reader.Optional("key");
        var cassette = Cassette(reader.Optional("cassette"), host.Files);
        bool insecure = reader.Bool("insecure") ?? false;
        var options = new LlmOptions
        {
            Endpoint = endpoint is null ? null : Address(endpoint, insecure),
            Model = model?.Text ?? throw settings.Error($"extractor 'llm' needs a model; write 'model', or set {ModelVariable}"),
            Key = KeyOf(key, reader.Optional("endpoint") is not null, host),
            Timeout = TimeSpan.FromMicroseconds(reader.Duration("timeout", 10_000, 3_600_000_000) ?? 120_000_000),
            Retries = reader.Int("retries", 0, 20) ?? 4,
            MaxAnswerTokens = reader.Int("max_answer_tokens", 100, 1_000_000) ?? 8000,
            Seed = reader.Int("seed", 0) ?? 7,
            Stream = reader.Bool("stream") ?? false,
            Sketches = reader.Bool("sketches") ?? false,
            Mask = Masks(reader.Optional("mask")),
            Budgets = LlmBudgets.Read(reader.Optional("budgets")),
            CassetteFile = cassette?.File,
            CassetteName = cassette?.Name ?? "",
            Mode = cassette?.Mode ?? CassetteMode.Auto,
        };
        reader.Done();
        return options.Checked(settings, key, host);
    }

    /// <summary>The cassette that options play back and do not write to; null when there is none.</summary>
    public static SourceFile? Played(Setting settings, FileRoots files) =>
        settings.Find("cassette") is { Kind: SettingKind.Map } cassette && cassette.Find("mode")?.Text == "replay" && cassette.Find("file") is { } file ? files.Resolve(file) : null;

    private LlmOptions Checked(Setting settings, Setting? key, ExtractorHost host)
    {
        if (Model.Length is 0 or > 200)
        {
            throw settings.Error("'model' must have 1 to 200 characters");
        }

        if (CassetteFile is not null && Mode == CassetteMode.Replay)
        {
            return this;
        }

        if (!host.Network && (CassetteFile is null || Mode == CassetteMode.Record))
        {
            throw settings.Error("extractor 'llm' sends the text of reports over the network, which is not allowed here; write 'network: allow' in the suite (or give --network), or play a cassette back: cassette: { file: …, mode: replay }");
        }

        if (Endpoint is null && (CassetteFile is null || Mode == CassetteMode.Record))
        {
            throw settings.Error($"extractor 'llm' needs an endpoint; write 'endpoint' with the base address of an OpenAI-compatible service (https://…/v1), or set {EndpointVariable}");
        }

        return Key is null && key is null && Endpoint is not null && host.Network
            ? throw settings.Error($"extractor 'llm' needs a key; write key: ${{secret:NAME}}, or set {KeyVariable} together with {EndpointVariable}; write key: none when the endpoint asks for none")
            : this;
    }

    private static Setting? Default(SettingReader reader, string key, ExtractorHost host, params string[] variables)
    {
        if (reader.Optional(key) is { } value)
        {
            return reader.Text(key) is { Length: > 0 } ? value : throw value.Error($"'{key}' is empty");
        }

        string? text = variables.Select(host.Variables).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        return text is null ? null : Setting.Scalar(text) with { File = reader.Map.File, Line = reader.Map.Line, Column = reader.Map.Column };
    }

    private static Uri Address(Setting value, bool insecure)
    {
        if (!Uri.TryCreate(value.Text.EndsWith('/') ? value.Text : value.Text + "/", UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw value.Error($"'endpoint' is {SettingReader.Describe(value)}; write a base address such as https://api.example.com/v1");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            throw value.Error("'endpoint' holds credentials or a query; write the bare address, and the key under 'key'");
        }

        return uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback || insecure
            ? uri
            : throw value.Error($"'{uri.Host}' would get reports and key in plain text; use https, or write insecure: true if the network itself is closed");
    }

    // A key of the environment belongs to the endpoint of the environment: a suite that names another one must not get it.
    private static Setting? KeyOf(Setting? key, bool endpointNamed, ExtractorHost host) => key switch
    {
        null when endpointNamed => null,
        null => (Has(host, EndpointVariable) ? KeyVariable : OpenAiKey) is var variable && Has(host, variable) ? Setting.Scalar($"${{secret:{variable}}}") : null,
        { Kind: SettingKind.Scalar, Text: "none" } => null,
        { Kind: SettingKind.Scalar } when Secrets.Mentions(key.Text) => key,
        _ => throw key.Error("a key does not belong into a file; write key: ${secret:NAME} and set the environment variable NAME"),
    };

    private static bool Has(ExtractorHost host, string variable) => !string.IsNullOrEmpty(host.Variables(variable));

    private static (string File, string Name, CassetteMode Mode)? Cassette(Setting? settings, FileRoots files)
    {
        if (settings is null)
        {
            return null;
        }

        var reader = new SettingReader(settings, "the cassette of extractor 'llm'");
        var file = reader.Required("file");
        reader.RequiredText("file");
        var mode = reader.Choice<CassetteMode>("mode") ?? CassetteMode.Auto;
        reader.Done();
        return (mode == CassetteMode.Replay ? files.Resolve(file).FullPath : Writable(file, files), file.Raw, mode);
    }

    // A file that is yet to be written lies in a folder that may be read.
    private static string Writable(Setting file, FileRoots files)
    {
        int slash = file.Text.LastIndexOf('/');
        int rawSlash = file.Raw.LastIndexOf('/');
        string name = file.Text[(slash + 1)..];
        if (name.Length == 0 || name is "." or ".." || slash < 0 != rawSlash < 0)
        {
            throw file.Error($"found {SettingReader.Describe(file)} where a file is expected");
        }

        var folder = slash < 0 ? file with { Text = ".", Raw = "." } : file with { Text = file.Text[..Math.Max(1, slash)], Raw = file.Raw[..Math.Max(1, rawSlash)] };
        string path = Path.Combine(files.ResolveFolder(folder).FullPath, name);
        return File.Exists(path) ? files.Resolve(file).FullPath : path;
    }

    private static MaskKinds Masks(Setting? settings)
    {
        var kinds = MaskKinds.None;
        if (settings is null)
        {
            return kinds;
        }

        foreach (var item in settings.Kind == SettingKind.List ? settings.Items : [settings])
        {
            kinds |= item.Text switch
            {
                "names" => MaskKinds.Names,
                "plates" => MaskKinds.Plates,
                "addresses" => MaskKinds.Addresses,
                _ => throw item.Error($"'mask' holds {SettingReader.Describe(item)}; {Nearest.Hint(item.Text, ["names", "plates", "addresses"])}"),
            };
        }

        return kinds;
    }
}
