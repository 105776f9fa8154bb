using Sim.Reports.Failures;

namespace Sim.Tests.Reports;

public sealed class TriageFileTests
{
    private const string Two = """
        # Ours.
        schema: 1
        triage:
          # the lead brakes
          - signature: f-2222222222
            status: known-limitation   # agreed on Monday
            owner: braking
            comment: "AEB range; see ${AEB-77}"

          - signature: f-8888888888-2
            status: simulator_defect
        """;

    [Fact]
    public void Notes_are_read_with_status_owner_and_comment()
    {
        var notes = TriageFile.Read(Two, "triage.yaml").Notes;
        Assert.Equal(
            [
                new TriageNote { Signature = "f-2222222222", Status = TriageStatus.KnownLimitation, Owner = "braking", Comment = "AEB range; see ${AEB-77}" },
                new TriageNote { Signature = "f-8888888888-2", Status = TriageStatus.SimulatorDefect },
            ],
            notes);
        Assert.Empty(TriageFile.Read(TriageFile.Empty, "t").Notes);
    }

    [Theory]
    [InlineData("", 1, "needs the key 'schema'")]
    [InlineData("schema: 2\ntriage: []\n", 1, "this version of sim reads schema 1")]
    [InlineData("schema: 1\ntriage:\n  - { signature: f-0123456789 }\n", 3, "needs the key 'status'")]
    [InlineData("schema: 1\ntriage:\n  - { status: new }\n", 3, "needs the key 'signature'")]
    [InlineData("schema: 1\ntriage:\n  - { signature: F-0123456789, status: new }\n", 3, "such as f-0123456789")]
    [InlineData("schema: 1\ntriage:\n  - { signature: f-0123456789-0, status: new }\n", 3, "such as f-0123456789")]
    [InlineData("schema: 1\ntriage:\n  - { signature: f-0123456789, status: fxed }\n", 3, "fixed")]
    [InlineData("schema: 1\ntriage:\n  - { signature: f-0123456789, status: new, owners: x }\n", 3, "unknown key 'owners'")]
    [InlineData("schema: 1\ntriage:\n  - { signature: f-0123456789, status: new, comment: \"a\\nb\" }\n", 3, "write one line")]
    [InlineData("schema: 1\ntriage:\n  - { signature: f-0123456789, status: new }\n  - { signature: f-0123456789, status: new }\n", 4, "already given in line 3")]
    [InlineData("schema: 1\nnotes: []\n", 2, "unknown key 'notes'")]
    public void What_is_wrong_is_said_with_its_line(string text, int line, string message)
    {
        var e = Assert.Throws<InputException>(() => TriageFile.Read(text, "triage.yaml"));
        Assert.Equal(line, e.Line);
        Assert.Contains("triage.yaml", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_signatures_are_put_in_their_place_and_nothing_else_changes()
    {
        string text = TriageFile.Read(Two, "t").With([Found("f-9999999999"), Found("f-5555555555"), Found("f-2222222222"), Found("f-1111111111"), Found("f-5555555555")], out int added);

        Assert.Equal(3, added);
        Assert.Equal(
            """
            # Ours.
            schema: 1
            triage:
              # what happens (family)
              - signature: f-1111111111
                status: new
                owner:
                comment:
              # the lead brakes
              - signature: f-2222222222
                status: known-limitation   # agreed on Monday
                owner: braking
                comment: "AEB range; see ${AEB-77}"

              # what happens (family)
              - signature: f-5555555555
                status: new
                owner:
                comment:
              - signature: f-8888888888-2
                status: simulator_defect
              # what happens (family)
              - signature: f-9999999999
                status: new
                owner:
                comment:

            """,
            text);
        Assert.Equal(text, TriageFile.Read(text, "t").With([Found("f-9999999999"), Found("f-1111111111")], out int none));
        Assert.Equal(0, none);
    }

    [Theory]
    [InlineData("schema: 1\ntriage: []\n")]
    [InlineData("schema: 1\ntriage:\n")]
    [InlineData("schema: 1\ntriage: [ ] # none yet\n\n")]
    [InlineData("schema: 1\n")]
    [InlineData("triage:\n# what follows is the version\nschema: 1")]
    [InlineData("\uFEFFschema: 1\r\ntriage:\r\n- signature: f-5555555555\r\n  status: new\r\n")]
    [InlineData("triage:\n- status: fixed\n  signature: f-5555555555\nschema: 1\n")]
    public void Any_block_layout_can_be_added_to(string text)
    {
        string longer = TriageFile.Read(text, "t").With([Found("f-7777777777"), Found("f-3333333333")], out _);
        var before = TriageFile.Read(text, "t").Notes;
        var notes = TriageFile.Read(longer, "t").Notes;
        Assert.Equal(before.Count + 2, notes.Count);
        Assert.All(before, n => Assert.Contains(n, notes));
        Assert.Equal(notes.OrderBy(n => n.Signature, StringComparer.Ordinal), notes);
        Assert.Equal(text.Contains('\r'), longer.Contains('\r'));
        Assert.False(text.Contains('\r') && longer.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n'));
    }

    [Theory]
    [InlineData("schema: 1\ntriage: [ { signature: f-5555555555, status: new } ]\n")]
    [InlineData("{ schema: 1, triage: [] }\n")]
    [InlineData("schema: 1\ntriage:\n  -\n    signature: f-5555555555\n    status: new\n")]
    public void Another_layout_is_read_but_not_added_to(string text)
    {
        var file = TriageFile.Read(text, "t");
        Assert.Contains("not written as blocks", Assert.Throws<InputException>(() => file.With([Found("f-3333333333")], out _)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nschema: 2")]
    [InlineData("\u202E\u0007\0 # - {[\"'")]
    [InlineData("\uFFFE\uD800x\u2028y\u0085z")]
    public void A_hostile_title_stays_a_comment(string title)
    {
        var (signature, _) = Found("f-3333333333");
        string text = TriageFile.Read(Two, "t").With([(signature with { Family = title }, title + new string('x', 9999))], out _);
        Assert.Equal(3, TriageFile.Read(text, "t").Notes.Count);
        Assert.Equal(Two.Split('\n').Length + 5 + 1, text.Split('\n').Length);
    }

    [Fact]
    public void Two_branches_that_add_different_failures_merge_to_one_sorted_file()
    {
        // What git does with additions in different places: both are kept.
        string mine = TriageFile.Read(Two, "t").With([Found("f-1111111111")], out _), theirs = TriageFile.Read(Two, "t").With([Found("f-9999999999")], out _);
        string both = TriageFile.Read(mine, "t").With([Found("f-9999999999")], out _);
        Assert.Equal(both, TriageFile.Read(theirs, "t").With([Found("f-1111111111")], out _));
    }

    [Fact]
    public void A_note_speaks_of_its_cluster_or_of_all_of_its_signature()
    {
        FailureCluster Cluster(string id, string signature) => new()
        {
            Id = id,
            Signature = Found(signature).Signature,
            Title = "t",
            Representative = "c",
            Cases = ["c"],
            Verdict = CaseVerdict.Failed,
            Severity = 1,
        };
        FailureCluster[] clusters = [Cluster("f-2222222222", "f-2222222222"), Cluster("f-8888888888", "f-8888888888"), Cluster("f-8888888888-2", "f-8888888888")];
        var notes = TriageFile.Applied([.. TriageFile.Read(Two, "t").Notes.Reverse(), new TriageNote { Signature = "f-0000000000", Status = TriageStatus.Fixed }], clusters);

        Assert.Equal([("f-0000000000", false), ("f-2222222222", true), ("f-8888888888-2", true)], notes.Select(n => (n.Signature, n.Matches)));
        Assert.Equal("f-2222222222", TriageFile.Of(notes, clusters[0])!.Signature);
        Assert.Null(TriageFile.Of(notes, clusters[1]));
        Assert.Equal("f-8888888888-2", TriageFile.Of(notes, clusters[2])!.Signature);
    }

    private static (FailureSignature Signature, string Title) Found(string id) => (new FailureSignature { Id = id, Family = "family", Leading = "m" }, "what happens");
}
