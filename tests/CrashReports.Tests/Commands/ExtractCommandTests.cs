using System.Text.Json;
using Sim.Plugins.CrashReports.Commands;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.Sdk;

namespace Sim.Tests.CrashReports;

public sealed class ExtractCommandTests : IDisposable
{
    private readonly Screen _screen = new();

    [Fact]
    public void A_report_is_shown_leaf_by_leaf()
    {
        File.WriteAllText(Path.Combine(_screen.WorkingFolder, "a.txt"), "It was raining. The front of V1 struck the back of V2, a pickup truck, which was stopped at a red light.");

        Assert.Equal(ExitCode.Passed, Run("a.txt"));

        string shown = _screen.Out.ToString()!;
        Assert.Contains("environment/weather", shown, StringComparison.Ordinal);
        Assert.Contains("actors/V2/type", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_get_one_record_on_a_line()
    {
        Assert.Equal(ExitCode.Passed, Run("--text", "V1 rear-ended V2 in heavy snow.", "--json"));

        var record = JsonSerializer.Deserialize(_screen.Out.ToString()!.Trim(), CrashJson.Default.CrashRecord)!;
        Assert.Equal([Weather.Snow], record.Environment.Weather.Value);
    }

    [Fact]
    public void A_text_that_is_no_report_is_refused_on_the_error_stream()
    {
        Assert.Equal(ExitCode.Infrastructure, Run("--text", "   "));

        Assert.Contains("refused", _screen.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _screen.Out.ToString());
    }

    [Theory]
    [InlineData]
    [InlineData("*.txt")]
    [InlineData("--texts", "x")]
    [InlineData("a.txt", "--text", "V1 hit V2")]
    [InlineData("--text", "V1 hit V2", "--extractor", "oracle")]
    public void Wrong_arguments_are_an_input_error(params string[] arguments) => Assert.Throws<InputException>(() => Run(arguments));

    [Fact]
    public void Help_tells_the_switches()
    {
        Assert.Equal(ExitCode.Passed, Run("--help"));
        Assert.Contains("--extractor", _screen.Out.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _screen.Dispose();

    private int Run(params string[] arguments) => new ExtractCommand().Run(arguments, _screen, TestContext.Current.CancellationToken);

    private sealed class Screen : ICommandConsole, IDisposable
    {
        public TextWriter Out { get; } = new StringWriter();

        public TextWriter Error { get; } = new StringWriter();

        public string WorkingFolder { get; } = Directory.CreateTempSubdirectory("sim-extract-").FullName;

        public void Dispose() => Directory.Delete(WorkingFolder, true);
    }
}
