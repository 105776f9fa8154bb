using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sim.Formats.CommonRoad;
using Sim.Formats.Logs;
using Sim.Maps;
using Sim.Numerics.Weights;

namespace Sim.Formats.ScenarioNet;

/// <summary>
/// Reads scenario descriptions of ScenarioNet and MetaDrive: as JSON with nested lists, or as an .npz of <c>sim_logs</c> (bridges/logs), which
/// also turns their pickles into either. A pickle is never read here. Coverage and rules: docs/logs/scenarionet.md. Thread-safe.
/// </summary>
public static class ScenarioNetReader
{
    /// <summary>Version of the reading rules; part of every provenance.</summary>
    public const string Version = "1";

    private const int MaxSteps = 1_000_000;

    /// <summary>Reads a description.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">Not such a description; names the path in it.</exception>
    public static Recording Read(ReadOnlyMemory<byte> content, string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (content.Span.Length > 1 && content.Span[0] == 0x80 && content.Span[1] <= 5)
        {
            throw new InputException("this is a pickle, which can run any program; turn it into .npz first: python -m sim_logs scenarionet IN.pkl OUT.npz", file);
        }

        var arrays = NpzFile.IsZip(content.Span) ? new DescriptionArrays(content, file) : null;
        ReadOnlyMemory<byte> json = arrays is null ? content : Encoding.UTF8.GetBytes(arrays.Text("description"));
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return Read(document.RootElement, new DescriptionTree(arrays, file), content.Span, file);
        }
        catch (JsonException e)
        {
            throw new InputException($"no JSON: {e.Message}", file, (int)Math.Min(int.MaxValue, (e.LineNumber ?? 0) + 1), (int)Math.Min(int.MaxValue, (e.BytePositionInLine ?? 0) + 1), e);
        }
        catch (InvalidOperationException e)
        {
            // JSON lets half of a surrogate pair be written; no text can hold it.
            throw new InputException($"holds text that is no Unicode: {e.Message}", file, inner: e);
        }
    }

    /// <summary>True for a JSON object that has tracks and map features at its top.</summary>
    /// <param name="json">The bytes.</param>
    public static bool IsDescription(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
            bool tracks = false, features = false;
            for (bool more = reader.Read(); more && reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                tracks |= reader.ValueTextEquals("tracks"u8);
                features |= reader.ValueTextEquals("map_features"u8);
                reader.Skip();
            }

            return tracks && features;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Recording Read(JsonElement top, DescriptionTree tree, ReadOnlySpan<byte> content, string file)
    {
        if (top.ValueKind != JsonValueKind.Object)
        {
            throw tree.Error("$", "a scenario description is an object");
        }

        var notes = new Notes();
        int steps = DescriptionTree.Member(top, "length") is { ValueKind: JsonValueKind.Number } length && length.TryGetInt32(out int count) && count is >= 1 and <= MaxSteps
            ? count
            : throw tree.Error("length", $"a whole number of steps from 1 to {MaxSteps} is expected");
        var metadata = tree.Object(top, "metadata", "$");
        long stepUs = StepUs(metadata, steps, tree, notes);
        var lights = Lights(tree.Object(top, "dynamic_map_states", "$"), steps, tree, notes);
        string name = DescriptionTree.Text(top, "id") is { Length: > 0 } id ? id : LogFiles.Stem(file);
        var map = new DescriptionMap(tree, notes).Read(name, tree.Object(top, "map_features", "$"), lights);
        var signals = new List<SignalTrack>();
        foreach (var light in lights)
        {
            signals.Add(new SignalTrack(light.Id, light.Changes));
        }

        map = map with
        {
            Signals = [.. map.Signals.Select(s => signals.Find(t => t.SignalId == s.Id) is { } shown ? RecordedLights.With(s, shown, steps, stepUs) : s)],
        };
        var tracks = Tracks(tree.Object(top, "tracks", "$"), steps, stepUs, tree, notes);
        string? ego = DescriptionTree.Text(metadata, "sdc_id");
        if (ego is not null && tracks.All(t => t.Id != ego))
        {
            notes.Add($"metadata.sdc_id names '{XmlCursor.Cut(ego)}', which has no track");
            ego = null;
        }

        return new Recording
        {
            Name = name,
            StepUs = stepUs,
            StepCount = steps,
            Map = map,
            Tracks = tracks,
            Signals = signals,
            EgoId = ego ?? DesignatedEgo.Choose(tracks),
            End = RecordingEnd.LogEnd,
            Provenance = new()
            {
                Generator = "scenarionet",
                Version = Version,
                Parents = [$"{file} sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", .. DescriptionTree.Text(metadata, "dataset") is { Length: > 0 and < 200 } dataset ? new[] { $"data set {dataset}" } : []],
                Assumptions = notes.Texts,
            },
        };
    }

    private static long StepUs(JsonElement metadata, int steps, DescriptionTree tree, Notes notes)
    {
        if (steps == 1 || tree.Numbers(metadata, "ts", "metadata", steps) is not { } times)
        {
            notes.Add("the description gives no times (metadata.ts); the step is 0.1 s");
            return 100_000;
        }

        double first = times.Values[0], step = (times.Values[^1] - first) / (steps - 1);
        if (!(step >= 1e-4))
        {
            throw tree.Error("metadata.ts", "the times must grow, by at least 0.1 ms for each step");
        }

        for (int i = 0; i < steps; i++)
        {
            if (!(Math.Abs(times.Values[i] - first - (i * step)) <= 0.2 * step))
            {
                throw tree.Error("metadata.ts", string.Create(CultureInfo.InvariantCulture, $"step {i} lies off the even grid of {step:0.######} s; resample the scenario"));
            }
        }

        // Times are single-precision: 9.9 s is known to a microsecond.
        double us = step * 1e6, nice = Math.Round(us / 100) * 100;
        return (long)(Math.Abs(us - nice) < 5 ? nice : Math.Round(us));
    }

    private static List<DescriptionLight> Lights(JsonElement states, int steps, DescriptionTree tree, Notes notes)
    {
        var lights = new List<DescriptionLight>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in states.EnumerateObject())
        {
            string path = $"dynamic_map_states.{XmlCursor.Cut(member.Name)}";
            if (!ids.Add(member.Name))
            {
                throw tree.Error(path, "is there twice");
            }

            var shown = new List<SignalState>();
            foreach (string? word in DescriptionTree.Texts(tree.Object(member.Value, "state", path), "object_state"))
            {
                shown.Add(State(word));
            }

            if (shown.Count != steps)
            {
                throw tree.Error($"{path}.state.object_state", $"has {shown.Count} entries; 'length' says {steps}");
            }

            var stop = tree.Numbers(member.Value, "stop_point", path);
            string? lane = DescriptionTree.Text(member.Value, "lane");
            if (lane is null && DescriptionTree.Member(member.Value, "lane") is { ValueKind: JsonValueKind.Number } number)
            {
                lane = number.GetRawText();
            }

            lights.Add(new DescriptionLight(
                member.Name,
                lane,
                stop is { Values: [var x, var y, ..] } && double.IsFinite(x) && double.IsFinite(y) ? new Geometry.Vector2d(x, y) : null,
                RecordedLights.Changes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(shown))));
            if (lane is null)
            {
                notes.Add("traffic lights without a lane bind none");
            }
        }

        return lights;
    }

    private static SignalState State(string? word) => word switch
    {
        null => SignalState.Unknown,
        _ when word.Contains("RED", StringComparison.Ordinal) || word.Contains("STOP", StringComparison.Ordinal) => SignalState.Red,
        _ when word.Contains("YELLOW", StringComparison.Ordinal) || word.Contains("CAUTION", StringComparison.Ordinal) => SignalState.Yellow,
        _ when word.Contains("GREEN", StringComparison.Ordinal) || word.EndsWith("_GO", StringComparison.Ordinal) => SignalState.Green,
        _ => SignalState.Unknown,
    };

    private static IReadOnlyList<Track> Tracks(JsonElement all, int steps, long stepUs, DescriptionTree tree, Notes notes)
    {
        var assembly = new TrackAssembly(stepUs * 1e-6, int.MaxValue / 2, absent: true, notes);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in all.EnumerateObject())
        {
            string path = $"tracks.{XmlCursor.Cut(member.Name)}";
            if (member.Name.Length is 0 or > 256 || !ids.Add(member.Name))
            {
                throw tree.Error(path, "is there twice, or is no name of 1 to 256 characters");
            }

            var state = tree.Object(member.Value, "state", path);
            string at = path + ".state";
            var position = tree.Numbers(state, "position", at, steps) is { Columns: >= 2 } p ? p : throw tree.Error(at, "'position' is missing, or has not two or three columns");
            var heading = tree.Numbers(state, "heading", at, steps) is { Columns: 1 } h ? h.Values : throw tree.Error(at, "'heading' is missing, or has not one column");
            var velocity = tree.Numbers(state, "velocity", at, steps) is { Columns: >= 2 } v ? v : default;
            double[]? valid = tree.Numbers(state, "valid", at, steps)?.Values;
            var samples = new List<Sample>();
            int firstRow = -1;
            for (int i = 0; i < steps; i++)
            {
                if (valid is not null && !(valid[i] > 0.5))
                {
                    continue;
                }

                double x = position.Values[i * position.Columns], y = position.Values[(i * position.Columns) + 1];
                if (!double.IsFinite(x) || !double.IsFinite(y) || !double.IsFinite(heading[i]))
                {
                    throw tree.Error(at, $"step {i} is valid but has no finite position or heading");
                }

                firstRow = firstRow < 0 ? i : firstRow;
                var s = Sample.At(i, x, y);
                s.Heading = heading[i];
                if (velocity.Values is { } speeds)
                {
                    (s.Vx, s.Vy) = (speeds[i * velocity.Columns], speeds[(i * velocity.Columns) + 1]);
                }

                samples.Add(s);
            }

            if (samples.Count == 0)
            {
                notes.Add("tracks that are valid at no step are left out");
                continue;
            }

            double Size(string name, double fallback)
            {
                if (tree.Numbers(state, name, at, steps) is { Columns: 1 } size && size.Values[firstRow] is > 0 and <= 200)
                {
                    return size.Values[firstRow];
                }

                notes.Add($"a {name} that the description leaves out (or gives as 0) is a default");
                return fallback;
            }

            var (kind, standard) = Class(DescriptionTree.Text(member.Value, "type") ?? "", notes);
            var body = new BodyBox(Size("length", standard.LengthM), Size("width", standard.WidthM), Size("height", standard.HeightM));
            try
            {
                assembly.Add(member.Name, kind, body, samples);
            }
            catch (InputException e) when (e.File is null)
            {
                throw tree.Error(path, e.Detail);
            }
        }

        return assembly.Tracks;
    }

    private static (ActorClass Class, BodyBox Standard) Class(string type, Notes notes)
    {
        switch (type)
        {
            case "VEHICLE":
                return (ActorClass.Car, new BodyBox(4.5, 1.8));
            case "PEDESTRIAN":
                return (ActorClass.Pedestrian, new BodyBox(0.6, 0.6, 1.8));
            case "CYCLIST":
                return (ActorClass.Bicycle, new BodyBox(1.8, 0.6, 1.8));
            case "TRAFFIC_CONE" or "TRAFFIC_BARRIER" or "TRAFFIC_OBJECT":
                return (ActorClass.StaticObject, new BodyBox(0.5, 0.5, 1));
            default:
                notes.Add($"tracks of the type '{XmlCursor.Cut(type)}' are of an unknown kind");
                return (ActorClass.Unknown, new BodyBox(1, 1));
        }
    }
}

/// <summary>A traffic light of a description.</summary>
internal sealed record DescriptionLight(string Id, string? Lane, Geometry.Vector2d? Stop, List<SignalChange> Changes);
