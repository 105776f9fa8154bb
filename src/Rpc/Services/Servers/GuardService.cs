using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Serves guards under the contract. Thread-safe.</summary>
public sealed class GuardService : Messages.Guard.GuardBase
{
    private readonly ModuleList<IGuard> _guards;
    private readonly ServerOptions _options;

    /// <summary>A service over one or several guards.</summary>
    /// <param name="guards">The guards; a client names one of several by <see cref="IModule.Name"/>.</param>
    /// <param name="options">What it says of itself; null for the usual.</param>
    public GuardService(IEnumerable<IGuard> guards, ServerOptions? options = null)
    {
        _options = options ?? new ServerOptions();
        _guards = new ModuleList<IGuard>(guards, g => new Messages.ModuleInfo { Name = g.Name, Description = g.Description });
    }

    /// <inheritdoc/>
    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(HandshakeAnswer.Of(request, _options, _guards.Infos));
    }

    /// <inheritdoc/>
    public override Task<Messages.CheckReply> Check(Messages.CheckRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var guard = _guards.Find(request.Module);
        try
        {
            return Task.FromResult(GuardMessages.Of(guard.Check(GuardMessages.From(request), context.CancellationToken)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw ContractErrors.Of(e, Messages.ErrorReason.BadOptions);
        }
    }
}
