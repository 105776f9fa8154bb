using Sim.Plugins.Sdk;

namespace Sim.Host.Planning;

/// <summary>A case with everything that is needed to run it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Suite">Its suite, overrides applied.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="Request">What its generator is asked.</param>
/// <param name="Driver">Its driver.</param>
internal sealed record PlannedCase(Case Case, Suite Suite, CaseEntry Entry, GenerateRequest Request, ModuleUse Driver)
{
    /// <summary>The scenario itself, where another one runs in the case's place; null lets the generator make it.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>
    /// Seed of the scenario. All replicas of a case share it: a replica repeats the same scenario with another seed for whatever is drawn
    /// while it runs.
    /// </summary>
    public ulong GeneratorSeed => Numerics.Seed.Derive(Suite.Seed, CaseId.Of(Case.Entry, Case.Key, 0), 0, "generator");

    /// <summary>Seed of something drawn while or after the case runs.</summary>
    public ulong SeedFor(string purpose) => Seed(Suite.Seed, Case, purpose);

    /// <summary>Seed of something drawn while or after a case runs.</summary>
    public static ulong Seed(ulong suiteSeed, Case @case, string purpose) => Numerics.Seed.Derive(suiteSeed, @case.Id, @case.Replica, purpose);

    /// <summary>What filters can ask before the scenario exists.</summary>
    public CaseFacts Facts => new(Case, Entry.Covers, Entry.Odd, null);
}
