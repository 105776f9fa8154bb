using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sim.Formats.Yaml;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;
using Sim.Plugins.CrashReports.Solving.Contacts;
using Sim.Plugins.CrashReports.Solving.Critical;
using Sim.Plugins.CrashReports.Solving.Rules;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>
/// <c>sim evaluate reconstruction</c>: reports into scenarios, measured against the bars of G2 (specification of scenario generation §13): valid, the labelled sides
/// reproduced, critical for IDM, solvable, one collider, files that read back (docs/crash-reports/solving.md). Thread-safe.
/// </summary>
internal sealed class ReconstructionEvaluation : IEvaluation
{
    /// <inheritdoc/>
    public string Name => "reconstruction";

    /// <inheritdoc/>
    public string Description => "Solves labelled crash reports into scenarios and measures them: valid, reproduced, critical, solvable; the bars are those of the scenario generation specification.";

    /// <inheritdoc/>
    public EvaluationTable Evaluate(EvaluationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = new SettingReader(request.Options, "the options of the evaluation 'reconstruction'");
        string fold = options.Choice("fold", "a", "b", "all") ?? "all";
        int variants = options.Int("variants", 1, 100) ?? 3;
        int jobs = options.Int("jobs", 1, 256) ?? Environment.ProcessorCount;
        var use = options.Optional("extractor");
        var host = new ExtractorHost { Files = request.Files, Network = options.Bool("network") ?? false };
        bool fromLabels = use is { Kind: SettingKind.Scalar, Text: "labels" };
        var extractor = fromLabels ? null : Extractors.Of(use, host);
        options.Done();
        var reports = LabelledReports.Read(request.Files, request.Data).Where(r => fold == "all" || LabelledReports.Fold(r.Report.Id) == fold[0]).ToList();
        if (reports.Count == 0)
        {
            throw new InputException($"'{request.Data}' holds no report of the fold '{fold}'");
        }

        var results = new ReconstructedReport[reports.Count];
        Parallel.For(0, reports.Count, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken },
            i => results[i] = Measure(reports[i], extractor, variants, request.Seed, cancellationToken));
        return ReconstructionTable.Of(results, showItems: fold != "b");
    }

    /// <summary>Solves and measures one report.</summary>
    internal static ReconstructedReport Measure(LabelledReport labelled, IRecordExtractor? extractor, int variants, ulong seed, CancellationToken cancellationToken)
    {
        var result = new ReconstructedReport
        {
            Id = labelled.Report.Id,
            CrashClass = labelled.Labels?.CrashClass ?? "unknown",
            HasSides = Reproduced(labelled.Labels, null, strictly: false) is not null,
        };
        CrashRecord record;
        long began = Stopwatch.GetTimestamp();
        try
        {
            record = extractor is null
                ? LabelRecords.Of(labelled.Report.Id, labelled.Labels ?? throw new RefusedException("the report has no labels to make a record of"))
                : RecordMender.Mend(extractor.Extract(labelled.Report, cancellationToken), labelled.Report.Text);
            if (record.Findings.FirstOrDefault(f => !f.Mended) is { } fault)
            {
                return result with { Refusal = $"{fault.Rule} {fault.Path}: {fault.Message}" };
            }

            record = RecordCompletion.Complete(record);
        }
        catch (RefusedException refused)
        {
            return result with { Refusal = refused.Message };
        }

        var road = RoadBuilder.Build(record);
        if (CrashSolver.ChooseEgo(record) is not { } ego)
        {
            return result with { Refusal = "no vehicle that could be the ego" };
        }

        double shared = Stopwatch.GetElapsedTime(began).TotalSeconds / variants;
        bool mapReadsBack = ExportCheck.ReadsBack(road.Map);
        var scenarios = new List<ReconstructedScenario>();
        for (int variant = 1; variant <= variants; variant++)
        {
            var scenario = Measure(record, road, ego, labelled.Labels, variant, seed, shared, cancellationToken);
            scenarios.Add(scenario with { ReadsBack = scenario.ReadsBack && mapReadsBack });
        }

        return result with { Ego = ego, Scenarios = scenarios };
    }

    private static ReconstructedScenario Measure(
        CrashRecord record, CrashRoad road, string ego, ReportLabels? labels, int variant, ulong seed, double sharedS, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        var solved = CrashSolver.Solve(record, road, VehicleSpec.Sedan, ego, variant, seed, null, null, cancellationToken);
        double seconds = sharedS + Stopwatch.GetElapsedTime(began).TotalSeconds;
        var result = new ReconstructedScenario
        {
            Variant = variant,
            Valid = solved.IsValid,
            Findings = solved.Findings,
            Seconds = seconds,
        };
        var again = CrashSolver.Solve(record, road, VehicleSpec.Sedan, ego, variant, seed, null, null, cancellationToken);
        if (solved.Scenario is not { } scenario)
        {
            return result with { SameBytes = again.Scenario is null, Reproduced = Reproduced(labels, null, strictly: false), ReproducedStrictly = Reproduced(labels, null, strictly: true) };
        }

        string yaml = ScenarioYaml.Write(scenario);
        result = result with
        {
            Drawn = true,
            SameBytes = again.Scenario is not null && ScenarioYaml.Write(again.Scenario) == yaml,
            ReadsBack = ExportCheck.ReadsBack(scenario, yaml),
        };
        var sides = Replay(scenario, cancellationToken);
        result = result with { Sides = sides, Reproduced = Reproduced(labels, sides, strictly: false), ReproducedStrictly = Reproduced(labels, sides, strictly: true) };
        if (!solved.IsValid)
        {
            return result;
        }

        var critical = CriticalSearch.Run(solved, new IdmDriver(), Setting.Empty, CriticalSearch.Budget, cancellationToken);
        return result with
        {
            Critical = critical.Critical,
            CriticalBefore = critical.CriticalBefore,
            Solvable = critical.Solvable,
            Tagged = critical.Scenario.Tags.Contains(Solvable.UnavoidableTag),
            SingleCollider = critical.SingleCollider,
            Simulations = critical.Simulations,
        };
    }

    /// <summary>The first contact with every vehicle scripted, run through the engine; null without one.</summary>
    internal static ReplayedSides? Replay(Scenario scenario, CancellationToken cancellationToken)
    {
        var recording = ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), scenario, new LogReplayDriver(), Setting.Empty, 0, 0, cancellationToken);
        var contact = recording.Contacts.FirstOrDefault(c => c.A == scenario.EgoId);
        if (contact is null || recording.Find(contact.A) is not { } a || recording.Find(contact.B) is not { } b)
        {
            return null;
        }

        int step = (int)Math.Min(contact.TimeUs / recording.StepUs, recording.StepCount - 2);
        double fraction = (contact.TimeUs - step * recording.StepUs) / (double)recording.StepUs;
        ActorState At(Track track) => Sim.Simulation.Contacts.ContactFinder.Between(track.At(step), track.At(step + 1), fraction);
        Geometry.Vector2d Velocity(ActorState s) => new Geometry.Vector2d(s.SpeedMps, s.LateralMps).FromAxis(s.Pose.ToDirection());
        var (sa, sb) = (At(a), At(b));
        var sides = ContactSides.Of(new Geometry.OrientedBox(sa, a.Body), new Geometry.OrientedBox(sb, b.Body), Velocity(sa), Velocity(sb));
        return new ReplayedSides(contact.A, contact.B, sides);
    }

    private static bool? Reproduced(ReportLabels? labels, ReplayedSides? replayed, bool strictly)
    {
        if (labels is null || labels.FirstImpact.ContactArea.Count != 2 || labels.FirstImpact.ContactArea.Values.Any(v => v is null))
        {
            return null;
        }

        if (replayed is null)
        {
            return false;
        }

        return labels.FirstImpact.ContactArea.TryGetValue(replayed.A, out string? a) && labels.FirstImpact.ContactArea.TryGetValue(replayed.B, out string? b)
            && (strictly ? replayed.Sides.A == Plane(a) && replayed.Sides.B == Plane(b) : replayed.Sides.HasA(Plane(a)) && replayed.Sides.HasB(Plane(b)));
    }

    private static ContactPlane Plane(string? word) => word switch
    {
        "front" => ContactPlane.Front,
        "left" => ContactPlane.Left,
        "right" => ContactPlane.Right,
        "back" => ContactPlane.Back,
        _ => ContactPlane.Unknown,
    };
}
