using System.Globalization;

namespace Sim.Tests.Reports;

/// <summary>The sample run with every part of a report filled: kinds of failure, notes, coverage, requirements, a baseline, methods.</summary>
internal static class RichRun
{
    private static readonly string[] Roads = ["motorway", "rural", "urban"];
    private static readonly string[] Lights = ["day", "dusk", "night"];

    public static RunReport Of(SampleRun run)
    {
        var rows = run.Report.Cases.Select((row, i) => row with
        {
            Suite = "cut-ins",
            Result = row.Result with
            {
                Odd = SampleRun.Pairs(("light", Lights[i % 3]), ("road", Roads[i / 3 % 3])),
                Licence = "CC-BY-4.0",
                Egress = i == 4 ? [new Egress("llm.example", "report.txt", new string('d', 64), 812, ["names"])] : [],
            },
        }).ToList();
        var report = run.Report with { Cases = rows };
        var clusters = Clusters(rows);
        return report with
        {
            Clusters = clusters,
            Triage = Notes(clusters),
            Coverage = Coverage(rows),
            Requirements = Requirements(rows),
            Comparison = Comparison(rows),
            Methods = Methods(),
        };
    }

    public static List<FailureCluster> Clusters(IReadOnlyList<CaseRow> rows)
    {
        var clusters = new List<FailureCluster>();
        foreach (var group in rows.Where(r => r.Verdict is not CaseVerdict.Passed and not CaseVerdict.NotRun)
            .GroupBy(r => (r.Verdict, Brake: r.Result.Case.Key.Parameters["lead_deceleration"])))
        {
            bool hit = group.Key.Verdict is CaseVerdict.Failed or CaseVerdict.Known;
            string leading = hit ? "collision.at_fault" : group.Key.Verdict == CaseVerdict.Error ? "error" : "refused";
            string id = "f-" + (clusters.Count + 0xa1b2c3d400).ToString("x10", CultureInfo.InvariantCulture);
            clusters.Add(new()
            {
                Id = id,
                Signature = new()
                {
                    Id = id,
                    Family = "cut-in",
                    Leading = leading,
                    PartnerClass = hit ? ActorClass.Car : null,
                    ImpactHour = hit ? 12 : null,
                    EgoManoeuvre = hit ? DrivenManoeuvre.Straight : null,
                    Event = hit ? "partner-cuts-in" : "",
                    Odd = SampleRun.Pairs(("road", "motorway")),
                },
                Title = hit ? $"The ego hits a car that cuts in and brakes at {group.Key.Brake}" : group.First().Result.Reason,
                Representative = group.First().Result.Case.Id,
                Cases = [.. group.Select(r => r.Result.Case.Id)],
                Verdict = group.Key.Verdict,
                Severity = group.Max(r => r.Result.Assessments.Max(a => a.Severity) ?? -1),
            });
        }

        return [.. clusters.OrderBy(c => c.Verdict == CaseVerdict.Failed ? 0 : c.Verdict == CaseVerdict.Error ? 1 : 2).ThenByDescending(c => c.Severity).ThenBy(c => c.Id, StringComparer.Ordinal)];
    }

    private static TriageNote[] Notes(List<FailureCluster> clusters) =>
    [
        .. clusters.Take(3).Select((c, i) => new TriageNote { Signature = c.Id, Status = (TriageStatus)(i + 1), Owner = i == 1 ? "braking" : "", Comment = "Seen: on the \"proving\" ground", Matches = true }),
        new() { Signature = "f-ffffffffff", Status = TriageStatus.Fixed, Owner = "planning", Comment = "Mended in July" },
    ];

    private static CoverageReport Coverage(List<CaseRow> rows)
    {
        bool Counts(CaseRow r) => r.Result.Status == CaseStatus.Assessed;
        bool Fails(CaseRow r) => r.Verdict is CaseVerdict.Failed or CaseVerdict.Known;
        CoverageBin Bin(string label, Func<CaseRow, bool> within, int goal) => new(label, rows.Count(r => Counts(r) && within(r)), rows.Count(r => Counts(r) && within(r) && Fails(r))) { Goal = goal };
        double Gap(CaseRow r) => double.Parse(r.Result.Case.Key.Parameters["gap"].Split(' ')[0], CultureInfo.InvariantCulture);
        var gaps = Enumerable.Range(0, 6).Select(k => Bin($"{5 + 10 * k}..{15 + 10 * k} m", r => Gap(r) >= 5 + 10 * k && Gap(r) < 15 + 10 * k, 5)).ToArray();
        var brakes = Enumerable.Range(2, 6).Select(b => Bin($"{b} m/s²", r => r.Result.Case.Key.Parameters["lead_deceleration"] == $"{b} m/s²", 0)).ToArray();
        var cells = rows.Where(Counts).GroupBy(r => (Light: r.Result.Odd["light"], Road: r.Result.Odd["road"])).Where(g => g.Key != ("night", "urban"))
            .OrderBy(g => g.Key.Light, StringComparer.Ordinal).ThenBy(g => g.Key.Road, StringComparer.Ordinal)
            .Select(g => new OddCell(SampleRun.Pairs(("light", g.Key.Light), ("road", g.Key.Road), ("rain", "none")), g.Count(), g.Count(Fails), 0.1)).ToArray();
        return new()
        {
            Entries =
            [
                new()
                {
                    Entry = "cut-in",
                    Suite = "cut-ins",
                    Parameters = [new("gap", gaps), new("lead_deceleration", brakes)],
                    Ways =
                    [
                        new() { Strength = 1, Covered = 11, Feasible = 12, Missing = [SampleRun.Pairs(("lead_deceleration", "7 m/s²"))] },
                        new() { Strength = 2, Covered = 24, Feasible = 36, Missing = [.. Enumerable.Range(0, 8).Select(k => SampleRun.Pairs(("gap", gaps[k % 6].Label), ("lead_deceleration", $"{2 + k % 6} m/s²")))], MissingLeftOut = 4 },
                    ],
                    Dispersion = 0.21,
                    MissingCases = "  - name: cut-in-missing-1\n    from: { template: unece/r157-cut-in, with: { gap: 10 m, lead_deceleration: 7 m/s² } }\n",
                },
            ],
            Odd = new()
            {
                Declared = true,
                Dimensions =
                [
                    new("light", [new("day", 0.6, 10), new("dusk", 0.1, 9), new("night", 0.3, 8)]),
                    new("road", [new("motorway", 0.3, 10), new("rural", 0.3, 9), new("urban", 0.4, 8)]),
                    new("rain", [new("none", 0.8, 27), new("rain", 0.2, 0)]),
                ],
                Wanted = 2,
                Combinations = 18,
                Covered = cells.Count(c => c.Cases >= 2),
                ExposureShare = 0.58,
                Cells = cells,
                Holes = [SampleRun.Pairs(("light", "day"), ("rain", "rain"), ("road", "urban")), SampleRun.Pairs(("light", "night"), ("rain", "none"), ("road", "urban"))],
                HolesLeftOut = 7,
                Outside = [new(rows[0].Result.Case.Id, "road: tunnel is not declared", rows[0].Verdict)],
                Untagged = [rows[^1].Result.Case.Id],
            },
            Behaviour = new()
            {
                Axes =
                [
                    new("min_ttc", "s", ["below 0.5", "0.5 to 1", "1 to 1.5", "1.5 to 3", "from 3", "none"]),
                    new("lateral gap", "m", ["below 0.3", "0.3 to 1", "from 1", "none"]),
                    new("deceleration", "m/s²", ["from 6", "3 to 6", "below 3", "none"]),
                ],
                Cells = [new([0, 3, 0], 9, rows[0].Result.Case.Id), new([1, 3, 0], 4, rows[1].Result.Case.Id), new([2, 2, 1], 2, rows[2].Result.Case.Id), new([4, 2, 2], 7, rows[^1].Result.Case.Id), new([5, 3, 2], 1, rows[^2].Result.Case.Id)],
                Size = 96,
                NewCellRate = 0.04,
            },
            Grade = 0.74,
        };
    }

    private static RequirementTrace Requirements(List<CaseRow> rows)
    {
        string[] all = [.. rows.Take(12).Select(r => r.Result.Case.Id)];
        string[] passed = [.. rows.Where(r => r.Verdict == CaseVerdict.Passed).Take(5).Select(r => r.Result.Case.Id)];
        string[] known = [.. rows.Where(r => r.Verdict == CaseVerdict.Known).Select(r => r.Result.Case.Id)];
        return new()
        {
            Requirements =
            [
                new() { Id = "REQ-AEB-12", Text = "The ego avoids a collision with a vehicle that cuts in with at least 10 m of gap.", Source = "requirements.csv:2", Verdict = RequirementVerdict.Violated, Cases = all, Category = "traffic", TriggeringCondition = "cut-in below the time gap of the ACC" },
                new() { Id = "REQ-ACC-3", Text = "The ego keeps 1.5 s to whom it follows.", Source = "requirements.csv:3", Verdict = RequirementVerdict.Met, Cases = passed, Attributes = SampleRun.Pairs(("asil", "B"), ("author", "safety")) },
                new() { Id = "REQ-ACC-9", Text = "The ego stays calm behind a truck.", Source = "requirements.csv:4", Verdict = RequirementVerdict.Waived, Cases = known },
                new() { Id = "REQ-PER-1", Text = "The ego sees a lead car in low sun.", Source = "requirements.csv:5", Verdict = RequirementVerdict.Untested, Category = "perception", TriggeringCondition = "low sun" },
                new() { Id = "REQ-OPEN-2", Text = "The ego stops in time.", Source = "requirements.csv:6", Verdict = RequirementVerdict.Open, Cases = [.. rows.Where(r => r.Verdict == CaseVerdict.Error).Select(r => r.Result.Case.Id)] },
                new() { Id = "REQ-GHOST", Verdict = RequirementVerdict.Met, Cases = passed[..1] },
            ],
            CasesWithout = [rows[^1].Result.Case.Id],
            Sotif = [new("traffic", 1, passed), new("traffic", 2, all), new("perception", 3, [rows[0].Result.Case.Id]), new("", 4, [rows[^1].Result.Case.Id])],
        };
    }

    private static RunComparison Comparison(List<CaseRow> rows)
    {
        var failed = rows.Where(r => r.Verdict == CaseVerdict.Failed).ToArray();
        var passed = rows.Where(r => r.Verdict == CaseVerdict.Passed).ToArray();
        MetricChange[] ttc = [new("min_ttc", "s", Measured.Of(1.9), Measured.Of(0.4), true), new("btn", "", Measured.NoConflict<double>(""), Measured.TooLate<double>(""), true)];
        return new()
        {
            Against = "cut-ins, Sim 0.0.9, plan 0c0ffee0",
            Accepted = false,
            Cases =
            [
                .. failed.Take(3).Select(r => new ComparedCase { Case = r.Result.Case.Id, Change = CaseChange.Regressed, Before = CaseVerdict.Passed, After = CaseVerdict.Failed, Reason = "now violates none: collision.at_fault", Metrics = ttc }),
                .. failed.Skip(3).Take(1).Select(r => new ComparedCase { Case = r.Result.Case.Id, Change = CaseChange.NotComparable, Before = CaseVerdict.Passed, After = CaseVerdict.Failed, Reason = "the definition of min_ttc is 2, it was 1" }),
                .. failed.Skip(4).Take(2).Select(r => new ComparedCase { Case = r.Result.Case.Id, Change = CaseChange.New, After = CaseVerdict.Failed }),
                new() { Case = "cut-in-gap-3-m-000000000000", Change = CaseChange.Removed, Before = CaseVerdict.Failed },
                .. passed.Take(1).Select(r => new ComparedCase { Case = r.Result.Case.Id, Change = CaseChange.Changed, Before = CaseVerdict.Passed, After = CaseVerdict.Passed, Metrics = [new("min_ttc", "s", Measured.Of(1.7), Measured.Of(1.8), false)] }),
                .. passed.Skip(1).Take(2).Select(r => new ComparedCase { Case = r.Result.Case.Id, Change = CaseChange.Fixed, Before = CaseVerdict.Failed, After = CaseVerdict.Passed, Reason = "violates nothing any more" }),
            ],
            Same = Math.Max(0, rows.Count - 9),
            Statistics =
            [
                new() { Name = "verdict", Test = "McNemar exact", Pairs = 40, Worse = 4, Better = 2, PValue = 0.6875, AdjustedPValue = 1 },
                new() { Name = "min_ttc", Test = "Wilcoxon signed-rank", Pairs = 38, Worse = 21, Better = 4, PValue = 0.0009, AdjustedPValue = 0.0018 },
            ],
        };
    }

    private static AssessorMethods[] Methods() =>
    [
        new("criticality", "1.0",
        [
            new("Time to collision",
            [
                new("min_ttc", "s", "min over steps of gap / closing speed, while closing and laterally overlapping; 0 on contact", "no conflict: nobody is ahead in the lane; not applicable: without a map"),
                new("btn", "", "required deceleration / available deceleration", ""),
            ])
            {
                Sources = "Hayward 1972; Westhofen et al. 2022",
                Limits = ["Sees only actors on the map.", "Friction is taken as given."],
                Anomalies = ["CriMe 0.4.2 loses the sign of the lead's acceleration; this one keeps it."],
            },
            new("Contacts", [new("collision.at_fault", "", "1 when a contact of a class that the ego answers for happened, else 0", "")]) { Sources = "nuPlan devkit" },
        ]),
    ];
}
