namespace Sim.Plugins.Sdk;

/// <summary>Makes scenarios. The name is the key under <c>from:</c> in a suite. Implementations are thread-safe.</summary>
public interface IScenarioGenerator : IModule
{
    /// <summary>
    /// Which scenarios a request stands for: cheap, deterministic, in a stable order, without making them. Never empty: a request that selects
    /// nothing (a glob without a match) is an <see cref="InputException"/>.
    /// </summary>
    /// <exception cref="InputException">The settings are wrong, or nothing is selected.</exception>
    IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the scenario of one key. Depends on nothing but its arguments.</summary>
    /// <exception cref="InputException">The input of this key is wrong: the case ends in an error.</exception>
    /// <exception cref="RefusedException">Nothing is wrong, but this key gives no scenario: the case is refused with the reason.</exception>
    Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken);

    /// <summary>The files that the request reads, for input hashes: key → absolute path. Empty when none.</summary>
    IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken) => Ordered.Empty;
}
