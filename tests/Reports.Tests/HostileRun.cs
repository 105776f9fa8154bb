namespace Sim.Tests.Reports;

/// <summary>A run of one case with the same hostile text in every field that a user or a file can fill, or of many with as many texts.</summary>
internal static class HostileRun
{
    public static (RunReport Report, IReadOnlyDictionary<string, Recording> Recordings) Of(IReadOnlyList<string> texts)
    {
        var recordings = new Dictionary<string, Recording>(StringComparer.Ordinal);
        var runs = new List<RunReport>();
        for (int i = 0; i < texts.Count; i++)
        {
            var (report, one) = Of(texts[i]);
            runs.Add(report);
            foreach (var (id, recording) in one)
            {
                recordings[id] = recording;
            }
        }

        var first = runs[0];
        return (first with
        {
            Cases = [.. runs.SelectMany(r => r.Cases).DistinctBy(r => r.Result.Case.Id).OrderBy(r => r.Result.Case.Id, StringComparer.Ordinal)],
            Gates = [.. runs.SelectMany(r => r.Gates)],
            Waivers = [.. runs.SelectMany(r => r.Waivers)],
            Missing = [.. runs.SelectMany(r => r.Missing).Distinct().Order(StringComparer.Ordinal)],
            Replicas = [.. runs.SelectMany(r => r.Replicas)],
            Clusters = [.. runs.SelectMany(r => r.Clusters)],
            Triage = [.. runs.SelectMany(r => r.Triage)],
            Coverage = new()
            {
                Entries = [.. runs.SelectMany(r => r.Coverage!.Entries)],
                Odd = first.Coverage!.Odd! with { Outside = [.. runs.SelectMany(r => r.Coverage!.Odd!.Outside)], Untagged = [.. runs.SelectMany(r => r.Coverage!.Odd!.Untagged)] },
                Behaviour = first.Coverage.Behaviour,
            },
            Requirements = new()
            {
                Requirements = [.. runs.SelectMany(r => r.Requirements!.Requirements).DistinctBy(r => r.Id)],
                CasesWithout = [.. runs.SelectMany(r => r.Requirements!.CasesWithout)],
                Sotif = [.. runs.SelectMany(r => r.Requirements!.Sotif)],
            },
            Comparison = first.Comparison! with { Cases = [.. runs.SelectMany(r => r.Comparison!.Cases)], Statistics = [.. runs.SelectMany(r => r.Comparison!.Statistics)] },
            Methods = [.. runs.SelectMany(r => r.Methods)],
        }, recordings);
    }

    public static (RunReport Report, IReadOnlyDictionary<string, Recording> Recordings) Of(string hostile)
    {
        var run = SampleRun.Of(1);
        var recording = run.Recordings.Values.Single();
        var what = Case.Create(hostile, new CaseKey { Source = hostile, Parameters = SampleRun.Pairs((hostile, hostile)), Label = hostile });
        var row = run.Report.Cases[0];
        var metric = row.Result.Assessments[0].Metrics[1];
        var result = row.Result with
        {
            Case = what,
            Reason = hostile,
            Tags = [hostile],
            Covers = [hostile],
            Odd = SampleRun.Pairs((hostile, hostile)),
            Traffic = hostile,
            RecordingSha256 = hostile,
            Licence = hostile,
            Egress = [new Egress(hostile, hostile, hostile, 1, [hostile])],
            Assessments =
            [
                new()
                {
                    Assessor = hostile,
                    Version = hostile,
                    LeadingMetric = hostile,
                    Severity = 1,
                    Evidence = [new(hostile, 500_000, [hostile])],
                    Counterfactuals = [new() { Model = hostile, Outcome = CounterfactualOutcome.Collides, Reason = hostile, Other = hostile, Assumptions = [hostile], BandRuns = 9 }],
                    Metrics =
                    [
                        metric with { Name = hostile, Unit = hostile, Value = Measured.Of(1.0, 0, [hostile], [new(hostile, 1, hostile)], hostile) },
                        metric with { Name = hostile + "2", Value = Measured.Failed<double>(hostile), Series = [] },
                    ],
                },
            ],
        };
        var report = run.Report with
        {
            Verdict = hostile,
            Identity = run.Report.Identity with
            {
                SimVersion = hostile,
                Suites = [hostile],
                Switches = SampleRun.Pairs((hostile, hostile)),
                Inputs = [new(hostile, hostile)],
                Modules = [new(hostile, hostile, hostile)],
                CpuClass = hostile,
                PlanSha256 = hostile,
            },
            Cases =
            [
                new(result, CaseVerdict.Failed, [hostile]) { Otherwise = [hostile], Suite = hostile },
                // One that passes, so that the first has a neighbour.
                new(result with { Case = Case.Create(hostile, what.Key with { Parameters = SampleRun.Pairs((hostile, "2")), Label = "passes" }), RecordingSha256 = "" }, CaseVerdict.Passed, []) { Suite = hostile },
            ],
            Gates = [new() { Text = hostile, Outcome = GateOutcome.Failed, Message = hostile, Cases = [hostile, what.Id] }],
            Waivers = [new(new() { CasePattern = hostile, Reason = hostile, Ticket = hostile, Owner = hostile, Expires = new DateOnly(2027, 1, 1) }, hostile, [hostile])],
            Missing = [hostile],
            Replicas =
            [
                new()
                {
                    Case = hostile, Cases = [what.Id, hostile], Reproducibility = Reproducibility.FromRecording, Passed = 0, Evaluated = 1, PassRate = new(0, 0, 0.8),
                    Metrics = [new() { Assessor = hostile, Name = hostile, Unit = hostile, Values = 1, TooLate = 1, Mean = new(1) }, new() { Assessor = hostile, Name = hostile + "2", Unit = hostile, Values = 0 }],
                },
            ],
        };
        var pairs = SampleRun.Pairs((hostile, hostile));
        report = report with
        {
            Clusters =
            [
                new()
                {
                    Id = hostile, Title = hostile, Representative = what.Id, Cases = [what.Id, hostile], Verdict = CaseVerdict.Failed, Severity = 1,
                    Signature = new() { Id = hostile, Family = hostile, Leading = hostile, PartnerClass = ActorClass.Car, ImpactHour = 12, EgoManoeuvre = DrivenManoeuvre.Straight, Event = hostile, Odd = pairs },
                },
            ],
            Triage = [new() { Signature = hostile, Status = TriageStatus.Confirmed, Owner = hostile, Comment = hostile, Matches = true }],
            Coverage = new()
            {
                Entries =
                [
                    new()
                    {
                        Entry = hostile, Suite = hostile, Parameters = [new(hostile, [new(hostile, 1, 1) { Goal = 2 }])], Dispersion = 0.5, MissingCases = hostile,
                        Ways = [new() { Strength = 2, Covered = 1, Feasible = 2, Missing = [pairs] }],
                    },
                ],
                Odd = new()
                {
                    Dimensions = [new(hostile, [new(hostile, 0.5, 1)]), new(hostile + "2", [new(hostile, 0.5, 1)])],
                    Declared = true,
                    Combinations = 2,
                    Covered = 1,
                    Cells = [new(pairs, 1, 1, 0.5)],
                    Holes = [pairs],
                    Outside = [new(hostile, hostile, CaseVerdict.Failed)],
                    Untagged = [hostile],
                },
                Behaviour = new() { Axes = [new(hostile, hostile, [hostile]), new(hostile, hostile, [hostile])], Cells = [new([0, 0], 1, hostile)], Size = 1, NewCellRate = 1 },
            },
            Requirements = new()
            {
                Requirements = [new() { Id = hostile, Text = hostile, TriggeringCondition = hostile, Category = hostile, Attributes = pairs, Source = hostile, Verdict = RequirementVerdict.Violated, Cases = [what.Id, hostile] }],
                CasesWithout = [hostile],
                Sotif = [new(hostile, 2, [hostile])],
            },
            Comparison = new()
            {
                Against = hostile,
                Accepted = true,
                Same = 0,
                Cases = [new() { Case = hostile, Change = CaseChange.Regressed, Before = CaseVerdict.Passed, After = CaseVerdict.Failed, Reason = hostile, Metrics = [new(hostile, hostile, Measured.Of(1.0), Measured.Failed<double>(hostile), true)] }],
                Statistics = [new() { Name = hostile, Test = hostile, Pairs = 1, Worse = 1, Better = 0, PValue = 1, AdjustedPValue = 1 }],
            },
            Methods = [new(hostile, hostile, [new(hostile, [new(hostile, hostile, hostile, hostile)]) { Sources = hostile, Limits = [hostile], Anomalies = [hostile] }])],
        };
        var changed = recording with
        {
            Name = hostile,
            EgoId = hostile,
            Traffic = hostile,
            Map = recording.Map with { Name = hostile, Licence = hostile },
            Tracks = [recording.Tracks[0] with { Id = hostile }, recording.Tracks[1] with { Id = hostile + "2" }],
            Events = [new(0, hostile, [hostile], hostile)],
            Contacts = [.. recording.Contacts.Select(c => c with { A = hostile, B = hostile })],
            Answers = [new(0, DriverAnswer.FromControls(0, 0) with
            {
                Debug = new()
                {
                    Signals = [new(hostile, 1), new(hostile + "2", double.NaN)],
                    Candidates = [new(hostile, recording.Answers[0].Answer.Plan!, 1), new(hostile, [], double.NaN)],
                    Texts = [new(hostile, hostile), new(hostile + "2", hostile)],
                },
            })],
            Provenance = new() { Generator = hostile, Version = hostile, Parents = [hostile], Licence = hostile, Assumptions = [hostile], Facts = [new(hostile, hostile, hostile, hostile)], Unused = [hostile] },
        };
        return (report, new Dictionary<string, Recording> { [what.Id] = changed });
    }
}
