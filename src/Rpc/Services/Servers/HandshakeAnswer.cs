using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>The server's half of the handshake. Thread-safe.</summary>
internal static class HandshakeAnswer
{
    public static Messages.HandshakeReply Of(Messages.HandshakeRequest request, ServerOptions options, IReadOnlyList<Messages.ModuleInfo> modules)
    {
        if (request.Contract is null || !ContractRules.Fit(ContractRules.Version, request.Contract))
        {
            throw ContractErrors.Of(
                StatusCode.FailedPrecondition,
                Messages.ErrorReason.VersionMismatch,
                $"the client speaks version {ContractRules.Text(request.Contract)} of the contract, this server version {ContractRules.Text(ContractRules.Version)}");
        }

        var only = modules.Count == 1 ? modules[0] : null;
        string[] capabilities = [.. modules.SelectMany(m => m.Capabilities).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] missing = [.. request.Required.Except(capabilities, StringComparer.Ordinal).Take(10)];
        if (missing.Length > 0)
        {
            throw ContractErrors.Of(
                StatusCode.FailedPrecondition, Messages.ErrorReason.CapabilityMissing, $"this server lacks {string.Join(", ", missing.Select(m => $"'{PeerFault.Clean(m)}'"))}");
        }

        return new Messages.HandshakeReply
        {
            Server = new() { Name = only?.Name ?? options.Name, Version = only?.Version ?? options.Version },
            Contract = ContractRules.Version,
            Capabilities = { capabilities },
            Reproducibility = only?.Reproducibility ?? Messages.Reproducibility.Unspecified,
            Limits = new() { MaxMessageBytes = (ulong)options.MaxMessageBytes, MaxSessions = (uint)options.MaxSessions, MaxActors = ContractLimits.Actors },
            Modules = { modules },
        };
    }
}
