using System.Globalization;
using Sim.Interp.Formats;
using Sim.Numerics.Tensors;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary><c>sim sae convert</c>: writes a checkpoint in another format, reads it back and names every difference.</summary>
internal static class ConvertVerb
{
    public static int Run(SaeWords words, ICommandConsole console, CancellationToken cancellationToken)
    {
        string format = FormatNames.Read(words.Text("--format") ?? throw new InputException($"sim sae convert needs --format; one of {string.Join(", ", SaeFormats.Names)}"));
        string? from = words.Text("--as");
        int? k = (int?)words.Count("--k", 1, int.MaxValue);
        IReadOnlyList<string> paths = words.Rest("a model", "where to write");
        string output = words.Full(paths[1]);
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
        {
            throw new InputException("it is there already and nothing is overwritten; name a new place", paths[1]);
        }

        (SaeCheckpoint checkpoint, string found) = FormatNames.Open(words.Full(paths[0]), from, k);
        SaeFormats.Write(checkpoint, output, format);
        cancellationToken.ThrowIfCancellationRequested();
        SaeCheckpoint back = SaeFormats.Read(output, format, (int?)checkpoint.Conventions.K);
        console.Error.WriteLine($"{paths[0]} ({found}) became {paths[1]} ({format})");
        foreach (string note in checkpoint.Notes)
        {
            console.Error.WriteLine($"  in reading: {note}");
        }

        foreach (string difference in Differences(checkpoint, back))
        {
            console.Error.WriteLine($"  changed: {difference}");
        }

        return ExitCode.Passed;
    }

    /// <summary>What is not in the second checkpoint as it was in the first, in words.</summary>
    public static IEnumerable<string> Differences(SaeCheckpoint before, SaeCheckpoint after)
    {
        if (before.Architecture != after.Architecture)
        {
            yield return $"the architecture was {before.Architecture} and is {after.Architecture}";
        }

        SaeConventions a = before.Conventions, b = after.Conventions;
        (string Name, string Before, string After)[] conventions =
        [
            ("k", Number(a.K), Number(b.K)), ("taking the decoder's bias off the input", a.CentreInput.ToString(), b.CentreInput.ToString()), ("rectifying", a.Rectify.ToString(), b.Rectify.ToString()),
            ("rescaling by the decoder's norms", a.RescaleByDecoderNorm.ToString(), b.RescaleByDecoderNorm.ToString()), ("scaling of the input", a.Scaling.ToString(), b.Scaling.ToString()),
            ("concatenated heads", a.HeadsConcatenated.ToString(), b.HeadsConcatenated.ToString()), ("groups", string.Join(' ', a.GroupSizes), string.Join(' ', b.GroupSizes)),
        ];
        foreach ((string name, string was, string now) in conventions)
        {
            if (was != now)
            {
                yield return $"{name} was {(was.Length == 0 ? "none" : was)} and is {(now.Length == 0 ? "none" : now)}";
            }
        }

        foreach ((string name, Tensor tensor) in before.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (!after.Tensors.TryGetValue(name, out Tensor? other))
            {
                yield return $"the tensor {name} is lost";
            }
            else if (!other.HasShape(tensor.Shape))
            {
                yield return $"{name} was a {tensor} and is a {other}";
            }
            else if (Farthest(tensor, other) is var far && far > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{name} has other numbers, by {far:0.###e+0} at most");
            }
        }

        foreach (string name in after.Tensors.Keys.Except(before.Tensors.Keys).Order(StringComparer.Ordinal))
        {
            yield return $"the tensor {name} came to it";
        }

        foreach (string name in before.Metadata.Keys.Except(after.Metadata.Keys).Order(StringComparer.Ordinal))
        {
            yield return $"what the file said of '{name}' is lost";
        }
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static double Farthest(Tensor a, Tensor b)
    {
        double far = 0;
        ReadOnlySpan<float> x = a.Values, y = b.Values;
        for (int i = 0; i < x.Length; i++)
        {
            far = Math.Max(far, Math.Abs((double)x[i] - y[i]));
        }

        return far;
    }
}
