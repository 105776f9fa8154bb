using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Roads;
using Sim.Plugins.CrashReports.Solving;

namespace Sim.Tests.CrashReports.Solving;

/// <summary>Records of crashes of all classes, as a reader would make them, and what the solver makes of them.</summary>
internal static class Crashes
{
    private static readonly TextSpan Said = new(0, 4, "said");

    public static ActorRecord Actor(string id, double? heading, params ActionKind[] actions) => new()
    {
        Id = id,
        Type = Leaf.Stated(id[0] switch { 'P' => ActorType.Pedestrian, 'C' => ActorType.Bicycle, 'A' => ActorType.Animal, _ => ActorType.Car }, Said),
        HeadingDeg = heading is { } degrees ? Leaf.Stated<double?>(degrees, Said) : Leaf.Unknown<double?>(null),
        Actions = [.. actions.Select(a => new ActionRecord { Kind = Leaf.Stated(a, Said) })],
    };

    public static CrashRecord Record(Topology topology, CrashClass kind, ActorRecord a, ContactPlane planeA, ActorRecord b, ContactPlane planeB, params ActorRecord[] others) => new()
    {
        Id = $"{kind}-{topology}",
        TextSha256 = new string('a', 64),
        Extractor = "hand 1",
        Road = new RoadRecord { Topology = Leaf.Stated(topology, Said) },
        Actors = [a, b, .. others],
        Impacts = [new ImpactRecord { Order = 1, A = Side(a.Id, planeA), B = Side(b.Id, planeB) }],
        CrashClass = Leaf.Stated(kind, Said),
    };

    public static CrashRecord Alone(Topology topology, ActorRecord a, ContactPlane plane, string obstacle) => new()
    {
        Id = $"alone-{topology}",
        TextSha256 = new string('a', 64),
        Extractor = "hand 1",
        Road = new RoadRecord { Topology = Leaf.Stated(topology, Said) },
        Actors = [a],
        Impacts = [new ImpactRecord { Order = 1, A = Side(a.Id, plane), B = new ContactRecord { Obstacle = obstacle } }],
        CrashClass = Leaf.Stated(CrashClass.RoadDeparture, Said),
    };

    public static ContactRecord Side(string id, ContactPlane plane) => new() { Actor = id, Plane = plane == ContactPlane.Unknown ? Leaf.Unknown(plane) : Leaf.Stated(plane, Said) };

    public static SolvedScenario Solve(CrashRecord record, string? ego = null, int variant = 1, ulong seed = 7, long? stepUs = null, long? horizonUs = null)
    {
        var completed = RecordCompletion.Complete(record);
        return CrashSolver.Solve(completed, RoadBuilder.Build(completed), VehicleSpec.Sedan, ego ?? CrashSolver.ChooseEgo(completed)!, variant, seed, stepUs, horizonUs, CancellationToken.None);
    }
}
