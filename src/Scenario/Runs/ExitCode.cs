namespace Sim;

/// <summary>Exit codes (DESIGN §5).</summary>
public static class ExitCode
{
    /// <summary>All expectations met.</summary>
    public const int Passed = 0;

    /// <summary>An expectation failed.</summary>
    public const int Failed = 1;

    /// <summary>Usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Infrastructure, or a case that could not be evaluated.</summary>
    public const int Infrastructure = 3;

    /// <summary>Partial: time budget, missing shard.</summary>
    public const int Partial = 4;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;
}
