using System.Diagnostics;
using Sim.Formats.Yaml;
using Sim.Numerics;

namespace Sim.Tests.Yaml;

public sealed class YamlFuzzTests : IDisposable
{
    // The long run of .ci/full asks for more.
    private static readonly int Inputs = int.TryParse(Environment.GetEnvironmentVariable("SIM_FUZZ_INPUTS"), out int inputs) ? inputs : 20_000;
    private const long MostBytes = 64L << 20;

    private static readonly string[] Tokens =
    [
        "${", "}", "$${", "${secret:A}", "${SIM_DATA}/", "*a", "&a ", "[", "]", "{", "}", "|", ">", "..", "../", "\t", "- ", ": ", ":", "!!str ", "!", "<<: ", "---\n", "...\n", "\n", "\r\n", "\r", " ", "  ", "#", "'", "\"", "%", "@", "`", "?", "? ",
        "1e999", "-1", "0", "99999999999999999999", "1e-400", "..50 km/h", " step 0", " step 1e-9 m", "null", "~", "true", "\u00e9", "\U0001F697", "\u2028", "\uFEFF", "\0", "\u0007", "\"\\uD800\"", "\"\\x00\"", "%YAML 1.2\n---\n", "%TAG ! x\n---\n",
        "schema: 1\n", "use: ", "file: /etc/passwd", "$columns: [a]\n", "$rows: []\n", ">=", "!=", " and ",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-fuzz-").FullName;

    public YamlFuzzTests()
    {
        Directory.CreateDirectory($"{_folder}/vehicles");
        File.WriteAllText($"{_folder}/vehicles/sedan.yaml", VehicleFile.Write(VehicleSpec.Sedan));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Mutated_suites_give_suites_or_errors_with_a_place()
    {
        var options = new YamlOptions { Variables = name => name == "SIM_DATA" ? $"{_folder}/data" : null, WorkingFolder = _folder };
        string[] corpus =
        [
            SuiteFileTests.Example,
            "schema: 1\nsuite: s\nvehicle:\n  " + VehicleFile.Write(VehicleSpec.Sedan).Replace("\n", "\n  ", StringComparison.Ordinal) + "\ncases:\n- name: a\n  from: { template: x, with: { v: \"1..9 m/s step 0.5\" } }\n  driver: { use: d, list: [1, [2, { a: b }]] }\nexpect:\n- any: a < 3 m\n  where: speed = 5 km/h and odd.x != y*\n- { quantile: 5 %, of: b, below: -1 }\n",
        ];

        Fuzz(corpus, 1, text => SuiteFile.Parse(text, "s.yaml", _folder, options));
    }

    [Fact]
    public void Mutated_scenarios_give_scenarios_or_errors_with_a_place()
    {
        var scenario = ScenarioYamlTests.Sample(4);
        string[] corpus = [ScenarioYaml.Write(scenario), ScenarioYaml.Write(scenario, MapReference.Of(scenario.Map))];

        Fuzz(corpus, 2, text => ScenarioYaml.Read(text, "s.yaml", _ => scenario.Map));
    }

    [Theory]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("{")]
    [InlineData("[,")]
    [InlineData("a: ")]
    [InlineData("a:\n")]
    [InlineData("a")]
    [InlineData("a b\n")]
    [InlineData("'")]
    [InlineData("\"x\" ")]
    [InlineData("#\n")]
    [InlineData("\n")]
    [InlineData("|\n ")]
    [InlineData("&a ")]
    [InlineData("!a ")]
    [InlineData("%a\n")]
    [InlineData("---\n")]
    [InlineData("${A}")]
    [InlineData("\t")]
    [InlineData("- a\n")]
    public void The_largest_text_of_one_pattern_ends_in_bounded_time(string pattern)
    {
        var options = new YamlOptions { Variables = _ => "value", WorkingFolder = _folder };
        string text = string.Concat(Enumerable.Repeat(pattern, options.MaxLength / pattern.Length));
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<InputException>(() => SuiteFile.Parse(text, "s.yaml", _folder, options));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), $"it took {Stopwatch.GetElapsedTime(start)}");
    }

    private static void Fuzz(string[] corpus, ulong seed, Func<string, object> read)
    {
        int accepted = 0;
        var slowest = TimeSpan.Zero;
        for (int i = 0; i < Inputs; i++)
        {
            string text = Mutate(corpus, new RandomStream(seed).Fork("mutation", i));
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                _ = read(text);
                accepted++;
            }
            catch (InputException e)
            {
                Assert.True(e.File is not null && e.Line >= 1 && e.Column >= 1, $"input {i} is refused without a place: {e.Message}");
            }
            catch (Exception e)
            {
                Assert.Fail($"input {i} ends in {e}\n{text}");
            }

            var took = Stopwatch.GetElapsedTime(start);
            slowest = took > slowest ? took : slowest;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            Assert.True(bytes < MostBytes, $"input {i} allocates {bytes} bytes");
        }

        Assert.InRange(accepted, 1, Inputs - 1);
        Assert.True(slowest < TimeSpan.FromSeconds(5), $"the slowest input took {slowest}");
    }

    private static string Mutate(string[] corpus, RandomStream random)
    {
        string text = corpus[random.NextInt(corpus.Length)];
        int rounds = 1 + random.NextInt(4);
        for (int r = 0; r < rounds && text.Length > 0; r++)
        {
            int at = random.NextInt(text.Length), length = Math.Min(text.Length - at, 1 + random.NextInt(40));
            text = random.NextInt(8) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(at, length)),
                2 => text.Insert(at, Tokens[random.NextInt(Tokens.Length)]),
                3 => string.Concat(text.AsSpan(0, at), Tokens[random.NextInt(Tokens.Length)], text.AsSpan(at + length)),
                4 => text[..at],
                5 => string.Concat(text.AsSpan(0, at), ((char)random.NextInt(0x250)).ToString(), text.AsSpan(at + 1)),
                6 => text.Insert(at, string.Concat(Enumerable.Repeat(Tokens[random.NextInt(Tokens.Length)], 1 + random.NextInt(300)))),
                _ => SwapLines(text, random),
            };
        }

        return text;
    }

    private static string SwapLines(string text, RandomStream random)
    {
        string[] lines = text.Split('\n');
        int a = random.NextInt(lines.Length), b = random.NextInt(lines.Length);
        (lines[a], lines[b]) = (lines[b], lines[a]);
        return string.Join('\n', lines);
    }
}
