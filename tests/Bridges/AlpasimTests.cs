using System.Diagnostics;

namespace Sim.Tests.Bridges;

/// <summary>`sim run` with the adapter of AlpaSim's driver service over its stand-in of a policy: a process, a service behind it, real gRPC all the way.</summary>
public sealed class AlpasimTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-alpasim-");

    public AlpasimTests() => PythonSubject.Require();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_policy_drives_a_suite_twice_alike_and_its_cases_are_replayed_without_it()
    {
        Write("");
        Exits(0, "run", "s.yaml", "--out", "first", "--keep", "all");
        Exits(0, "run", "s.yaml", "--out", "second", "--keep", "all");

        var names = Directory.GetDirectories(At("first", "cases")).Select(f => Path.GetFileName(f)!).ToList();
        Assert.Equal(2, names.Count);
        foreach (string name in names)
        {
            byte[] recording = File.ReadAllBytes(At("first", "cases", name, "recording.mcap"));
            Assert.True(recording.AsSpan().SequenceEqual(File.ReadAllBytes(At("second", "cases", name, "recording.mcap"))), name);
            Assert.Contains("the same bytes again", Exits(0, "replay", $"first/cases/{name}"), StringComparison.Ordinal);
        }

        string run = File.ReadAllText(At("first", "run.json"));
        Assert.Contains("stand-in none api 0.54.0", run, StringComparison.Ordinal);
        Assert.Contains("from_recording", run, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nan_at=3", "failed at step 3: sim_alpasim.errors.PolicyFailed: point 3 of the policy's trajectory has a number that is not finite")]
    [InlineData("die_at=3", "failed at step 3: sim_alpasim.errors.PolicyFailed: the connection to the policy was lost at drive")]
    [InlineData("one_at=3", "failed at step 3: sim_alpasim.errors.PolicyFailed: the policy's trajectory has 1 point; a plan has 2 to 1999")]
    [InlineData("refuse=1", "sim_alpasim.errors.PolicyFailed: the policy failed at start_session: INVALID_ARGUMENT: this policy wants the camera 'front'")]
    public void A_policy_that_fails_costs_its_case_with_a_reason_that_names_it(string fault, string reason)
    {
        Write(" --fault " + fault);

        Exits(3, "run", "s.yaml", "--out", "run", "--filter", "id = cut*");

        Assert.Contains(reason, Result(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("front", 0, "1 case")]
    [InlineData("roof", 3, "sim_alpasim.errors.PolicyFailed: the simulator has sent no frame of sensor 'roof' for the policy's camera 'wide' until 0 s")]
    public void Pictures_of_another_simulator_reach_the_policy_at_once_and_one_that_does_not_come_is_missed(string sensor, int code, string said)
    {
        File.WriteAllText(At("s.yaml"), $$"""
            schema: 1
            suite: pictures
            driver:
              command: "/usr/bin/python3 -m sim_alpasim --fake --deadline 100 --start-deadline 100"
              deadline: 120 s
              start_deadline: 120 s
              options:
                warm_up: 0 s
                cameras: [ { id: wide, sensor: {{sensor}}, width: 32, height: 16, focal: 20.5, position: [ 1.7, 0.0, 1.5 ] } ]
            simulator:
              command: "/usr/bin/python3 -m sim_carla --fake"
              step: 0.1 s
              options: { sensors: [ { type: camera, id: front, width: 32, height: 16 } ] }
            cases:
              - name: ccrs
                from: { template: euro-ncap/ccrs, with: { speed: 20 km/h, overlap: 100 % } }

            """);

        string output = Exits(code, "run", "s.yaml", "--out", "run", "--keep", "all");

        Assert.Contains(said, output + Result(), StringComparison.Ordinal);
    }

    private string At(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    // What became of the only case, with the apostrophes that JSON writes as numbers.
    private string Result() => File.ReadAllText(Path.Combine(Assert.Single(Directory.GetDirectories(At("run", "cases"))), "assessment.json")).Replace("\\u0027", "'", StringComparison.Ordinal);

    private void Write(string faults) => File.WriteAllText(At("s.yaml"), $$"""
        schema: 1
        suite: policies
        driver: { command: "/usr/bin/python3 -m sim_alpasim --fake --deadline 100 --start-deadline 100{{faults}}", deadline: 120 s, start_deadline: 120 s }
        cases:
          - name: ccrs
            from: { template: euro-ncap/ccrs, with: { speed: 20 km/h, overlap: 100 % } }
          - name: cut
            from: { template: r157/cut-in }

        """);

    private string Exits(int code, params string[] arguments)
    {
        var start = new ProcessStartInfo(SimProgram.Path, arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var entry in PythonSubject.EnvironmentOf("alpasim").Concat(PythonSubject.EnvironmentOf("carla")))
        {
            // Both have a PYTHONPATH: the folders of one after those of the other.
            start.Environment[entry.Key] = entry.Key == "PYTHONPATH" && start.Environment.TryGetValue("PYTHONPATH", out string? before) ? $"{before}:{entry.Value.Text}" : entry.Value.Text;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        output += errors.GetAwaiter().GetResult();
        Assert.True(process.ExitCode == code, $"sim {string.Join(' ', arguments)} ended with {process.ExitCode}, expected {code}:\n{output}");
        return output;
    }
}
