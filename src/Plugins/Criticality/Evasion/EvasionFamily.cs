using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Evasion;

/// <summary>How long the ego could still wait before a manoeuvre (docs/criticality/evasion.md).</summary>
internal sealed class EvasionFamily : MetricFamily
{
    private const string NoContact = "going on at its speed along its path the ego touches nobody within the horizon";
    private static readonly MetricDefinition Star = new("min_ttc_star", "s", WorseDirection.Lower) { CriticalAt = o => o.TtcS };
    private static readonly MetricDefinition Ttb = Of("min_ttb");
    private static readonly MetricDefinition Left = Of("min_tts_left");
    private static readonly MetricDefinition Right = Of("min_tts_right");
    private static readonly MetricDefinition Tts = Of("min_tts");
    private static readonly MetricDefinition Ttk = Of("min_ttk");
    private static readonly MetricDefinition Ttr = Of("min_ttr") with { CriticalAt = o => o.TtrS };

    private static readonly (MetricDefinition Definition, Manoeuvre[] Manoeuvres, string Verb)[] Searches =
    [
        (Ttb, [Manoeuvre.Brake], "braking"),
        (Left, [Manoeuvre.SteerLeft], "steering to the left"),
        (Right, [Manoeuvre.SteerRight], "steering to the right"),
        (Tts, [Manoeuvre.SteerLeft, Manoeuvre.SteerRight], "steering"),
        (Ttk, [Manoeuvre.Kickdown], "accelerating"),
        (Ttr, [Manoeuvre.Brake, Manoeuvre.SteerLeft, Manoeuvre.SteerRight, Manoeuvre.Kickdown], "braking, steering or accelerating"),
    ];

    /// <inheritdoc/>
    public override string Name => "evasion";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Star, .. Searches.Select(s => s.Definition)];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var road = scene.Recording.Map.Lanes.Count == 0 ? null : scene.Recording.Map.Index();
        var limits = LimitsOf(scene);
        var search = new EvasionSearch(scene, limits, (int)Math.Min(Math.Ceiling(scene.Options.EvasionHorizonS / scene.DtSeconds), 10_000), recorded: false, road);
        var star = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var latest = new LatestStart[Searches.Length];
        for (int i = 0; i < latest.Length; i++)
        {
            latest[i] = new LatestStart(scene, Searches[i].Manoeuvres, sheet.Wants(Searches[i].Definition));
        }

        for (int step = scene.FromStep; step < scene.EndStep; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!scene.At(step).Present)
            {
                continue;
            }

            int contact = search.Begin(step, out var other);
            if (contact < 0)
            {
                continue;
            }

            star.Add(step, contact * scene.DtSeconds, other);
            for (int i = 0; i < latest.Length; i++)
            {
                latest[i].Add(search, step, contact, other!);
            }
        }

        sheet.Add(Star, star.Result(NoContact, (other, step) => PathInputs.Of(scene, other!, step)), star.Series());
        for (int i = 0; i < latest.Length; i++)
        {
            sheet.Add(Searches[i].Definition, latest[i].Result(NoContact, Searches[i].Verb, limits));
        }
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) => (metric.Name, metric.Value.State) switch
    {
        ("min_ttr", MeasuredState.TooLate) => $"no manoeuvre helps any more: {metric.Value.Reason}.",
        ("min_ttb", MeasuredState.TooLate) => $"braking alone does not help any more: {metric.Value.Reason}.",
        ("min_ttr", MeasuredState.Value) => EvidenceText.Beyond(metric, (value, critical) =>
            FormattableString.Invariant($"the ego had {value:0.00} s left to react to {EvidenceText.Other(metric)} (critical at {critical:0.0#} s and below): {metric.Value.Reason}.")),
        ("min_ttc_star", MeasuredState.Value) => EvidenceText.Beyond(metric, (value, critical) =>
            FormattableString.Invariant($"the ego, going on along its path, is {value:0.00} s from a contact with {EvidenceText.Other(metric)} as it was recorded (critical at {critical:0.0#} s and below).")),
        _ => null,
    };

    /// <summary>What the ego of a recording can do: its vehicle's limits, within the grip of the road.</summary>
    internal static EvasionLimits LimitsOf(EgoScene scene)
    {
        var vehicle = scene.Recording.Vehicle;
        double grip = scene.GripMps2;
        return new EvasionLimits
        {
            BrakeMps2 = Math.Min(vehicle?.MaxDecelMps2 ?? VehicleSpec.Sedan.MaxDecelMps2, grip),
            KickdownMps2 = Math.Min(vehicle?.MaxAccelMps2 ?? VehicleSpec.Sedan.MaxAccelMps2, grip),
            LateralMps2 = grip,
            ClipMps2 = grip,
            MaxSpeedMps = vehicle?.MaxSpeedMps ?? VehicleSpec.Sedan.MaxSpeedMps,
            SteerWidthM = scene.Options.SteerWidthM,
        };
    }

    private static MetricDefinition Of(string name) => new(name, "s", WorseDirection.Lower);
}
