namespace Sim.Host.SelfTests;

/// <summary>What became of a self-test.</summary>
internal enum SelfTestState
{
    /// <summary>Every check holds.</summary>
    Passed,

    /// <summary>A check gave something else than its reference.</summary>
    Deviated,

    /// <summary>It threw, did not return, gave no check, or its plugin is not loaded.</summary>
    CouldNotRun,

    /// <summary>The plugin carries no reference figures.</summary>
    Unchecked,

    /// <summary>The plugin carries no reference figures, and the user knows.</summary>
    Accepted,
}
