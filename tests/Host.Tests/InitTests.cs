using Sim.Formats.Yaml;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class InitTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Init_writes_a_suite_that_reads_and_never_overwrites()
    {
        Assert.Equal(0, _world.Sim("init", "mine"));
        var suite = SuiteFile.Read("mine/suite.yaml", _world.Context().Yaml([]));
        Assert.Equal("first", suite.Name);
        Assert.Equal(VehicleSpec.Sedan.LengthM, suite.Vehicle.LengthM);
        Assert.True(File.Exists(_world.At("mine", "README.md")));

        File.WriteAllText(_world.At("mine", "suite.yaml"), "mine");
        File.Delete(_world.At("mine", "README.md"));
        Assert.Equal(2, _world.Sim("init", "mine"));
        Assert.Equal("mine", File.ReadAllText(_world.At("mine", "suite.yaml")));
        Assert.False(File.Exists(_world.At("mine", "README.md")));
    }

    [Fact]
    public void Doctor_finds_the_modules()
    {
        Assert.Equal(0, _world.Sim("doctor", "--json"));
        Assert.Contains("\"check\": \"drivers\"", _world.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_of_suites_is_written()
    {
        Assert.Equal(0, _world.Sim("schema"));
        Assert.Equal(SuiteSchema.Json(), _world.Out);
    }

    [Fact]
    public void A_current_suite_needs_no_migration()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]");
        Assert.Equal(0, _world.Sim("migrate", suite, "--check"));
    }

    [Fact]
    public void Validate_names_file_line_and_column()
    {
        string suite = _world.Suite("cases: [ { nam: a, from: { fake: 1 } } ]");
        Assert.Equal(2, _world.Sim("validate", suite));
        Assert.Contains("s.yaml:7:", _world.Error, StringComparison.Ordinal);
        Assert.Equal(0, _world.Sim("validate", _world.Suite("cases: [ { name: a, from: { fake: 2 } } ]")));
        Assert.Contains("a suite of 2 cases", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_estimates_and_leaves_nothing()
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 2 } } ]"), "--dry-run", "--jobs", "1"));
        Assert.Contains("2 cases, 1 s simulated", _world.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.At("runs")));
    }
}
