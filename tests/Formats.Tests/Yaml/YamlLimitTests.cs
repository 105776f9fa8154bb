using System.Diagnostics;
using Sim.Formats.Yaml;

namespace Sim.Tests.Yaml;

public sealed class YamlLimitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
}
