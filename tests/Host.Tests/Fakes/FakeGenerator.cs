using System.Globalization;
using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Generator "fake": one case for each of <c>count</c>, its number and family as parameters.</summary>
internal sealed class FakeGenerator : IScenarioGenerator
{
    public string Name => "fake";

    public string Description => "Counts.";

    /// <summary>When set, planning is refused with this message.</summary>
    public string? Refusal { get; set; }

    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
        {
            throw request.From.Error(Refusal);
        }

        int count = int.Parse(request.From.Find("fake")!.Text, CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, count).Select(i => new CaseKey
        {
            Source = "fake",
            Parameters = Ordered.Copy([new("n", i.ToString(CultureInfo.InvariantCulture))]),
            Label = string.Create(CultureInfo.InvariantCulture, $"n{i}"),
        })];
    }

    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        string mode = request.From.Find("mode")?.Text ?? "";
        if (mode == "throw-" + key.Parameters["n"])
        {
            throw new InvalidOperationException("the generator gives up");
        }

        if (mode == "refuse-" + key.Parameters["n"])
        {
            throw new RefusedException("nothing moves in it", "log.xml");
        }

        return new Scenario
        {
            Name = "fake " + key.Parameters["n"],
            Map = RoadMap.Empty,
            StepUs = 100_000,
            HorizonUs = 500_000,
            EgoId = "ego",
            Actors =
            [
                new Actor { Id = "ego", Class = ActorClass.Car, Body = new(4, 2), Initial = new(0, 0, 0, 5), Behaviour = new DriverBehaviour() },
                new Actor { Id = "other", Class = ActorClass.Car, Body = new(4, 2), Initial = new(mode == "collide" ? 1 : 50, 0, 0, 0), Behaviour = new StationaryBehaviour() },
            ],
            Parameters = key.Parameters,
            Tags = ["fake", key.Parameters["n"] == "0" ? "first" : "later"],
            Provenance = new() { Generator = "fake", Seed = seed, Licence = "CC0" },
        };
    }
}
