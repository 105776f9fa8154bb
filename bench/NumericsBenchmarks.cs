using BenchmarkDotNet.Attributes;
using Sim.Numerics;

namespace Sim.Bench;

/// <summary>What the same bits everywhere cost, against the platform's own functions.</summary>
public class NumericsBenchmarks
{
    private const int Count = 1024;
    private readonly double[] _angles = new double[Count];
    private readonly RandomStream _random = new(1);

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Count; i++)
        {
            _angles[i] = _random.NextUniform(-10, 10);
        }
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark(OperationsPerInvoke = Count)]
    public double Pinned_sin()
    {
        double sum = 0;
        foreach (double a in _angles)
        {
            sum += Pinned.Sin(a);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double Platform_sin()
    {
        double sum = 0;
        foreach (double a in _angles)
        {
            sum += Math.Sin(a);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double Pinned_exp()
    {
        double sum = 0;
        foreach (double a in _angles)
        {
            sum += Pinned.Exp(a);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double Platform_exp()
    {
        double sum = 0;
        foreach (double a in _angles)
        {
            sum += Math.Exp(a);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double Random_doubles()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += _random.NextDouble();
        }

        return sum;
    }
}
