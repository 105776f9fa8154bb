using Sim.Plugins.Sdk;
using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>An assessor at an address. Thread-safe.</summary>
internal sealed class AddressAssessor(PeerAddress address, Func<string, string?> secrets)
    : AddressModule<RemoteAssessor>(address, "assessor", secrets, RemoteAssessor.Connect, c => $"{c.Description} {c.Version}".Trim()), IAssessor
{
    /// <inheritdoc/>
    public string Version => Client?.Version ?? "";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics => Client?.Metrics ?? [];

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return With(request.Options, (client, options) => client.Assess(request with { Options = options }, peers, cancellationToken), cancellationToken);
    }
}
