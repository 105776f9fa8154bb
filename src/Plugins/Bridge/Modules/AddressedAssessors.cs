using Sim.Plugins.Sdk;

namespace Sim.Plugins.Bridge;

/// <summary>The assessor "grpc", "grpcs" or "unix". Thread-safe.</summary>
internal sealed class AddressedAssessors(string scheme, Func<string, string?> secrets)
    : SchemeModules<AddressAssessor>(scheme, "assessor", address => new AddressAssessor(address, secrets)), IAssessor, IAddressed<IAssessor>
{
    /// <inheritdoc/>
    public string Version => "";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics => [];

    /// <inheritdoc/>
    public IAssessor At(string address) => Find(address);

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken) => throw NoAddress(request.Options);
}
