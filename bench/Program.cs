using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using Sim.Bench;
using Sim.Bench.Peers;

// "peers sumo" runs our ring and SUMO's in turn; "batch" compares one thread with two; everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["peers", "sumo", ..]:
        return SumoRing.Run(args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 5);
    case ["batch", ..]:
        return ThreadScaling.Run();
    default:
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithWarmupCount(3).WithIterationCount(9).WithLaunchCount(1))
            .WithArtifactsPath("BenchmarkDotNet.Artifacts");
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
        return 0;
}
