using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sim.Numerics;
using Sim.Simulation;
using Sim.Simulation.Engine;

namespace Sim.Bench.Peers;

/// <summary>
/// SUMO (Debian's package) on the like workload: 50 IDM vehicles on a two-lane ring of the same length, the same parameters and desired speeds,
/// lane changes on, steps of 0.1 s, collisions checked, no output. The two run in turn, A B A B; CPU time is user plus system of each process or
/// thread, start-up of SUMO taken out by a run of one step.
/// </summary>
internal static class SumoRing
{
    private const int Vehicles = 50;
    private const double CircumferenceM = 1500;
    private const int Steps = 40_000;

    public static int Run(int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("sumo-ring-").FullName;
        try
        {
            WriteNetwork(folder);
            WriteVehicles(folder);
            double startUp = Enumerable.Range(0, 3).Select(_ => Sumo(folder, 1)).Min();
            Ours(2000);
            var ratios = new List<double>();
            Console.WriteLine("| round | Sim, agent-steps per CPU-second | SUMO, agent-steps per CPU-second | ratio |");
            Console.WriteLine("|---:|---:|---:|---:|");
            for (int round = 1; round <= rounds; round++)
            {
                double ours = Vehicles * (double)Steps / Ours(Steps);
                double theirs = Vehicles * (double)Steps / (Sumo(folder, Steps) - startUp);
                ratios.Add(ours / theirs);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {round} | {ours:#,0} | {theirs:#,0} | {ours / theirs:0.0} |"));
            }

            ratios.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmedian ratio {ratios[ratios.Count / 2]:0.0} ({rounds} rounds of {Steps} steps)"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Ours(int steps)
    {
        var world = new World(RingWorld.Create(Vehicles, CircumferenceM, steps, laneChanges: true));
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.TotalProcessorTime;
        for (int i = 0; i < steps; i++)
        {
            world.Advance();
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static double Sumo(string folder, int steps)
    {
        string end = (steps * 0.1).ToString(CultureInfo.InvariantCulture);
        Start(folder, "sumo", out double seconds, "-n", "ring.net.xml", "-r", "ring.rou.xml", "-a", "ring.add.xml", "--step-length", "0.1", "--end", end, "--no-step-log", "true",
            "--collision.action", "warn", "--time-to-teleport", "-1", "--seed", "1", "--no-warnings", "true");
        return seconds;
    }

    private static void WriteNetwork(string folder)
    {
        double radius = CircumferenceM / (2 * Math.PI);
        var nodes = new StringBuilder("<nodes>");
        var edges = new StringBuilder("<edges>");
        for (int quarter = 0; quarter < 4; quarter++)
        {
            var (sin, cos) = Pinned.SinCos(quarter * Math.PI / 2);
            nodes.Append(CultureInfo.InvariantCulture, $"<node id=\"n{quarter}\" x=\"{radius * cos:0.###}\" y=\"{radius * sin:0.###}\" type=\"priority\"/>");
            var shape = new StringBuilder();
            for (int i = 0; i <= 90; i++)
            {
                var (s, c) = Pinned.SinCos((quarter * 90 + i) * Math.PI / 180);
                shape.Append(CultureInfo.InvariantCulture, $"{radius * c:0.###},{radius * s:0.###} ");
            }

            edges.Append(CultureInfo.InvariantCulture, $"<edge id=\"e{quarter}\" from=\"n{quarter}\" to=\"n{(quarter + 1) % 4}\" numLanes=\"2\" speed=\"30\" width=\"3.5\" shape=\"{shape}\"/>");
        }

        File.WriteAllText(Path.Combine(folder, "ring.nod.xml"), nodes.Append("</nodes>").ToString());
        File.WriteAllText(Path.Combine(folder, "ring.edg.xml"), edges.Append("</edges>").ToString());
        // Lane to lane, as on our ring; netconvert would cross them.
        var connections = new StringBuilder("<connections>");
        for (int quarter = 0; quarter < 4; quarter++)
        {
            for (int lane = 0; lane < 2; lane++)
            {
                connections.Append(CultureInfo.InvariantCulture, $"<connection from=\"e{quarter}\" to=\"e{(quarter + 1) % 4}\" fromLane=\"{lane}\" toLane=\"{lane}\"/>");
            }
        }

        File.WriteAllText(Path.Combine(folder, "ring.con.xml"), connections.Append("</connections>").ToString());
        Start(folder, "netconvert", out _, "-n", "ring.nod.xml", "-e", "ring.edg.xml", "-x", "ring.con.xml", "-o", "ring.net.xml", "--no-turnarounds", "true");
    }

    private static void WriteVehicles(string folder)
    {
        var random = new RandomStream(1);
        var routes = new StringBuilder("<routes>");
        var loops = new StringBuilder();
        var rerouters = new StringBuilder();
        for (int quarter = 0; quarter < 4; quarter++)
        {
            // Two rounds ahead, renewed at every quarter: a route that repeats for ever ends SUMO's lane changing with an assertion.
            string edges = string.Join(' ', Enumerable.Range(quarter, 8).Select(q => $"e{q % 4}"));
            loops.Append(CultureInfo.InvariantCulture, $"<route id=\"r{quarter}\" edges=\"{edges}\"/>");
            rerouters.Append(CultureInfo.InvariantCulture, $"<rerouter id=\"x{quarter}\" edges=\"e{quarter}\"><interval begin=\"0\" end=\"1000000\"><routeProbReroute id=\"r{quarter}\"/></interval></rerouter>");
        }

        File.WriteAllText(Path.Combine(folder, "ring.add.xml"), $"<additional>{loops}{rerouters}</additional>");

        int perLane = Vehicles / 2;
        var rows = new List<(int Quarter, double Position, string Row)>();
        for (int i = 0; i < Vehicles; i++)
        {
            double desired = random.NextUniform(14, 24);
            double at = CircumferenceM * (i / 2 + (i % 2) * 0.5) / perLane;
            int quarter = (int)(at / (CircumferenceM / 4));
            double position = Math.Min(at - quarter * CircumferenceM / 4 + 6, CircumferenceM / 4 - 6);
            routes.Append(CultureInfo.InvariantCulture,
                $"<vType id=\"t{i}\" carFollowModel=\"IDM\" accel=\"1.5\" decel=\"2\" emergencyDecel=\"8\" tau=\"1.5\" minGap=\"2\" length=\"4.5\" width=\"1.8\" maxSpeed=\"{desired:0.###}\" speedFactor=\"1\" speedDev=\"0\"/>");
            rows.Add((quarter, position, string.Create(CultureInfo.InvariantCulture, $"<vehicle id=\"v{i}\" type=\"t{i}\" route=\"r{quarter}\" depart=\"0\" departLane=\"{i % 2}\" departPos=\"{position:0.##}\" departSpeed=\"8\"/>")));
        }

        foreach (var row in rows.OrderBy(r => r.Quarter).ThenByDescending(r => r.Position))
        {
            routes.Append(row.Row);
        }

        File.WriteAllText(Path.Combine(folder, "ring.rou.xml"), routes.Append("</routes>").ToString());
    }

    // The shell's own clock gives user and system seconds of the finished program; a Process object forgets them.
    private static void Start(string folder, string program, out double cpuSeconds, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%U %S'; time \"$@\" 1>&2", "bash", program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        start.Environment.TryAdd("SUMO_HOME", "/usr/share/sumo");
        using var process = Process.Start(start)!;
        string[] lines = process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Join('\n', lines)}");
        }

        cpuSeconds = lines[^1].Split(' ').Sum(t => double.Parse(t, CultureInfo.InvariantCulture));
    }
}
