using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>The executable on suites that try to read what they may not, and on secrets.</summary>
public sealed class HostileInputTests : IDisposable
{
    private const string Canary = "canary-41c0ffee";
    private static readonly Dictionary<string, string> Variables = new() { ["CANARY"] = Canary, ["SIM_SECRET_CANARY"] = Canary, ["SIM_TODAY"] = "2027-01-01" };

    private readonly string _top = Directory.CreateTempSubdirectory("sim-hostile-").FullName;
    private readonly string _folder;

    public HostileInputTests()
    {
        _folder = Path.Combine(_top, "suite");
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Directory.CreateDirectory(Path.Combine(_top, "out"));

        // What lies outside would be good input, so that only its place can be the reason to refuse it.
        File.WriteAllText(Path.Combine(_top, "out", "vehicle.yaml"), Formats.Yaml.VehicleFile.Write(VehicleSpec.Sedan));
        File.WriteAllText(Path.Combine(_top, "out", "plan.csv"), "time,x,y\n0,0,0\n10,100,0\n");
        using (var stream = File.Create(Path.Combine(_top, "out", "log.mcap")))
        {
            Formats.Mcap.RecordingMcap.Write(Log(), stream);
        }

        foreach (string name in (string[])["vehicle.yaml", "plan.csv", "log.mcap"])
        {
            File.Copy(Path.Combine(_top, "out", name), Path.Combine(_folder, name));
            File.CreateSymbolicLink(Path.Combine(_folder, "sub", name), $"../../out/{name}");
        }

        Directory.CreateSymbolicLink(Path.Combine(_folder, "away"), "../out");
    }

    public void Dispose() => Directory.Delete(_top, recursive: true);

    public static TheoryData<string, string> Escapes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string key in (string[])["vehicle", "recording", "trajectory"])
            {
                foreach (string place in (string[])["../out/", "sub/../../out/", "{top}/out/", "sub/", "away/", "~/", "./../suite/../out/"])
                {
                    data.Add(key, place);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public void No_key_that_takes_a_path_reads_outside_of_the_roots(string key, string place)
    {
        var (code, _, error) = Run(Suite(key, place.Replace("{top}", _top, StringComparison.Ordinal)));
        Assert.True(code is 2 or 3, $"exit {code}: {error}");
        Assert.Contains(key == "trajectory" ? "plan.csv" : "s.yaml", error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vehicle")]
    [InlineData("recording")]
    [InlineData("trajectory")]
    public void The_same_files_below_the_suite_are_read(string key)
    {
        var (code, _, error) = Run(Suite(key, ""));
        Assert.True(code is 0, $"exit {code}: {error}");
    }

    [Theory]
    [InlineData("driver: { use: idm, token: \"${secret:CANARY}\" }\ncases: [ { name: a, from: { recording: log.mcap, ego: ego } } ]\n")]
    [InlineData("driver: { use: idm, headway: \"${secret:CANARY}\" }\ncases: [ { name: a, from: { recording: log.mcap, ego: ego } } ]\n")]
    [InlineData("driver: { use: trajectory, file: \"${secret:CANARY}\" }\ncases: [ { name: a, from: { recording: log.mcap, ego: ego } } ]\n")]
    [InlineData("driver: log-replay\ncases: [ { name: a, from: { recording: \"${secret:CANARY}\", ego: ego } } ]\n")]
    [InlineData("driver: log-replay\ncases: [ { name: a, from: { recording: log.mcap, ego: \"${secret:CANARY}\" } } ]\n")]
    [InlineData("driver: log-replay\nvehicle: { file: \"${secret:CANARY}\" }\ncases: [ { name: a, from: { recording: log.mcap, ego: ego } } ]\n")]
    [InlineData("driver: idm\ncases: [ { name: a, from: { template: euro-ncap/ccrs, with: { speed: \"${secret:CANARY}\" } } } ]\n")]
    [InlineData("driver: log-replay\ncases: [ { name: \"${secret:CANARY}\", from: { recording: log.mcap, ego: ego } } ]\n")]
    [InlineData("driver: log-replay\ncases: [ { name: a, covers: [\"${secret:CANARY}\"], from: { recording: log.mcap, ego: ego } } ]\n")]
    [InlineData("driver: log-replay\ncases: [ { name: a, from: { recording: log.mcap, ego: ego } } ]\nassess: [ { use: criticality, key: \"${secret:CANARY}\" } ]\n")]
    [InlineData("driver: \"${secret:CANARY}\"\ncases: [ { name: a, from: { recording: log.mcap, ego: ego } } ]\n")]
    public void A_canary_secret_appears_nowhere(string suite)
    {
        var (_, output, error) = Run(suite);
        string folder = Path.Combine(_folder, "r");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
        string everything = output + error + string.Concat(files.Select(f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f))));
        Assert.NotEmpty(everything);
        Assert.DoesNotContain(Canary, everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n")]
    [InlineData("schema: 1\nsuite: &s [*s]\n")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("{a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a:")]
    public void Bombs_and_deep_nesting_end_with_a_place_and_exit_2(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "s.yaml"), text);
        var (code, _, error) = SimProcess.Run(_folder, Variables, "run", "s.yaml", "--out", "r");
        Assert.Equal(2, code);
        Assert.Matches("s\\.yaml:\\d+:\\d+: ", error);
    }

    private static string Suite(string key, string place) => key switch
    {
        "vehicle" => $"driver: log-replay\nvehicle: {{ file: \"{place}vehicle.yaml\" }}\ncases: [ {{ name: a, from: {{ recording: log.mcap, ego: ego }} }} ]\n",
        "recording" => $"driver: log-replay\ncases: [ {{ name: a, from: {{ recording: \"{place}log.mcap\", ego: ego }} }} ]\n",
        _ => $"driver: {{ use: trajectory, file: \"{place}plan.csv\" }}\ncases: [ {{ name: a, from: {{ recording: log.mcap, ego: ego }} }} ]\n",
    };

    private (int Code, string Out, string Error) Run(string rest)
    {
        File.WriteAllText(Path.Combine(_folder, "s.yaml"), "schema: 1\nsuite: hostile\nseed: 1\n" + rest + (rest.Contains("assess:", StringComparison.Ordinal) ? "" : "assess: [ criticality ]\n") + "expect: [ { none: collision.any } ]\n");
        return SimProcess.Run(_folder, Variables, "run", "s.yaml", "--out", "r", "--json");
    }

    private static Recording Log() => new()
    {
        Name = "log",
        StepUs = 100_000,
        StepCount = 30,
        Map = Maps.RoadMap.Empty,
        EgoId = "ego",
        Tracks = [Track.FromStates("ego", ActorClass.Car, new(4.5, 1.8), 0, [.. Enumerable.Range(0, 30).Select(s => new ActorState(s, 0, 0, 10))])],
        Provenance = new() { Generator = "test" },
    };
}
