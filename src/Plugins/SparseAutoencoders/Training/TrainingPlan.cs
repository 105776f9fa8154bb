using System.Globalization;
using Sim.Formats.Yaml;
using Sim.Interp.Recipes;
using Sim.Plugins.SparseAutoencoders.Commands;

namespace Sim.Plugins.SparseAutoencoders.Training;

/// <summary>What is to be trained, from switches or from a file with the same keys; switches win. Immutable.</summary>
internal sealed record TrainingPlan
{
    public required string Data { get; init; }

    public required Recipe Recipe { get; init; }

    public required RecipeValues Values { get; init; }

    public required int Features { get; init; }

    public required long Tokens { get; init; }

    public required string Out { get; init; }

    public required string Format { get; init; }

    public int Batch { get; init; }

    public int? Buffer { get; init; }

    public int Block { get; init; }

    public ulong Seed { get; init; }

    public long SaveEvery { get; init; }

    public int Threads { get; init; }

    /// <summary>Reads switches, and the file where the one word is one.</summary>
    /// <exception cref="InputException">Something is missing or wrong.</exception>
    public static TrainingPlan Read(SaeWords words)
    {
        string? recipe = words.Text("--recipe"), features = words.Text("--features"), tokens = words.Text("--tokens"), output = words.Path("--out"), format = words.Text("--format");
        string? batch = words.Text("--batch"), buffer = words.Text("--buffer"), block = words.Text("--block"), seed = words.Text("--seed"), save = words.Text("--save-every"), threads = words.Text("--threads");
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in words.All("--set"))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            string name = at > 0 ? pair[..at] : throw new InputException($"--set takes NAME=VALUE, found '{pair}'");
            _ = set.TryAdd(name, pair[(at + 1)..]) ? true : throw new InputException($"--set {name} is there twice");
        }

        string given = words.Rest("a folder of activations, or a YAML file")[0], data = words.Full(given);
        if (File.Exists(data) && Path.GetExtension(data) is ".yaml" or ".yml")
        {
            string folder = Path.GetDirectoryName(data)!;
            var file = new SettingReader(YamlSettings.ReadFile(data, given, YamlOptions.FromEnvironment), "a training");
            data = Path.GetFullPath(file.RequiredText("data"), folder);
            recipe ??= file.Text("recipe");
            features ??= file.Text("features");
            tokens ??= file.Text("tokens");
            output ??= file.Text("out") is { } path ? Path.GetFullPath(path, folder) : null;
            (format, batch, buffer, block) = (format ?? file.Text("format"), batch ?? file.Text("batch"), buffer ?? file.Text("buffer"), block ?? file.Text("block"));
            (seed, save, threads) = (seed ?? file.Text("seed"), save ?? file.Text("save_every"), threads ?? file.Text("threads"));
            if (file.Optional("set") is { } options)
            {
                foreach (SettingEntry entry in new SettingReader(options, "the options of the recipe").Map.Entries)
                {
                    set.TryAdd(entry.Key, entry.Value.Kind == SettingKind.List ? string.Join(',', entry.Value.Items.Select(i => i.Text)) : entry.Value.Text);
                }
            }

            file.Done();
        }

        Recipe found = RecipesVerb.Find(recipe ?? throw new InputException("sim sae train needs --recipe; 'sim sae recipes' lists them"));
        foreach (string name in set.Keys)
        {
            _ = found.Options.Any(o => o.Name == name) ? true : throw new InputException($"{found.Name} has no option '{name}'; {Nearest.Hint(name, found.Options.Select(o => o.Name))}");
        }

        return new TrainingPlan
        {
            Data = data,
            Recipe = found,
            Values = found.Read(set),
            Features = (int)SaeWords.Count("--features", features ?? throw new InputException("sim sae train needs --features, how many the model has"), 1, 100_000_000),
            Tokens = SaeWords.Count("--tokens", tokens ?? throw new InputException("sim sae train needs --tokens, how many are trained on; rows come again when there are fewer"), 1, long.MaxValue),
            Out = output ?? throw new InputException("sim sae train needs --out, the folder of the model"),
            Format = format == "none" ? "none" : FormatNames.Read(format ?? "saelens"),
            Batch = (int)SaeWords.Count("--batch", batch ?? "2048", 1, 1 << 24),
            Buffer = buffer is null ? null : (int)SaeWords.Count("--buffer", buffer, 2, 1 << 28),
            Block = (int)SaeWords.Count("--block", block ?? "1024", 1, 1 << 28),
            Seed = ulong.TryParse(seed ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : throw new InputException($"--seed takes a whole number from 0, found '{seed}'"),
            SaveEvery = SaeWords.Count("--save-every", save ?? "500", 1, long.MaxValue),
            Threads = (int)SaeWords.Count("--threads", threads ?? "0", 0, 1024),
        };
    }

    /// <summary>What may not change when a training goes on, in one line.</summary>
    public string Description(int width, long steps) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Recipe.Name} width={width} features={Features} steps={steps} seed={Seed} {string.Join(' ', Values.All.Select(v => $"{v.Key}={v.Value}"))}");
}
