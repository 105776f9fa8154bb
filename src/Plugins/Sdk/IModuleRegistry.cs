namespace Sim.Plugins.Sdk;

/// <summary>Where modules are added by contract.</summary>
public interface IModuleRegistry
{
    /// <summary>Adds a module under a contract.</summary>
    /// <typeparam name="TContract">The contract: <see cref="IScenarioGenerator"/>, <see cref="ISimulator"/>, <see cref="IDriver"/>, <see cref="ISensor"/>,
    /// <see cref="IGuard"/>, <see cref="IAssessor"/>, <see cref="IReportWriter"/>, <see cref="IFormat"/>, <see cref="ICommand"/>, <see cref="IEvaluation"/> or <see cref="ISelfTest"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The name is taken within the contract, or the contract is unknown.</exception>
    void Add<TContract>(TContract module)
        where TContract : class, IModule;
}
