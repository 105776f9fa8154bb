using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>How the modules of one contract are reached from another process. Stateless.</summary>
internal abstract class ContractBridge
{
    /// <summary>Drivers.</summary>
    public static ContractBridge<IDriver> Driver { get; } = new(IsolatedDriver.Answer, (d, s) => new IsolatedDriver(d, s), (m, d) => d with { Driver = m.Info });

    /// <summary>Simulators.</summary>
    public static ContractBridge<ISimulator> Simulator { get; } = new(IsolatedSimulator.Answer, (d, s) => new IsolatedSimulator(d, s), (m, d) => d with { Simulator = m.Info });

    /// <summary>Sensors.</summary>
    public static ContractBridge<ISensor> Sensor { get; } = new(IsolatedSensor.Answer, (d, s) => new IsolatedSensor(d, s));

    /// <summary>One for each contract.</summary>
    public static IReadOnlyList<ContractBridge> All { get; } =
    [
        new ContractBridge<IScenarioGenerator>(IsolatedGenerator.Answer, (d, s) => new IsolatedGenerator(d, s)),
        Simulator,
        Driver,
        Sensor,
        new ContractBridge<IGuard>(IsolatedGuard.Answer, (d, s) => new IsolatedGuard(d, s)),
        new ContractBridge<IAssessor>(IsolatedAssessor.Answer, (d, s) => new IsolatedAssessor(d, s), (m, d) => d with { Version = m.Version, Metrics = [.. m.Metrics], Methods = [.. m.Methods] }),
        new ContractBridge<IReportWriter>(IsolatedReportWriter.Answer, (d, s) => new IsolatedReportWriter(d, s), (m, d) => d with { OnRequest = m.OnRequest }),
        new ContractBridge<IFormat>(IsolatedFormat.Answer, (d, s) => new IsolatedFormat(d, s), (m, d) => d with { Extensions = [.. m.Extensions], CanWrite = m.CanWrite }),
        new ContractBridge<ICommand>(IsolatedCommand.Answer, (d, s) => new IsolatedCommand(d, s)),
        new ContractBridge<IEvaluation>(IsolatedEvaluation.Answer, (d, s) => new IsolatedEvaluation(d, s)),
        new ContractBridge<ISelfTest>(IsolatedSelfTest.Answer, (d, s) => new IsolatedSelfTest(d, s)),
    ];

    /// <summary>Word of the contract.</summary>
    public abstract string Word { get; }

    /// <summary>Offers a module of a catalog to the other end.</summary>
    public abstract ModuleDescription Lend(ModuleCatalog catalog, string name, Conversation conversation);

    /// <summary>Adds the other end's module to a registry.</summary>
    public abstract void Add(IModuleRegistry registry, ModuleDescription description, ILeaseSource source);
}

/// <summary>How the modules of one contract are reached from another process. Stateless.</summary>
/// <param name="answer">Answers for a module.</param>
/// <param name="remote">Makes what stands for it at the other end.</param>
/// <param name="describe">Adds what the contract has besides names.</param>
internal sealed class ContractBridge<T>(Func<T, Target> answer, Func<ModuleDescription, ILeaseSource, T> remote, Func<T, ModuleDescription, ModuleDescription>? describe = null) : ContractBridge
    where T : class, IModule
{
    /// <inheritdoc/>
    public override string Word => ModuleCatalog.Word<T>();

    /// <summary>Offers a module to the other end.</summary>
    public ModuleDescription Lend(T module, Conversation conversation)
    {
        var description = new ModuleDescription
        {
            Contract = Word,
            Object = 0,
            Name = module.Name,
            Description = module.Description,
            AssemblyVersion = module.GetType().Assembly.GetName().Version?.ToString(3) ?? "",
            Addressed = module is IAddressed<T>,
            Remote = module is IRemoteModule,
        };
        return (describe?.Invoke(module, description) ?? description) with { Object = conversation.Offer(answer(module)) };
    }

    /// <inheritdoc/>
    public override ModuleDescription Lend(ModuleCatalog catalog, string name, Conversation conversation) => Lend(catalog.Get<T>(name), conversation);

    /// <inheritdoc/>
    public override void Add(IModuleRegistry registry, ModuleDescription description, ILeaseSource source) => registry.Add(remote(description, source));
}
