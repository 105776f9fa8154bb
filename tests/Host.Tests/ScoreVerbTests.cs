using Sim.Host.BuiltIn;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class ScoreVerbTests : IDisposable
{
    private readonly FakeWorld _world = new();
    private readonly string _recording;

    public ScoreVerbTests()
    {
        _world.Catalog.Add<IFormat>(new McapFormat());
        _world.Catalog.Add<IAssessor>(new OptionAssessor());
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]\nexpect: [ { all: end_speed >= 0 m/s } ]"), "--out", "r"));
        _recording = Path.Combine(Assert.Single(Directory.GetDirectories(_world.At("r", "cases"))), "recording.mcap");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void An_assessor_takes_options_beside_its_name()
    {
        Assert.Equal(0, _world.Sim("score", _recording, "--with", "option: { limit: 2.5 s }"));
        Assert.Contains("2.5 s", _world.Out, StringComparison.Ordinal);
        Assert.Contains("asks nobody at pace own", _world.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_come_from_a_file_unless_the_command_line_has_them()
    {
        File.WriteAllText(_world.At("o.yaml"), "option: { limit: 4 s }\n");
        Assert.Equal(0, _world.Sim("score", _recording, "--with", "option", "--options", "o.yaml"));
        Assert.Contains("4 s", _world.Out, StringComparison.Ordinal);
        Assert.Equal(0, _world.Sim("score", _recording, "--with", "option: { limit: 3 s }", "--options", "o.yaml"));
        Assert.Contains("3 s", _world.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_with_options_is_there_to_be_asked()
    {
        Assert.Equal(0, _world.Sim("score", _recording, "--with", "option", "--driver", "fake: { pace: slow }"));
        Assert.Contains("asks fake at pace slow", _world.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("option: 3", "--with:1:9: the options of 'option' are '3'; write a map")]
    [InlineData("optoin: { limit: 1 s }", "unknown assessor 'optoin'; did you mean 'option'?")]
    [InlineData("option,option", "'option' is named twice")]
    [InlineData("[ a: b ]", "expected names with options")]
    public void A_wrong_switch_is_a_usage_error_with_its_place(string with, string expected)
    {
        Assert.Equal(2, _world.Sim("score", _recording, "--with", with));
        Assert.Contains(expected, _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_for_an_assessor_that_does_not_assess_are_an_error()
    {
        File.WriteAllText(_world.At("o.yaml"), "fake: { limit: 4 s }\n");
        Assert.Equal(2, _world.Sim("score", _recording, "--with", "option", "--options", "o.yaml"));
        Assert.Contains("o.yaml:1:7: options are given for 'fake', which does not assess here", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_option_fails_the_assessor_and_names_its_place()
    {
        Assert.Equal(3, _world.Sim("score", _recording, "--with", "option: { limit: 4 }"));
        Assert.Contains("--with:1:18: 'limit' is '4' without a unit", _world.Error, StringComparison.Ordinal);
    }
}
