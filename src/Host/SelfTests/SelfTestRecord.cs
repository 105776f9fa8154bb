namespace Sim.Host.SelfTests;

/// <summary>The record of a self-test, to be archived. Everything but <see cref="Environment"/> is the same on every machine. Plain data.</summary>
internal sealed record SelfTestRecord
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "selftest.json";

    /// <summary>Version of this form.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Exit code of the verb: 0 all hold, 1 one deviates, 3 one could not run or a plugin has none.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Number of checks.</summary>
    public required int Checks { get; init; }

    /// <summary>Number of checks that hold.</summary>
    public required int Held { get; init; }

    /// <summary>Number of values behind all checks.</summary>
    public required long Values { get; init; }

    /// <summary>What each self-test gave.</summary>
    public required IReadOnlyList<SelfTestResult> Tests { get; init; }

    /// <summary>Where it ran.</summary>
    public required SelfTestEnvironment Environment { get; init; }

    /// <summary>Puts results together.</summary>
    public static SelfTestRecord Of(IReadOnlyList<SelfTestResult> results, SelfTestEnvironment environment)
    {
        int checks = results.Sum(r => r.Checks.Count);
        bool incomplete = checks == 0 || results.Any(r => r.State is SelfTestState.CouldNotRun or SelfTestState.Unchecked);
        return new SelfTestRecord
        {
            ExitCode = incomplete ? Sim.ExitCode.Infrastructure : results.Any(r => r.State == SelfTestState.Deviated) ? Sim.ExitCode.Failed : Sim.ExitCode.Passed,
            Checks = checks,
            Held = results.Sum(r => r.Checks.Count(c => c.Holds)),
            Values = results.Sum(r => r.Checks.Sum(c => (long)c.Values)),
            Tests = results,
            Environment = environment,
        };
    }
}
