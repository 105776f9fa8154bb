using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Rss;

/// <summary>Margins to the safe distances of RSS, the danger threshold and the proper response (docs/criticality/rss.md).</summary>
internal sealed class RssFamily : MetricFamily
{
    private const string Beside = "nobody is ever followed, met or driven beside";
    private static readonly MetricDefinition Margin = new("rss.margin", "m", WorseDirection.Lower) { CriticalAt = _ => 0 };
    private static readonly MetricDefinition Longitudinal = new("rss.longitudinal_margin", "m", WorseDirection.Lower);
    private static readonly MetricDefinition Lateral = new("rss.lateral_margin", "m", WorseDirection.Lower);
    private static readonly MetricDefinition Dangerous = new("rss.dangerous", "", WorseDirection.Higher) { CriticalAt = _ => 1 };
    private static readonly MetricDefinition DangerousTime = new("rss.dangerous_time", "s", WorseDirection.Higher);
    private static readonly MetricDefinition Missing = new("rss.response_missing", "m/s²", WorseDirection.Higher);
    private static readonly MetricDefinition Delay = new("rss.response_delay", "s", WorseDirection.Higher);

    /// <inheritdoc/>
    public override string Name => "rss";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Margin, Longitudinal, Lateral, Dangerous, DangerousTime, Missing, Delay];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var options = scene.Options.Rss;
        var lanes = new RssScene(scene, options);
        var response = new RssResponse(scene, lanes, options);
        var margin = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var longitudinal = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var lateral = new WorstOverTime(scene, WorseDirection.Lower, series: true);
        var danger = new bool[scene.EndStep - scene.FromStep];
        (int Step, ActorView Other)? first = null;
        foreach (var other in scene.Others)
        {
            cancellationToken.ThrowIfCancellationRequested();
            response.Begin();
            int hint = -1;
            for (int step = other.FromStep; step < other.EndStep; step++)
            {
                if (!other.IsPresent(step) || !lanes.TryMeasure(other, step, ref hint, out var at))
                {
                    response.End(other);
                    continue;
                }

                margin.Add(step, at.MarginM, other);
                if (!at.LaterallySafe)
                {
                    longitudinal.Add(step, at.LongitudinalM, other);
                }

                if (!at.LongitudinallySafe)
                {
                    lateral.Add(step, at.LateralM, other);
                }

                response.Step(other, step, at);
                if (at.Dangerous)
                {
                    danger[step - scene.FromStep] = true;
                    first = first is { } earlier && earlier.Step <= step ? first : (step, other);
                }
            }

            response.End(other);
        }

        sheet.Add(Margin, margin.Result(Beside, Inputs), margin.Series());
        sheet.Add(Longitudinal, longitudinal.Result("nobody is ever closer sideways than is safe", Inputs), longitudinal.Series());
        sheet.Add(Lateral, lateral.Result("nobody is ever closer lengthwise than is safe", Inputs), lateral.Series());
        sheet.Add(Dangerous, first is { } f
            ? Measured.Of(1.0, scene.Recording.TimeUs(f.Step), [scene.Ego.Id, f.Other.Track.Id], Inputs(f.Other, f.Step), "from here on neither distance is safe")
            : Measured.Of(0.0));
        sheet.Add(DangerousTime, Measured.Of(danger.Count(d => d) * scene.DtSeconds));
        AddResponse(sheet, response, first is not null, Inputs);

        IReadOnlyList<MetricInput> Inputs(ActorView? other, int step) => InputsOf(lanes, options, other!, step);
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric)
    {
        if (metric.Name == Dangerous.Name && metric.Value.Value is 1)
        {
            return FormattableString.Invariant(
                $"the distance to {EvidenceText.Other(metric)} is no longer safe by RSS: {Of(metric, "gap"):0.0} m of {Of(metric, "safe distance"):0.0} m ahead and {Of(metric, "lateral gap"):0.0} m of {Of(metric, "safe lateral distance"):0.0} m beside.");
        }

        return metric.Name == Missing.Name && metric.Value.Value is > 0.1
            ? FormattableString.Invariant($"the ego's response to {EvidenceText.Other(metric)} lacks {metric.Value.Value:0.0} m/s² of what RSS asks.")
            : null;
    }

    private static void AddResponse(MetricSheet sheet, RssResponse response, bool dangerous, Func<ActorView?, int, IReadOnlyList<MetricInput>> inputs)
    {
        string? absent = !dangerous ? null
            : !response.Asked ? "no response is asked of the ego: it is the one ahead"
            : response.Missing.IsEmpty ? "the recording or the danger ends before the response time does"
            : null;
        if (absent is not null)
        {
            sheet.Add(Missing, Measured.NotApplicable<double>(absent));
            sheet.Add(Delay, Measured.NotApplicable<double>(absent));
            return;
        }

        const string Never = "the situation never becomes dangerous";
        sheet.Add(Missing, response.Missing.Result(Never, inputs), response.Missing.Series());
        sheet.Add(Delay, response.Delay.IsEmpty && dangerous
            ? Measured.NotApplicable<double>("the danger ends before the response time does")
            : response.Delay.Result(Never, inputs));
    }

    private static double Of(Metric metric, string input) => metric.Value.Inputs.FirstOrDefault(i => i.Name == input)?.Value ?? 0;

    private static IReadOnlyList<MetricInput> InputsOf(RssScene lanes, RssOptions options, ActorView other, int step)
    {
        int hint = -1;
        lanes.TryMeasure(other, step, ref hint, out var at);
        return
        [
            new("gap", at.GapM, "m"),
            new("safe distance", at.SafeM, "m"),
            new("lateral gap", at.LateralGapM, "m"),
            new("safe lateral distance", at.SafeLateralM, "m"),
            new("ego speed", at.EgoMps, "m/s"),
            new("other speed", at.OtherMps, "m/s"),
            new("response time", options.Ego.ResponseTimeS, "s"),
            new("response time of others", options.Other.ResponseTimeS, "s"),
            new("acceleration", options.Ego.AccelMaxMps2, "m/s²"),
            new("least braking", options.Ego.BrakeMinMps2, "m/s²"),
            new("hardest braking of others", options.Other.BrakeMaxMps2, "m/s²"),
        ];
    }
}
