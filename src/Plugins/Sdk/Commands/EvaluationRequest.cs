namespace Sim.Plugins.Sdk;

/// <summary>What an evaluation is given. Plain data.</summary>
/// <param name="Files">Where files may be read.</param>
/// <param name="Data">Path or glob given with --data.</param>
/// <param name="Options">Further options.</param>
/// <param name="Seed">Seed.</param>
public sealed record EvaluationRequest(FileRoots Files, string Data, Setting Options, ulong Seed);
