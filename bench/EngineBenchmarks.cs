using BenchmarkDotNet.Attributes;
using Sim.Simulation;
using Sim.Simulation.Engine;

namespace Sim.Bench;

/// <summary>The ring of the speed bar: IDM vehicles on a two-lane ring, 0.1 s steps, contact checks on, one thread.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private const int Steps = 1000;
    private World _world = null!;

    [Params(50, 200)]
    public int Vehicles { get; set; }

    [Params(false, true)]
    public bool LaneChanges { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _world = new World(RingWorld.Create(Vehicles, Vehicles * 30, 100_000_000, LaneChanges));
        for (int i = 0; i < 2000; i++)
        {
            _world.Advance();
        }
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark(OperationsPerInvoke = Steps)]
    public int Step_of_the_ring()
    {
        for (int i = 0; i < Steps; i++)
        {
            _world.Advance();
        }

        return _world.StepIndex;
    }
}
