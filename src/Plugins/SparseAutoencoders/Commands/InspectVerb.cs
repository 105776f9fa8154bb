using System.Globalization;
using Sim.Interp;
using Sim.Interp.Formats;
using Sim.Interp.Training;
using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;
using Sim.Plugins.Sdk;
using Sim.Plugins.SparseAutoencoders.Training;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary><c>sim sae inspect</c>: what a model or a file of tensors holds, and where one feature is most active.</summary>
internal static class InspectVerb
{
    public static int Run(SaeWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        bool json = words.Flag("--json");
        string? format = words.Text("--as"), data = words.Path("--data");
        int? k = (int?)words.Count("--k", 1, int.MaxValue);
        long? feature = words.Count("--feature", 0, int.MaxValue);
        int count = (int)(words.Count("--count", 1, 100_000) ?? 10);
        string given = words.Rest("a model or a file")[0], path = words.Full(given);
        if (feature is null != data is null)
        {
            throw new InputException("--feature and --data belong together: the feature, and the folder of activations in which to look for it");
        }

        if (File.Exists(path) && format is null && !path.EndsWith(".sae.pt", StringComparison.Ordinal))
        {
            return InspectFile(path, console, json);
        }

        (SaeCheckpoint checkpoint, string found) = FormatNames.Open(path, format, k);
        if (feature is { } number)
        {
            return Top(checkpoint, (int)number, data!, count, console, json, cancellationToken);
        }

        SaeConventions c = checkpoint.Conventions;
        var conventions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["k"] = c.K?.ToString("R", CultureInfo.InvariantCulture) ?? "none",
            ["centre_input"] = Flag(c.CentreInput),
            ["rectify"] = Flag(c.Rectify),
            ["rescale_by_decoder_norm"] = Flag(c.RescaleByDecoderNorm),
            ["scaling"] = c.Scaling.ToString(),
            ["heads_concatenated"] = Flag(c.HeadsConcatenated),
            ["groups"] = c.GroupSizes.Count == 0 ? "none" : string.Join(' ', c.GroupSizes),
        };
        var model = new InspectedModel(
            found, checkpoint.Architecture.ToString(), checkpoint.Width, checkpoint.OutputWidth, checkpoint.Features, conventions,
            [.. checkpoint.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => Describe(t.Key, "F32", t.Key == "W_enc" ? checkpoint.EncoderRows() : t.Value, t.Value.Shape.ToArray()))],
            new SortedDictionary<string, string>(checkpoint.Metadata.ToDictionary(), StringComparer.Ordinal), checkpoint.Notes);
        if (json)
        {
            SaeJson.Write(console.Out, model);
            return ExitCode.Passed;
        }

        console.Out.WriteLine($"{found}: {checkpoint.Architecture}, {checkpoint.Features} features of {checkpoint.Width} numbers{(checkpoint.OutputWidth == checkpoint.Width ? "" : $", reconstructs {checkpoint.OutputWidth}")}");
        Pairs("convention", conventions, console.Out);
        Tensors(model.Tensors, console.Out);
        Pairs("the file says", model.Metadata, console.Out);
        foreach (string note in checkpoint.Notes)
        {
            console.Error.WriteLine($"note: {note}");
        }

        return ExitCode.Passed;
    }

    private static int InspectFile(string path, ICommandConsole console, bool json)
    {
        bool torch = IsZip(path);
        InspectedFile inspected;
        if (torch)
        {
            using var file = TorchFile.Open(path);
            inspected = new("torch", [.. file.Root.Kind == PickleKind.Dictionary ? file.Root.Entries.Select(e => e.Value.Tensor).OfType<StoredTensor>().Select(Describe) : []], new Dictionary<string, string>());
        }
        else
        {
            using var file = SafetensorsFile.Open(path);
            inspected = new("safetensors", [.. file.Tensors.Select(Describe)], new SortedDictionary<string, string>(file.Metadata.ToDictionary(), StringComparer.Ordinal));
        }

        if (json)
        {
            SaeJson.Write(console.Out, inspected);
            return ExitCode.Passed;
        }

        console.Out.WriteLine($"{inspected.Format}: {inspected.Tensors.Count} tensors");
        Tensors(inspected.Tensors, console.Out);
        Pairs("the file says", inspected.Metadata, console.Out);
        return ExitCode.Passed;
    }

    private static int Top(SaeCheckpoint checkpoint, int feature, string data, int count, ICommandConsole console, bool json, CancellationToken cancellationToken)
    {
        if (feature >= checkpoint.Features)
        {
            throw new InputException($"there is no feature {feature}; the model has {checkpoint.Features}, from 0");
        }

        using var shards = ActivationShards.Open(data);
        if (shards.Width != checkpoint.Width)
        {
            throw new InputException($"the activations have rows of {shards.Width} numbers, the model takes {checkpoint.Width}", data);
        }

        var model = TrainedAutoencoder.From(checkpoint, () => InputNormalisation.ExpectedFactor(ShardBatches.Read(shards, 4096, 65536)));
        var best = new PriorityQueue<(long Row, float Code), (float, long)>();
        long done = 0, active = 0;
        using (var line = new ProgressLine(console, json))
        {
            foreach (Tensor rows in ShardBatches.Read(shards, 1024, long.MaxValue))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Tensor codes = model.Run(rows).Codes.ToDense();
                for (int row = 0; row < codes.Rows; row++)
                {
                    float code = codes[row, feature];
                    if (code != 0)
                    {
                        active++;

                        // Of equal codes the earlier row stays: it ranks higher.
                        best.Enqueue((done + row, code), (Math.Abs(code), -(done + row)));
                        if (best.Count > count)
                        {
                            best.Dequeue();
                        }
                    }
                }

                done += codes.Rows;
                line.Show(done, shards.Rows, done, "");
            }
        }

        var found = best.UnorderedItems.OrderByDescending(i => i.Priority).Select(i => (i.Element.Code, Place: shards.Place(i.Element.Row)))
            .Select(i => new FoundActivation(i.Code, i.Place.File, i.Place.Row, i.Place.Sequence, i.Place.Position)).ToList();
        if (json)
        {
            SaeJson.Write(console.Out, new InspectedFeature(feature, done, active, found));
            return ExitCode.Passed;
        }

        var table = new TextTable("code", "file", "row", "sequence", "position");
        foreach (FoundActivation f in found)
        {
            table.Add(f.Code.ToString("0.####", CultureInfo.InvariantCulture), f.File, Text(f.Row), Text(f.Sequence), Text(f.Position));
        }

        table.Write(console.Out);
        console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"feature {feature} is active on {active} of {done} tokens"));
        return ExitCode.Passed;
    }

    private static InspectedTensor Describe(StoredTensor stored)
    {
        bool numbers = stored.Type is ElementType.F32 or ElementType.F64 or ElementType.F16 or ElementType.BF16 && stored.Count is > 0 and < int.MaxValue;
        return numbers ? Describe(stored.Name, stored.TypeName, stored.ReadFloat(), stored.Shape.ToArray()) : new(stored.Name, stored.TypeName, stored.Shape.ToArray(), null, null, null, null, null);
    }

    private static InspectedTensor Describe<T>(string name, string type, Tensor tensor, T[] shape)
        where T : struct, IConvertible
    {
        long[] sizes = [.. shape.Select(s => s.ToInt64(CultureInfo.InvariantCulture))];
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (float value in tensor.Values)
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        if (tensor.Rank != 2)
        {
            return new(name, type, sizes, Finite(least), Finite(most), null, null, null);
        }

        double shortest = double.PositiveInfinity, longest = 0, sum = 0;
        for (int row = 0; row < tensor.Rows; row++)
        {
            double length = DecoderRows.Length(tensor.Row(row));
            (shortest, longest, sum) = (Math.Min(shortest, length), Math.Max(longest, length), sum + length);
        }

        return new(name, type, sizes, Finite(least), Finite(most), Finite(shortest), Finite(sum / tensor.Rows), Finite(longest));
    }

    private static void Tensors(IReadOnlyList<InspectedTensor> tensors, TextWriter output)
    {
        var table = new TextTable("tensor", "type", "shape", "numbers", "length of rows: least, mean, most");
        foreach (InspectedTensor t in tensors)
        {
            table.Add(t.Name, t.Type, string.Join(" x ", t.Shape), t.Least is null ? "" : $"{Text(t.Least)} to {Text(t.Most)}", t.MeanRow is null ? "" : $"{Text(t.ShortestRow)}, {Text(t.MeanRow)}, {Text(t.LongestRow)}");
        }

        table.Write(output);
    }

    private static void Pairs(string heading, IReadOnlyDictionary<string, string> pairs, TextWriter output)
    {
        if (pairs.Count > 0)
        {
            var table = new TextTable(heading, "value");
            foreach ((string name, string value) in pairs)
            {
                table.Add(name, value);
            }

            table.Write(output);
        }
    }

    private static bool IsZip(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4];
        return stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head.SequenceEqual("PK\u0003\u0004"u8);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Text(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
