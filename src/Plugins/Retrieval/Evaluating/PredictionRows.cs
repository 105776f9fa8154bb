using System.Globalization;
using System.Text.Json;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Combining;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>The rows of <c>sim evaluate retrieval</c> about continued clips, each beside its bar (scenario-generation §13, G3). Pure.</summary>
internal static class PredictionRows
{
    /// <summary>Greatest mADE, m.</summary>
    public const double MaxAdeM = 1.6;

    /// <summary>Greatest mFDE, m.</summary>
    public const double MaxFdeM = 2.5;

    /// <summary>Least gain over constant velocity and over a copied neighbour.</summary>
    public const double MinGain = 0.30;

    /// <summary>Greatest scene collision rate.</summary>
    public const double MaxScr = 0.05;

    /// <summary>Greatest off-road rate.</summary>
    public const double MaxOrr = 0.04;

    // Distance between the development and the held-out half of the recorded clips of a place: acceleration, yaw rate (scenario-generation §12).
    private static readonly (string Place, double Accel, double Yaw)[] Floors =
        [("USA_US101", 0.011, 0.013), ("USA_Lanker", 0.21, 0.071), ("USA_Peach", 0.15, 0.015)];

    private const double OtherAccelFloor = 0.042;
    private const double OtherYawFloor = 0.008;

    /// <summary>Rows of the results of a test.</summary>
    /// <param name="results">One for each clip, at least one.</param>
    /// <param name="seed">For the samples of the discrepancies.</param>
    public static IReadOnlyList<MeasureRow> Of(IReadOnlyList<PredictionResult> results, ulong seed)
    {
        var rows = new List<MeasureRow>();
        var means = new List<(PredictionErrors Errors, int Clips)>();
        foreach (int h in PredictionTest.HorizonsS)
        {
            if (Mean(results, h) is { Clips: > 0 } mean)
            {
                means.Add(mean);
                AddHorizon(rows, $"{h} s", mean.Errors, mean.Clips);
            }
        }

        if (means.Count > 0)
        {
            var all = Mean(means.Select(m => m.Errors));
            string n = $"{means.Count} horizons";
            rows.Add(MeasureRow.AtMost("mADE, mean over 3 to 8 s", "m", all.Combined.AdeM, MaxAdeM, n));
            rows.Add(MeasureRow.AtMost("mFDE, mean over 3 to 8 s", "m", all.Combined.FdeM, MaxFdeM, n));
            rows.Add(MeasureRow.Plain("mADE of constant velocity", "m", all.Constant.AdeM, n));
            rows.Add(MeasureRow.Plain("mFDE of constant velocity", "m", all.Constant.FdeM, n));
            rows.Add(MeasureRow.Plain("mADE of the copied neighbour", "m", all.Copied.AdeM, n));
            rows.Add(MeasureRow.Plain("mFDE of the copied neighbour", "m", all.Copied.FdeM, n));
            rows.Add(MeasureRow.Plain("mADE of one neighbour on the own lane", "m", all.Single.AdeM, n));
            rows.Add(MeasureRow.Plain("mFDE of one neighbour on the own lane", "m", all.Single.FdeM, n));
            rows.Add(MeasureRow.AtLeast("mADE, gain over constant velocity", "", Gain(all.Combined.AdeM, all.Constant.AdeM), MinGain, n));
            rows.Add(MeasureRow.AtLeast("mFDE, gain over constant velocity", "", Gain(all.Combined.FdeM, all.Constant.FdeM), MinGain, n));
            rows.Add(MeasureRow.AtLeast("mADE, gain over the copied neighbour", "", Gain(all.Combined.AdeM, all.Copied.AdeM), MinGain, n));
            rows.Add(MeasureRow.AtLeast("mFDE, gain over the copied neighbour", "", Gain(all.Combined.FdeM, all.Copied.FdeM), MinGain, n));
        }

        if (Mean(results, 0) is { Clips: > 0 } whole)
        {
            AddHorizon(rows, "the clip's end", whole.Errors, whole.Clips);
        }

        AddRates(rows, results);
        AddRealism(rows, results, seed);
        return rows;
    }

    /// <summary>A clip for programs.</summary>
    public static EvaluationItem Item(PredictionResult result)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("measure", "prediction");
            json.WriteString("place", result.Clip.Place);
            json.WriteNumber("actors", result.Agents);
            json.WriteNumber("seconds", Round(result.Clip.Steps * result.Clip.StepS));
            json.WriteStartArray("database");
            foreach (string name in result.Database)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteStartArray("horizons");
            foreach (var (h, errors) in result.Horizons)
            {
                json.WriteStartObject();
                json.WriteNumber("seconds", h == 0 ? Round(result.Clip.Steps * result.Clip.StepS) : h);
                Write(json, "combined", errors.Combined);
                Write(json, "constant_velocity", errors.Constant);
                Write(json, "copied_neighbour", errors.Copied);
                Write(json, "one_neighbour", errors.Single);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("colliding_actors", result.Colliding);
            json.WriteNumber("colliding_actors_recorded", result.RecordedColliding);
            json.WriteNumber("off_road_share", Round((double)result.OffRoad / Math.Max(1, result.Steps)));
            json.WriteNumber("off_road_share_recorded", Round((double)result.RecordedOffRoad / Math.Max(1, result.Steps)));
            json.WriteEndObject();
        }

        return new EvaluationItem(result.Clip.Name, JsonDocument.Parse(buffer.WrittenMemory).RootElement.Clone());
    }

    private static void AddHorizon(List<MeasureRow> rows, string to, PredictionErrors errors, int clips)
    {
        string n = clips == 1 ? "1 clip" : $"{clips} clips";
        rows.Add(MeasureRow.Plain($"mADE to {to}", "m", errors.Combined.AdeM, n, $"constant velocity {Text(errors.Constant.AdeM)}, copied neighbour {Text(errors.Copied.AdeM)}"));
        rows.Add(MeasureRow.Plain($"mFDE to {to}", "m", errors.Combined.FdeM, n, $"constant velocity {Text(errors.Constant.FdeM)}, copied neighbour {Text(errors.Copied.FdeM)}"));
    }

    private static void AddRates(List<MeasureRow> rows, IReadOnlyList<PredictionResult> results)
    {
        double agents = Math.Max(1, results.Sum(r => r.Agents));
        double steps = Math.Max(1, results.Sum(r => r.Steps));
        rows.Add(MeasureRow.AtMost("SCR (IoU > 0.1)", "", results.Sum(r => r.Colliding) / agents, MaxScr, $"{agents} actors", $"recorded {Text(results.Sum(r => r.RecordedColliding) / agents)}"));
        rows.Add(MeasureRow.AtMost("ORR", "", results.Sum(r => r.OffRoad) / steps, MaxOrr, $"{steps} instants", $"recorded {Text(results.Sum(r => r.RecordedOffRoad) / steps)}"));
    }

    private static void AddRealism(List<MeasureRow> rows, IReadOnlyList<PredictionResult> results, ulong seed)
    {
        foreach (var place in results.GroupBy(r => r.Clip.Place).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var floor = Floors.FirstOrDefault(f => f.Place == place.Key);
            AddRealism(rows, place.Key, "acceleration", place, s => s.AccelMps2, floor.Place is null ? OtherAccelFloor : floor.Accel, seed);
            AddRealism(rows, place.Key, "yaw rate", place, s => s.YawRateRps, floor.Place is null ? OtherYawFloor : floor.Yaw, seed);
        }
    }

    private static void AddRealism(
        List<MeasureRow> rows, string place, string what, IEnumerable<PredictionResult> results, Func<MotionSamples, List<double>> of, double floor, ulong seed)
    {
        double[] made = [.. results.SelectMany(r => of(r.Made))];
        double[] recorded = [.. results.SelectMany(r => of(r.Recorded))];
        if (made.Length < 2 || recorded.Length < 2)
        {
            return;
        }

        var random = new RandomStream(Seed.Derive(seed, $"{place}/{what}", 0, "mmd"));
        double distance = MaximumMeanDiscrepancy.Sampled(made, recorded, random);

        // Two halves of the recorded values: what the estimate says of samples of this size that do not differ.
        random.Shuffle<double>(recorded);
        int half = recorded.Length / 2;
        double noise = MaximumMeanDiscrepancy.Sampled(recorded[..half], recorded[half..], random);
        rows.Add(MeasureRow.AtMost($"MMD of {what}, {place}", "", distance, 2 * floor, $"{made.Length} values", $"dev–held {Text(floor)}; two halves of the recorded values {Text(noise)}"));
    }

    private static (PredictionErrors Errors, int Clips) Mean(IReadOnlyList<PredictionResult> results, int horizon)
    {
        PredictionErrors[] all = [.. results.Where(r => r.Horizons.TryGetValue(horizon, out var e) && e.Combined.Actors > 0).Select(r => r.Horizons[horizon])];
        return (all.Length > 0 ? Mean(all) : default, all.Length);
    }

    private static PredictionErrors Mean(IEnumerable<PredictionErrors> errors)
    {
        var all = errors.ToArray();
        return new PredictionErrors(Mean(all, e => e.Combined), Mean(all, e => e.Constant), Mean(all, e => e.Copied), Mean(all, e => e.Single));
    }

    private static Displacement Mean(PredictionErrors[] all, Func<PredictionErrors, Displacement> of) =>
        new(all.Average(e => of(e).AdeM), all.Average(e => of(e).FdeM), all.Sum(e => of(e).Actors));

    private static double Gain(double mine, double other) => other > 0 ? 1 - mine / other : 0;

    private static void Write(Utf8JsonWriter json, string name, Displacement error)
    {
        json.WriteStartObject(name);
        json.WriteNumber("ade_m", Round(error.AdeM));
        json.WriteNumber("fde_m", Round(error.FdeM));
        json.WriteEndObject();
    }

    private static double Round(double value) => Math.Round(value, 4);

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
