using System.Text;

namespace Sim.Tests.Fuzz;

public sealed class ValueFuzzTests
{
    private static readonly string[] Tokens = ["..", " step ", " | ", ",", " km/h", " m/s", " %", " m", " deg", "uniform(", "normal(", ")", "(", "1e308", "e-999", "-", "+", ".", "0.0000000000000000000000000001", "79228162514264337593543950336"];

    private static readonly Mutator Mutants = new(0x7A1, Corpus.Of("10..50 km/h step 5 km/h", "50 | 75 | 100 %", "0.1 s", "car | truck | bus", "-3..3 m/s^2", "1..9 step 2", "5 km/h", "uniform(1, 2) m"), Tokens);

    [Fact]
    public void Damaged_values_are_read_or_refused_with_their_place() => FuzzRun.Check("fuzz.yaml", Mutants.Make, Read, lines: true);

    private static void Read(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        _ = ValueSpec.Parse(Setting.Scalar(text) with { File = "fuzz.yaml", Line = 3, Column = 5 });
    }
}
