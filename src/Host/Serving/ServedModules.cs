using Grpc.Core;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;
using Sim.Rpc;
using Sim.Rpc.Services;

namespace Sim.Host.Serving;

/// <summary>Modules of this process under the contract <c>sim.v1</c>. Thread-safe.</summary>
internal sealed class ServedModules : IDisposable
{
    private readonly List<IDisposable> _services = [];

    /// <summary>Adds the services of the modules that are named.</summary>
    /// <param name="server">A server that has not started.</param>
    /// <param name="catalog">Knows the modules.</param>
    /// <param name="names">Names of simulators, drivers, assessors and drivers of traffic.</param>
    /// <param name="maxSessions">Sessions of each service at the same time.</param>
    /// <exception cref="InputException">An unknown name.</exception>
    public ServedModules(RpcServer server, ModuleCatalog catalog, ServedNames names, int maxSessions)
    {
        var options = new ServerOptions { Name = "sim", Version = HostVersion.Text, MaxSessions = maxSessions, MaxMessageBytes = MaxMessageBytes };
        if (Find<ISimulator>(catalog, names.Simulators) is { Count: > 0 } simulators)
        {
            var service = new SimulatorService(simulators, options);
            Add(server, service, Rpc.Messages.Simulator.BindService(service), Rpc.Messages.Simulator.Descriptor);
        }

        if (Find<IDriver>(catalog, names.Drivers) is { Count: > 0 } drivers)
        {
            var service = new DriverService(drivers, options);
            Add(server, service, Rpc.Messages.Driver.BindService(service), Rpc.Messages.Driver.Descriptor);
        }

        if (Find<IDriver>(catalog, names.Traffic) is { Count: > 0 } traffic)
        {
            var service = new TrafficService(traffic, options);
            Add(server, service, Rpc.Messages.Traffic.BindService(service), Rpc.Messages.Traffic.Descriptor);
        }

        if (Find<IAssessor>(catalog, names.Assessors) is { Count: > 0 } assessors)
        {
            var service = new AssessorService(assessors, options);
            Add(server, null, Rpc.Messages.Assessor.BindService(service), Rpc.Messages.Assessor.Descriptor);
        }
    }

    /// <summary>Largest message that the server takes, bytes: maps of whole towns pass.</summary>
    public const int MaxMessageBytes = 64 << 20;

    /// <inheritdoc/>
    public void Dispose() => _services.ForEach(s => s.Dispose());

    private static List<T> Find<T>(ModuleCatalog catalog, IReadOnlyList<string> names)
        where T : class, IModule => [.. names.Select(n => catalog.Get<T>(n))];

    private void Add(RpcServer server, IDisposable? service, ServerServiceDefinition definition, Google.Protobuf.Reflection.ServiceDescriptor descriptor)
    {
        server.AddService(definition, descriptor);
        if (service is not null)
        {
            _services.Add(service);
        }
    }
}
