using Google.Protobuf;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A session of a module in another process: its own number there, and the lease that it holds until it is disposed of.</summary>
internal abstract class IsolatedSession(ILease lease, ulong number) : IDisposable
{
    private bool _disposed;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            lease.Ask(number, nameof(Dispose), CancellationToken.None);
        }
        catch (ModuleFailedException)
        {
            // Its process is lost, and what it held with it.
        }
        finally
        {
            lease.Dispose();
        }
    }

    /// <summary>Asks the session there.</summary>
    protected IReadOnlyList<ByteString> Ask(string method, CancellationToken cancellationToken, params IEnumerable<byte[]> arguments) =>
        lease.Ask(number, method, cancellationToken, arguments);
}
