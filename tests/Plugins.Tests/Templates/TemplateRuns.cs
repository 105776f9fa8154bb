using Sim.Plugins.Sdk;
using Sim.Plugins.Templates;
using Sim.Simulation;

namespace Sim.Tests.Templates;

/// <summary>Plans, generates and runs templates.</summary>
internal static class TemplateRuns
{
    public static TemplateGenerator Generator { get; } = new();

    public static GenerateRequest Request(string template, params (string Name, string Value)[] with) => new()
    {
        Entry = "entry",
        From = with.Length == 0
            ? Setting.Map(("template", Setting.Scalar(template)))
            : Setting.Map(("template", Setting.Scalar(template)), ("with", Setting.Map(with.Select(w => (w.Name, Setting.Scalar(w.Value)))))),
        SuiteSeed = 7,
    };

    public static IReadOnlyList<CaseKey> Plan(GenerateRequest request) => Generator.Plan(request, TestContext.Current.CancellationToken);

    public static Scenario Generate(GenerateRequest request, CaseKey key) => Generator.Generate(request, key, 1, TestContext.Current.CancellationToken);

    /// <summary>The scenario of a request that stands for one case.</summary>
    public static Scenario Single(string template, params (string Name, string Value)[] with)
    {
        var request = Request(template, with);
        return Generate(request, Assert.Single(Plan(request)));
    }

    /// <summary>A run in which the ego keeps its speed and does not brake at a contact.</summary>
    public static Recording KeepSpeed(Scenario scenario) => ClosedLoop.Run(
        new EmbeddedSimulator(),
        new SimulatorUse { StopAtContact = false },
        scenario with { Task = scenario.Task with { Goals = [] } },
        new Sim.Simulation.Drivers.ConstantVelocityDriver(),
        Setting.Empty,
        1,
        1,
        TestContext.Current.CancellationToken);

    /// <summary>A run in which the ego's centre follows the centre lines of its route at its starting speed.</summary>
    public static Recording FollowRoute(Scenario scenario)
    {
        var points = scenario.Task.Route.SelectMany(id => scenario.Map.Lanes.Single(l => l.Id == id).Centre.Points).ToList();
        var path = new Sim.Geometry.Polyline(points).WithoutRepeats();
        var ego = scenario.Ego with
        {
            Behaviour = new FollowPathBehaviour
            {
                Path = path,
                StartM = path.Project(scenario.Ego.Initial.Pose.Position).S,
                Speeds = [new SpeedStep(0, scenario.Ego.Initial.SpeedMps, 0)],
            },
        };
        return ClosedLoop.Run(
            new EmbeddedSimulator(),
            new SimulatorUse { StopAtContact = false },
            scenario with { Task = scenario.Task with { Goals = [] }, Actors = [.. scenario.Actors.Select(a => a.Id == "ego" ? ego : a)] },
            null,
            Setting.Empty,
            1,
            1,
            TestContext.Current.CancellationToken);
    }

    /// <summary>True when the route turns at a crossing.</summary>
    public static bool Turns(Scenario scenario) => scenario.Task.Route.Any(id => id.StartsWith("left:", StringComparison.Ordinal) || id.StartsWith("right:", StringComparison.Ordinal));

    /// <summary>State of a track at a time, linear between steps.</summary>
    public static ActorState At(Recording recording, string id, long timeUs)
    {
        var track = recording.Tracks.Single(t => t.Id == id);
        int step = (int)(timeUs / recording.StepUs);
        var a = track.At(step);
        double f = (double)(timeUs % recording.StepUs) / recording.StepUs;
        if (f == 0)
        {
            return a;
        }

        var b = track.At(step + 1);
        return a with { X = a.X + (b.X - a.X) * f, Y = a.Y + (b.Y - a.Y) * f };
    }
}
