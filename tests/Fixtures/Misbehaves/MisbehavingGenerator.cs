using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

internal sealed class MisbehavingGenerator : IScenarioGenerator
{
    public string Name => "misbehave";

    public string Description => "An ego behind a parked car; misbehaves when it is told so.";

    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        string text = request.From.Find("misbehave")!.Text;
        Misdeed.Commit(text, "planner");
        return [new CaseKey { Source = text, Label = text.Replace(' ', '-') }];
    }

    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        Misdeed.Commit(key.Source, "generator");
        return new Scenario
        {
            Name = key.Source,
            Map = RoadMap.Empty,
            StepUs = 100_000,
            HorizonUs = key.Source == "well for long" ? 8_000_000 : 2_000_000,
            EgoId = "ego",
            Actors =
            [
                new Actor { Id = "ego", Class = ActorClass.Car, Body = new(4, 2), Initial = new(0, 0, 0.1, 5), Behaviour = new DriverBehaviour() },
                new Actor { Id = "other", Class = ActorClass.Car, Body = new(4, 2), Initial = new(1.0 / 3 + 50, -0.0, 0, 0), Behaviour = new StationaryBehaviour() },
            ],
            Provenance = new() { Generator = Name, Seed = seed, Licence = "CC0" },
        };
    }

    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken) => Ordered.Empty;
}
