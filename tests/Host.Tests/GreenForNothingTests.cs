using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Law 7: each way to be green without having checked anything has its own message and exit code.</summary>
public sealed class GreenForNothingTests : IDisposable
{
    private const string Three = "cases: [ { name: a, from: { fake: 3 } } ]\n";
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void No_case_is_selected()
    {
        Says(2, "no case is selected: --filter \"id = nothing\" matches none of 3 cases", Three, filter: "id = nothing");
    }

    [Fact]
    public void A_generator_finds_nothing()
    {
        Says(2, "the entry 'a' selects no case", "cases: [ { name: a, from: { fake: 0 } } ]");
    }

    [Fact]
    public void A_variable_is_not_set()
    {
        Says(2, "SIM_DATA", "cases: [ { name: a, from: { fake: \"${SIM_DATA}\" } } ]");
    }

    [Fact]
    public void A_glob_matches_no_file()
    {
        _world.Catalog.Add<Plugins.Sdk.IScenarioGenerator>(new Host.BuiltIn.RecordingGenerator());
        Says(2, "logs/*.xml", "cases: [ { name: a, from: { recording: \"logs/*.xml\" } } ]");
    }

    [Fact]
    public void A_gate_selects_no_case()
    {
        Says(2, "empty gate: 'all: number < 9, where: family = b' of suite 's' selects no case (entries: a)", Three + "expect: [ { all: number < 9, where: family = b } ]");
    }

    [Fact]
    public void A_gate_on_a_tag_selects_no_case()
    {
        Says(3, "empty gate 'all: number < 9, where: tag = nowhere' (selects no case)", Three + "expect: [ { all: number < 9, where: tag = nowhere } ]");
    }

    [Fact]
    public void A_metric_applies_nowhere()
    {
        Says(3, "0 of 3 applicable, 3 excluded, the metric applies nowhere", Three + "expect: [ { all: nowhere >= 1 s } ]");
    }

    [Fact]
    public void A_metric_fails()
    {
        Says(3, "1 gate could not be evaluated", Three + "expect: [ { all: fragile >= 0 } ]");
    }

    [Fact]
    public void The_driver_is_unknown()
    {
        Says(2, "unknown driver 'fakee'; did you mean 'fake'?", Three, driver: "fakee");
    }

    [Fact]
    public void The_driver_is_an_address_of_an_unknown_scheme()
    {
        Says(2, "no driver answers addresses that begin with 'http:'", Three, driver: "\"http://localhost:50051\"");
    }

    [Fact]
    public void The_metric_is_unknown()
    {
        Says(2, "unknown metric 'end_sped'; did you mean 'end_speed'?", Three + "expect: [ { all: end_sped >= 1 m/s } ]");
        Assert.False(Directory.Exists(_world.At("r")));
    }

    [Fact]
    public void The_unit_is_of_another_kind()
    {
        Says(2, "the bound has the unit s, the metric 'end_speed' has the unit m/s", Three + "expect: [ { all: end_speed >= 1 s } ]");
    }

    [Fact]
    public void Nothing_is_expected()
    {
        Says(0, "no expectations: nothing was checked", Three);
    }

    [Fact]
    public void Every_case_is_refused()
    {
        Says(3, "every case was refused: nothing was checked", "cases: [ { name: a, from: { fake: 2, mode: collide } } ]");
    }

    [Fact]
    public void No_suite_is_named()
    {
        Assert.Equal(2, _world.Sim("run"));
        Assert.Contains("no suite is named", _world.Error, StringComparison.Ordinal);
    }

    private void Says(int code, string message, string suite, string? filter = null, string driver = "fake")
    {
        string[] more = filter is null ? [] : ["--filter", filter];
        int actual = _world.Sim(["run", _world.Suite(suite, driver: driver), "--out", "r", .. more]);

        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
        Assert.Equal(code, actual);
    }
}
