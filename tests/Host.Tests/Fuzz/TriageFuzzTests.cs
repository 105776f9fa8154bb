using System.Text;
using Sim.Reports.Failures;

namespace Sim.Tests.Fuzz;

public sealed class TriageFuzzTests
{
    private static readonly string[] Good =
    [
        TriageFile.Empty,
        "schema: 1\ntriage:\n  # a car that brakes\n  - signature: f-2222222222\n    status: known-limitation\n    owner: braking\n    comment: \"see AEB-77\"\n\n  - signature: f-8888888888-2\n    status: simulator-defect\n",
        "triage:\r\n- { signature: f-0123456789, status: fixed }\r\nschema: 1\r\n",
    ];

    [Fact]
    public void Damaged_notes_are_read_and_kept_or_refused_with_their_line()
    {
        var mutants = new Mutator(0x7A, [.. Good.Select(Encoding.UTF8.GetBytes)], "- signature: ", "f-2222222222", "status: new", "triage:", "schema: 1", "&a ", "*a", "- ", ": ", "[", "]", "{", "}", "|\n", "# ", "${HOME}", "---\n");
        var added = (new FailureSignature { Id = "f-5555555555", Family = "a", Leading = "m" }, "a title");
        FuzzRun.Check("triage.yaml", mutants.Make, bytes =>
        {
            var file = TriageFile.Read(Encoding.UTF8.GetString(bytes), "triage.yaml");
            string longer = file.With([added], out int count);
            var notes = TriageFile.Read(longer, "triage.yaml").Notes;
            Assert.Equal(file.Notes.Count + count, notes.Count);
            Assert.All(file.Notes, n => Assert.Contains(n, notes));
        }, lines: true);
    }
}
