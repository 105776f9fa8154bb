using BenchmarkDotNet.Attributes;
using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality;
using Sim.Plugins.Criticality.CarefulDrivers;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Bench;

/// <summary>Other drivers in the ego's place: a cut-in on a motorway that ends in a contact, alone with the ego or among 50; and one reference scenario.</summary>
[MemoryDiagnoser]
public class CounterfactualBenchmarks
{
    private const double Dt = 0.1;
    private Recording _recording = null!;

    [Params(1, 50)]
    public int Actors { get; set; }

    [GlobalSetup]
    public void Setup() => _recording = CutIn(Actors);

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    /// <summary>Six drivers, nine variants each, and the latest braking that was enough.</summary>
    [Benchmark]
    public int Verdict_about_one_contact()
    {
        var options = new CriticalityOptions { Metrics = ["careful"] };
        var scene = new EgoScene(new AssessRequest { Recording = _recording }, AssessPeers.None, options, _recording.Ego()!, CancellationToken.None);
        var sheet = new MetricSheet(options, scene.Alone);
        MetricFamilies.All.First(f => f.Name == "careful").Measure(scene, sheet, CancellationToken.None);
        return sheet.Counterfactuals.Count == 6 ? 6 : throw new InvalidOperationException("the recording has no contact to ask about");
    }

    [Benchmark]
    public ReferenceOutcome One_reference_cut_in() => ReferenceScenarios.CutIn(CarefulModel.Fuzzy, 25, 15, -0.8, 30);

    private static Recording CutIn(int actors)
    {
        const int Steps = 75;
        var tracks = new List<Track> { Drive("ego", 0, 3.5, 20, _ => 0), Drive("cutter", 40, 7, 13, i => -Math.Clamp((i - 10) * 0.1, 0, 3.5)) };
        for (int k = 1; k < actors; k++)
        {
            tracks.Add(Drive(FormattableString.Invariant($"other {k}"), -200 + 25 * (k / 2), k % 2 == 0 ? 0 : 7, 18, _ => 0));
        }

        return new Recording
        {
            Name = "cut-in",
            StepUs = 100_000,
            StepCount = Steps,
            Map = new RoadMap { Name = "motorway", Lanes = [.. Enumerable.Range(0, 3).Select(Lane)] },
            EgoId = "ego",
            Tracks = tracks,
            Provenance = new() { Generator = "bench" },
        };

        static Track Drive(string id, double x, double y, double speed, Func<int, double> aside)
        {
            var states = new ActorState[Steps];
            for (int i = 0; i < Steps; i++)
            {
                states[i] = new ActorState(x + speed * Dt * i, y + aside(i), 0, speed, (aside(i + 1) - aside(i)) / Dt);
            }

            return Track.FromStates(id, ActorClass.Car, new BodyBox(4.3, 1.9), 0, states);
        }
    }

    private static Lane Lane(int k)
    {
        Polyline Line(double y) => new([.. Enumerable.Range(0, 41).Select(i => new Vector2d(i * 25 - 300, y))]);
        return new Lane
        {
            Id = FormattableString.Invariant($"{k}"),
            Left = Line(k * 3.5 + 1.75),
            Centre = Line(k * 3.5),
            Right = Line(k * 3.5 - 1.75),
            LeftNeighbour = k < 2 ? new LaneNeighbour(FormattableString.Invariant($"{k + 1}"), true) : null,
            RightNeighbour = k > 0 ? new LaneNeighbour(FormattableString.Invariant($"{k - 1}"), true) : null,
        };
    }
}
