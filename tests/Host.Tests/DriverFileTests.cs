using System.Text.Json;
using Sim.Simulation;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Files and variables in the options of drivers and simulators, in a run and in its replay.</summary>
public sealed class DriverFileTests : IDisposable
{
    private const string Plan = "time,x,y\n0,-1.35,0\n1,3,0\n2,8,0\n";
    private readonly FakeWorld _world = new();

    public DriverFileTests() => SimulationModules.Register(_world.Catalog);

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("plan.csv", "plan.csv")]
    [InlineData("\"${PLANS}/plan.csv\"", "${PLANS}/plan.csv")]
    public void A_plan_file_is_an_input_of_the_run(string written, string key)
    {
        Directory.CreateDirectory(_world.At("suites"));
        Directory.CreateDirectory(_world.At("plans"));
        _world.Variables["PLANS"] = _world.At("plans");
        string file = key == "plan.csv" ? _world.At("suites", "plan.csv") : _world.At("plans", "plan.csv");
        File.WriteAllText(file, Plan);
        Write("suites/s.yaml", $"{{ use: trajectory, file: {written} }}", "embedded");

        Assert.True(_world.Sim("run", "suites/s.yaml", "--out", "r") == 0, _world.Error);
        var identity = JsonSerializer.Deserialize(_world.Bytes("r", "run.json"), SimJson.Default.RunIdentity)!;
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
        Assert.Equal(hash, Assert.Single(identity.Inputs, i => i.Key == key).Sha256);

        // Live, the file must be that of the run; a relative one is looked for where the command is started.
        if (key == "plan.csv")
        {
            Assert.Equal(2, _world.Sim("replay", Case, "--live"));
            Assert.Contains("no file 'plan.csv'", _world.Error, StringComparison.Ordinal);
            File.Move(file, file = _world.At("plan.csv"));
        }

        Assert.True(_world.Sim("replay", Case, "--live") == 0, _world.Error);
        File.AppendAllText(file, "3,14,0\n");
        Assert.Equal(2, _world.Sim("replay", Case, "--live"));
        Assert.Contains("is not the one that the run read", _world.Error, StringComparison.Ordinal);
        Assert.Equal(0, _world.Sim("replay", Case));
    }

    [Fact]
    public void A_plan_file_that_is_absent_or_outside_stops_the_plan()
    {
        Directory.CreateDirectory(_world.At("suites"));
        File.WriteAllText(_world.At("plan.csv"), Plan);
        foreach (var (file, message) in new[] { ("none.csv", "no file 'none.csv'"), ("../plan.csv", "outside of the suite's folder") })
        {
            Write("suites/s.yaml", $"{{ use: trajectory, file: {file} }}", "embedded");
            Assert.Equal(2, _world.Sim("run", "suites/s.yaml", "--list"));
            Assert.Contains(message, _world.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Variables_in_options_are_read_again_from_the_environment_and_secrets_are_not_written()
    {
        _world.Variables["BRAKE"] = "1.625";
        _world.Variables["PLACE"] = "value-of-place";
        _world.Variables["KEY"] = "value-of-key";
        Write("s.yaml", "{ use: fake, brake: \"${BRAKE}\", key: \"${secret:KEY}\" }", "{ use: fake, place: \"${PLACE}\" }");
        Assert.True(_world.Sim("run", "s.yaml", "--out", "r") == 0, _world.Error);

        Assert.True(_world.Sim("replay", Case) == 0, _world.Error);
        Assert.True(_world.Sim("replay", Case, "--live") == 0, _world.Error);
        _world.Variables["BRAKE"] = "2";
        Assert.Equal(1, _world.Sim("replay", Case, "--live"));

        _world.Variables.Remove("BRAKE");
        Assert.Equal(0, _world.Sim("replay", Case));
        Assert.Equal(2, _world.Sim("replay", Case, "--live"));
        Assert.Contains("options of driver 'fake', as the run keeps them: the environment variable 'BRAKE' is not set", _world.Error, StringComparison.Ordinal);

        _world.Variables.Remove("PLACE");
        Assert.Equal(2, _world.Sim("replay", Case));
        Assert.Contains("options of simulator 'fake', as the run keeps them: the environment variable 'PLACE' is not set", _world.Error, StringComparison.Ordinal);

        foreach (string file in Directory.GetFiles(_world.At("r"), "*", SearchOption.AllDirectories))
        {
            string content = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("value-of-", content, StringComparison.Ordinal);
        }
    }

    private string Case => Path.GetRelativePath(_world.Folder, Assert.Single(Directory.GetDirectories(_world.At("r", "cases"))));

    private void Write(string path, string driver, string simulator) => File.WriteAllText(
        _world.At(path), $"schema: 1\nsuite: s\nseed: 7\ndriver: {driver}\nsimulator: {simulator}\nassess: [ fake ]\ncases: [ {{ name: a, from: {{ fake: 1 }} }} ]\n");
}
