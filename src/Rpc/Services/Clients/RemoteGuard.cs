using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>A guard behind the contract. Fails closed: an answer that does not come is <see cref="GuardOutcome.Error"/>. Thread-safe; the channel stays its owner's.</summary>
public sealed class RemoteGuard : IGuard
{
    private readonly Messages.Guard.GuardClient _client;
    private readonly RemoteModuleOptions _options;
    private readonly Messages.ModuleInfo _info;

    private RemoteGuard(Messages.Guard.GuardClient client, RemoteModuleOptions options, Messages.ModuleInfo info) => (_client, _options, _info) = (client, options, info);

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public string Description => _info.Description.Length > 0 ? _info.Description : $"Guard '{_info.Name}' in another process.";

    /// <summary>Shakes hands with a guard.</summary>
    /// <param name="invoker">A channel's invoker.</param>
    /// <param name="options">How to treat it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    /// <exception cref="PeerFailedException">It is not there or does not answer in time.</exception>
    public static RemoteGuard Connect(CallInvoker invoker, RemoteModuleOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new Messages.Guard.GuardClient(invoker);
        return new RemoteGuard(client, options, RemoteModules.Connect(client.HandshakeAsync, "guard", options, cancellationToken));
    }

    /// <inheritdoc/>
    public GuardDecision Check(GuardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            var request = GuardMessages.Of(input, _options.Module);
            return GuardMessages.From(RemoteModules.Result(o => AskAsync(request, o), $"guard '{Name}'", _options.CallDeadline, cancellationToken));
        }
        catch (Exception e) when (e is PeerFailedException or InputException)
        {
            return new GuardDecision(GuardOutcome.Error, 0, e.Message);
        }
    }

    private async Task<Messages.CheckReply> AskAsync(Messages.CheckRequest request, CallOptions options)
    {
        using var call = _client.CheckAsync(request, options);
        return await call.ResponseAsync.ConfigureAwait(false);
    }
}
