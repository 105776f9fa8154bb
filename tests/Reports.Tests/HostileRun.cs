namespace Sim.Tests.Reports;

/// <summary>A run of one case with the same hostile text in every field that a user or a file can fill.</summary>
internal static class HostileRun
{
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
                    Evidence = [new(hostile, 500_000, [hostile])],
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
            Cases = [new(result, CaseVerdict.Failed, [hostile])],
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
