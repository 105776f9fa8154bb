using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Formats;

/// <summary>
/// An adapter folder of SAEgis in PEFT's form: <c>adapter_model.safetensors</c> with <c>SITE.sae_encoder.ADAPTER.weight</c>, <c>SITE.sae_W_dec.ADAPTER</c>, <c>SITE.sae_b_dec.ADAPTER</c> (PEFT may
/// leave the adapter's name out) and <c>adapter_config.json</c> (interp §2.1, §5). Codes are the k largest pre-activations, negative ones too; there is no encoder bias.
/// </summary>
public static class SaegisAdapterFolder
{
    private const string Encoder = ".sae_encoder", Decoder = ".sae_W_dec", Bias = ".sae_b_dec";

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="k">Codes of a token, where <c>adapter_config.json</c> has no <c>k</c>; SAEgis uses 64.</param>
    /// <returns>One autoencoder for each site and adapter, by the names of the sites.</returns>
    /// <exception cref="InputException">A file is missing or refused, or k is unknown.</exception>
    public static IReadOnlyList<SaegisSite> Read(string folder, int? k = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = SaeConfig.Open(Path.Combine(folder, "adapter_config.json"));
        int chosen = config.Whole("k") ?? k ?? throw config.Bad("there is no 'k', and none was given; SAEgis uses 64");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        config.MoveRest(metadata);
        using var file = SafetensorsFile.Open(Path.Combine(folder, "adapter_model.safetensors"));
        var sites = new SortedDictionary<(string Site, string Adapter), Dictionary<string, StoredTensor>>(Comparer<(string Site, string Adapter)>.Create(
            static (a, b) => string.CompareOrdinal(a.Site, b.Site) is not 0 and var order ? order : string.CompareOrdinal(a.Adapter, b.Adapter)));
        foreach (var tensor in file.Tensors)
        {
            var (site, adapter, part) = Parse(tensor.Name, file.File);
            if (!sites.TryGetValue((site, adapter), out var parts))
            {
                sites.Add((site, adapter), parts = new(StringComparer.Ordinal));
            }

            parts[part] = parts.ContainsKey(part) ? throw new InputException($"'{tensor.Name}' is there under two names", file.File) : tensor;
        }

        return sites.Count == 0 ? throw new InputException("the file holds no sae_encoder", file.File) : [.. sites.Select(s => Site(s.Key, s.Value, chosen, metadata, file.File))];
    }

    /// <summary>Writes a folder.</summary>
    /// <param name="sites">The autoencoders, all with the same k.</param>
    /// <param name="folder">Where; made when it is missing.</param>
    /// <exception cref="InputException">SAEgis has no way to say it.</exception>
    /// <exception cref="ArgumentException">There is none, or their k differ.</exception>
    public static void Write(IReadOnlyList<SaegisSite> sites, string folder)
    {
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(folder);
        if (sites.Select(s => s.Checkpoint.Conventions.K).Distinct().Count() != 1)
        {
            throw new ArgumentException("an adapter has at least one site, and one k for all", nameof(sites));
        }

        var writer = new SafetensorsWriter();
        foreach (var (site, adapter, checkpoint) in sites)
        {
            SaeOutput.Must(
                checkpoint is { Architecture: SaeArchitecture.TopK, Tensors.Count: 4, Conventions: { CentreInput: true, Rectify: false, RescaleByDecoderNorm: false, Scaling: InputScaling.None, HeadsConcatenated: false } } && checkpoint["b_enc"].IsZero(),
                checkpoint, "SAEgis", "it knows TopK that keeps negative codes, centres its input and has no encoder bias");
            string end = adapter.Length == 0 ? "" : "." + adapter;
            SaeOutput.Add(writer, checkpoint, "W_enc", $"{site}{Encoder}{end}.weight", turned: true);
            SaeOutput.Add(writer, checkpoint, "W_dec", site + Decoder + end);
            SaeOutput.Add(writer, checkpoint, "b_dec", site + Bias + end);
        }

        Directory.CreateDirectory(folder);
        writer.Save(Path.Combine(folder, "adapter_model.safetensors"));
        SaeOutput.Json(Path.Combine(folder, "adapter_config.json"), json =>
        {
            SaeOutput.Number(json, "k", sites[0].Checkpoint.Conventions.K!.Value);
            SaeOutput.Metadata(json, sites[0].Checkpoint, "k");
        });
    }

    private static (string Site, string Adapter, string Part) Parse(string name, string file)
    {
        foreach (var (mark, part) in new[] { (Encoder, "W_enc"), (Decoder, "W_dec"), (Bias, "b_dec") })
        {
            int at = name.LastIndexOf(mark, StringComparison.Ordinal);
            string rest = at > 0 ? name[(at + mark.Length)..] : "?";
            if (part == "W_enc")
            {
                rest = rest.EndsWith(".weight", StringComparison.Ordinal) ? rest[..^".weight".Length] : "?";
            }

            if (rest.Length == 0 || (rest[0] == '.' && rest.Length > 1))
            {
                return (name[..at], rest.TrimStart('.'), part);
            }
        }

        throw new InputException($"the tensor '{(name.Length > 80 ? name[..80] + "…" : name)}' has no meaning here; expected SITE.sae_encoder.ADAPTER.weight, SITE.sae_W_dec.ADAPTER or SITE.sae_b_dec.ADAPTER", file);
    }

    private static SaegisSite Site((string Site, string Adapter) key, Dictionary<string, StoredTensor> parts, int k, Dictionary<string, string> metadata, string file)
    {
        var notes = new List<string>();
        var stored = new StoredTensors(parts, $"{file}: {key.Site}", notes);
        int width = stored.LengthOf("b_dec");
        long other = parts.TryGetValue("W_enc", out var encoder) && encoder.Rank == 2 ? encoder.Shape[0] == width ? encoder.Shape[1] : encoder.Shape[0] : 0;
        int features = other is > 0 and <= int.MaxValue ? (int)other : throw new InputException($"the encoder of '{key.Site}' is missing or no matrix", file);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["W_enc"] = stored.Matrix("W_enc", width, features, turned: true),
            ["W_dec"] = stored.Matrix("W_dec", features, width, turned: false),
            ["b_dec"] = stored.Take("b_dec"),
        };
        return new SaegisSite(key.Site, key.Adapter, new SaeCheckpoint(SaeArchitecture.TopK, new SaeConventions { K = k, Rectify = false }, tensors, metadata, notes, file));
    }
}
