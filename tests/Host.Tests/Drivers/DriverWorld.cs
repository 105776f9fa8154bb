using System.Text;
using Sim.Tests.Fakes;

namespace Sim.Tests.Drivers;

/// <summary>Runs of fake cases with the fixture driver in processes of its own.</summary>
internal sealed class DriverWorld : IDisposable
{
    public const string Three = "cases: [ { name: a, from: { fake: 3 } } ]\n";
    private readonly string _mark = "SIM_TEST_MARK=" + Path.GetRandomFileName();

    public FakeWorld World { get; } = new();

    /// <summary>The fixture's command line.</summary>
    public static string Command(string modes = "") => $"dotnet {Path.Combine(AppContext.BaseDirectory, "Sim.Fixtures.Driver.dll")} {modes}".TrimEnd();

    /// <summary>Writes a suite whose driver is the fixture.</summary>
    public string Suite(string options = "", string modes = "", string more = "", string rest = Three, string file = "s.yaml")
    {
        string mark = $"env: {{ {_mark.Replace("=", ": ", StringComparison.Ordinal)} }}";
        return World.Suite(rest, file, driver: $"{{ command: \"{Command(modes)}\", {mark}, {(more.Length > 0 ? more + ", " : "")}options: {{ {options} }} }}");
    }

    public void Exits(int code, params string[] arguments)
    {
        int found = World.Sim(arguments);
        Assert.True(code == found, $"sim {string.Join(' ', arguments)} ended with {found}, expected {code}:\n{World.Error}");
    }

    public string CaseId(string run, string containing) => Path.GetFileName(Directory.GetDirectories(World.At(run, "cases")).Single(f => Path.GetFileName(f).Contains(containing, StringComparison.Ordinal)));

    public string Log(string run, string containing)
    {
        string file = World.At(run, "cases", CaseId(run, containing), "driver.log");
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }

    public CaseResult Result(string run, string containing) =>
        System.Text.Json.JsonSerializer.Deserialize(World.Bytes(run, "cases", CaseId(run, containing), "assessment.json"), SimJson.Default.CaseResult)!;

    /// <summary>Living processes that were started for this world.</summary>
    public IReadOnlyList<int> Processes()
    {
        byte[] mark = Encoding.UTF8.GetBytes(_mark);
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                if (File.ReadAllBytes(folder + "/environ").AsSpan().IndexOf(mark) >= 0 && !File.ReadAllText(folder + "/stat").Contains(") Z ", StringComparison.Ordinal))
                {
                    found.Add(int.Parse(Path.GetFileName(folder), null));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
        }

        return found;
    }

    /// <summary>Nothing that a driver had is left: no process, no socket, no folder.</summary>
    public void NothingIsLeft(string run)
    {
        Assert.Empty(Processes());
        var sockets = Directory.GetDirectories(World.At(run, "cases")).Select(f => Path.Combine(f, "driver.log")).Where(File.Exists)
            .SelectMany(File.ReadLines).Where(l => l.StartsWith("listening at unix:", StringComparison.Ordinal)).Select(l => l["listening at unix:".Length..]).ToList();
        Assert.NotEmpty(sockets);
        Assert.All(sockets, s => Assert.False(Directory.Exists(Path.GetDirectoryName(s)), s));
    }

    public void Dispose() => World.Dispose();
}
