namespace Sim.Host.SelfTests;

/// <summary>What a self-test gave. Plain data.</summary>
/// <param name="From">Plugin id, or "sim" for what is built in.</param>
/// <param name="Name">Its name; empty for a plugin that has none.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why it is not passed; empty otherwise.</param>
/// <param name="Checks">Its checks, in its order.</param>
internal sealed record SelfTestResult(string From, string Name, SelfTestState State, string Reason, IReadOnlyList<SelfTestCheck> Checks);
