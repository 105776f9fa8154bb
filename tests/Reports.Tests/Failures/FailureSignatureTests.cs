using Sim.Reports.Failures;

namespace Sim.Tests.Reports;

public sealed class FailureSignatureTests
{
    [Fact]
    public void The_id_never_changes()
    {
        // Notes of people hang on it: whoever changes this breaks every triage file.
        var signature = FailureSignatures.Make("ccrs", "collision.delta_v", ActorClass.ParkedVehicle, 12, DrivenManoeuvre.LaneChangeLeft, "partner-stopped", SampleRun.Pairs(("light", "day"), ("road", "urban")));
        Assert.Equal("f-34139ef802", signature.Id);
    }

    [Fact]
    public void It_depends_on_each_of_its_members_and_on_nothing_else()
    {
        var row = Drives.Row("a", 1, Drives.Ending(30));
        string id = FailureSignatures.Of(row).Id;
        CaseRow With(Func<CaseResult, CaseResult> change) => row with { Result = change(row.Result) };
        CaseRow Ends(Func<CaseEnding, CaseEnding> change) => With(r => r with { Ending = change(r.Ending!) });
        CaseRow[] same =
        [
            Drives.Row("a", 2, Drives.Ending(77)),
            Drives.Row("a", 1, Drives.Ending(30), severity: 1.9),
            With(r => r with { Case = Case.Create("a", r.Case.Key with { Draw = 9 }, replica: 3), Tags = ["x"], Covers = ["y"], SimulatedUs = 5, RecordingSha256 = "z" }),
            With(r => r with { Odd = SampleRun.Pairs(("density", "12.5 veh/km")) }),
            Ends(e => e with { TimeUs = 1, Partner = "someone", MaxDecelMps2 = 9, MinLateralGapM = 1, Approach = [] }),
        ];
        Assert.All(same, r => Assert.Equal(id, FailureSignatures.Of(r).Id));

        CaseRow[] other =
        [
            Drives.Row("b", 1, Drives.Ending(30)),
            Drives.Row("a", 1, Drives.Ending(30), leading: "min_ttc"),
            With(r => r with { Odd = SampleRun.Pairs(("light", "night")) }),
            Ends(e => e with { PartnerClass = ActorClass.Van }),
            Ends(e => e with { PartnerClass = null }),
            Ends(e => e with { ImpactHour = 1 }),
            Ends(e => e with { EgoManoeuvre = DrivenManoeuvre.Stopped }),
            Ends(e => e with { Event = "partner-stopped" }),
            With(r => r with { Ending = null }),
            With(r => r with { Status = CaseStatus.DriverFailed, Reason = "broke" }),
        ];
        Assert.Equal(other.Length + 1, other.Select(r => FailureSignatures.Of(r).Id).Append(id).Distinct().Count());
    }

    [Fact]
    public void A_metric_leads_when_it_is_critical_else_the_expectation_does()
    {
        var row = Drives.Row("a", 1, Drives.Ending(30), severity: 0.4, leading: "min_ttc") with { Violates = ["all: epdms >= 0.5, where: family = x-1", "none: collision.any"] };
        Assert.Equal("all: epdms >= #, where: family = x-1", FailureSignatures.Of(row).Leading);
        Assert.Equal(FailureSignatures.Of(row).Id, FailureSignatures.Of(row with { Violates = ["all: epdms >= 0.75, where: family = x-1"] }).Id);
        Assert.Equal("min_ttc", FailureSignatures.Of(Drives.Row("a", 1, null, severity: 1, leading: "min_ttc")).Leading);
    }

    [Theory]
    [InlineData("assessor 'criticality': the recording has no lane at 2.30 s.", "assessor 'criticality': the recording has no lane at # s.")]
    [InlineData("cannot read /home/me/a b/map.xodr: line 17", "cannot read PATH b/map.xodr: line #")]
    [InlineData("case cut-in-gap-6-m-0123456789ab, actor 'lead'", "case #, actor 'lead'")]
    [InlineData("grpc://localhost:50051 does not answer", "PATH does not answer")]
    [InlineData(@"C:\temp\x.bin is absent", "PATH is absent")]
    [InlineData("4 m/s after -1.5e-7 s", "# m/s after # s")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("", "")]
    public void Numbers_ids_and_paths_are_masked(string text, string masked) => Assert.Equal(masked, MaskedText.Reason(text));

    [Fact]
    public void Errors_are_told_apart_by_their_masked_reason_alone()
    {
        CaseRow Error(string reason, CaseEnding? ending = null) =>
            Drives.Row("a", 1, ending) is var row ? row with { Verdict = CaseVerdict.Error, Result = row.Result with { Status = CaseStatus.Error, Reason = reason } } : null!;
        Assert.Equal(FailureSignatures.Of(Error("out of 7 tries")).Id, FailureSignatures.Of(Error("out of 9 tries", Drives.Ending(20))).Id);
        Assert.NotEqual(FailureSignatures.Of(Error("a")).Id, FailureSignatures.Of(Error("b")).Id);
        Assert.Equal("error: out of # tries", FailureSignatures.Of(Error("out of 7 tries")).Leading);
        Assert.True(FailureSignatures.Of(Error(new string('x', 5000))).Leading.Length < 250);
    }
}
