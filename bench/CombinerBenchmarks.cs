using BenchmarkDotNet.Attributes;
using Sim.Plugins.Retrieval.Combining;

namespace Sim.Bench;

/// <summary>Continuing a scene of 50 actors by 8 s with behaviours of a library, and cutting the library.</summary>
[MemoryDiagnoser]
public class CombinerBenchmarks
{
    private Recording _recording = null!;
    private Combiner _combiner = null!;

    [GlobalSetup]
    public void Setup()
    {
        _recording = CriticalityTraffic.Recording(50, 100);
        _combiner = new Combiner(ProfileLibrary.Build([_recording]), new CombinerOptions());
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark]
    public int Cut_a_library_of_50_actors_over_10_s() => ProfileLibrary.Build([_recording]).Profiles.Count;

    [Benchmark]
    public double Continue_50_actors_by_8_s() => _combiner.Continue(_recording, 10, 80, CancellationToken.None).States[0][80].X;
}
