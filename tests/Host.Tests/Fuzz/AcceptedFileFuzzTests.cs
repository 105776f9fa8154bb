using System.Text;
using Sim.Reports.Comparing;

namespace Sim.Tests.Fuzz;

public sealed class AcceptedFileFuzzTests
{
    private static readonly string[] Good =
    [
        "sim-baseline 1\n",
        "sim-baseline 1\n\na-1\n  passed suite=s scenario=0123456789abcdef assessors=fake@1 end_speed@1=4.5 | 2027-03-01 first results\n\nb-2\n  refused suite=s%20x scenario=- assessors=- | 2027-03-02 a | b\n",
        "sim-baseline 1\r\ncut-in-0a\r\n  known suite=s scenario=- assessors=a@2~01234567,b@ min_ttc@1=too-late n@-2=-5E-324 x@1=not-applicable | 2027-03-01 \u00fc\U0001F697\r\n",
    ];

    [Fact]
    public void Damaged_files_of_accepted_results_are_read_and_kept_or_refused_with_their_line()
    {
        var mutants = new Mutator(0xBA, [.. Good.Select(Encoding.UTF8.GetBytes)], "sim-baseline 1\n", "  passed ", "suite=", " scenario=-", " assessors=-", "@1=", " | ", "2027-03-01 ", "%20", "%", "no-conflict", "<<<<<<< a\n", "=======\n", "c-3\n");
        FuzzRun.Check("baseline.txt", mutants.Make, bytes =>
        {
            var cases = AcceptedFile.Read(bytes, "baseline.txt");
            byte[] written = AcceptedFile.Write(cases);
            Assert.Equal(written, AcceptedFile.Write(AcceptedFile.Read(written, "baseline.txt")));
            _ = RunComparer.Compare(ComparedRun.Of(cases, "baseline.txt"), ComparedRun.Of(cases, "again"));
        }, lines: true);
    }
}
