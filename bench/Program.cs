using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using Sim.Bench;
using Sim.Bench.Peers;
using Sim.Bench.Peers.Grpc;

// "peers sumo" runs our ring and SUMO's in turn, "peers sumo-bridge" the bridge to SUMO and a bare socket; "peers grpc" our transport and others',
// "peers grpc-role" is one process of it; "batch" compares one thread with two; "bridge" compares the engine called directly with the engine behind the
// contract; "epdms" gives the scorer's rates per CPU-second, "criticality" the CPU time of its families,
// "gemm" our products of matrices and OpenBLAS's, "encode" the search for codes and what follows it, "sae" training steps and their references in Python, "crash-reports" that of reading and solving reports; all else goes to BenchmarkDotNet.
switch (args)
{
    case ["peers", "sumo", ..]:
        return SumoRing.Run(args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 5);
    case ["peers", "sumo-bridge", ..]:
        return SumoBridge.Run(args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 5);
    case ["peers", "grpc", ..]:
        return GrpcPeers.Run(args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 5);
    case ["peers", "grpc-role", ..]:
        return await PeerRoles.RunAsync(args[2..]);
    case ["batch", ..]:
        return ThreadScaling.Run();
    case ["bridge", ..]:
        return BridgeRates.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5, args.Length > 2 ? args[2] : "");
    case ["epdms", ..]:
        return EpdmsRates.Run();
    case ["criticality", ..]:
        return CriticalityRates.Run();
    case ["crash-reports", ..]:
        return CrashReportRates.Run();
    case ["encode", ..]:
        return EncodeRates.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 7);
    case ["gemm", ..]:
        return GemmRates.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 9, args.Length > 2 ? args[2] : "");
    case ["sae", ..]:
        return SaeRates.Run(args[1..]);
    default:
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithWarmupCount(3).WithIterationCount(9).WithLaunchCount(1))
            .WithArtifactsPath("BenchmarkDotNet.Artifacts");
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
        return 0;
}
