using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>A place in a pool for one case, with an instance from the first session on. Thread-safe.</summary>
internal sealed class CommandLease : IDriverLease, IDriver
{
    private readonly CommandPool _pool;
    private readonly LeaseContext _context;
    private readonly Lock _gate = new();
    private readonly MemoryStream _log = new();
    private DriverInstance? _instance;
    private bool _condemned;
    private bool _left;

    /// <summary>Takes a place; waits while all are taken.</summary>
    public CommandLease(CommandPool pool, LeaseContext context, CancellationToken cancellationToken)
    {
        pool.Enter(cancellationToken);
        (_pool, _context) = (pool, context);
    }

    /// <inheritdoc/>
    public IDriver Driver => this;

    /// <inheritdoc/>
    public string Name => _pool.Options.Shown;

    /// <inheritdoc/>
    public string Description => "A driver that is started from a command line.";

    /// <inheritdoc/>
    public DriverInfo Info => _pool.Hello?.ToInfo() ?? PeerHello.Unknown(Name);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        var instance = Instance(cancellationToken);
        try
        {
            return new Session(this, instance, instance.Link.Start(task, _pool.Options.Peer.For(_context), _context.CaseId, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Condemn();
            throw;
        }
        catch (Exception e) when (e is not (InputException or RefusedException))
        {
            throw Failure(instance, e);
        }
    }

    /// <inheritdoc/>
    public void Condemn()
    {
        lock (_gate)
        {
            _condemned = true;
        }
    }

    /// <inheritdoc/>
    public byte[]? TakeLog()
    {
        lock (_gate)
        {
            if (_instance is { } instance)
            {
                if (_condemned)
                {
                    Discard();
                }
                else
                {
                    instance.Process.Settle();
                    _log.Write(instance.Process.Log.Take());
                }
            }

            byte[] all = _log.ToArray();
            _log.SetLength(0);
            return all;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_left)
            {
                return;
            }

            _left = true;
            if (_instance is { } instance && !_condemned)
            {
                _pool.Return(instance);
                _instance = null;
            }

            Discard();
            _log.Dispose();
        }

        _pool.Leave();
    }

    private DriverInstance Instance(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_left, this);
            if (_condemned)
            {
                Discard();
            }

            return _instance ??= _pool.TakeIdle() ?? _pool.Start(_context, log => _log.Write(log), cancellationToken);
        }
    }

    private void Discard()
    {
        if (_instance is { } instance)
        {
            instance.Stop(ask: false);
            instance.Process.Settle();
            _log.Write(instance.Process.Log.Take());
            _pool.Discard(instance);
            _instance = null;
        }

        _condemned = false;
    }

    private DriverFailedException Failure(DriverInstance instance, Exception error)
    {
        Condemn();
        return instance.Explain(error);
    }

    private sealed class Session(CommandLease lease, DriverInstance instance, IDriverSession inner) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            try
            {
                return inner.Decide(observation, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                lease.Condemn();
                throw;
            }
            catch (Exception e)
            {
                throw lease.Failure(instance, e);
            }
        }

        public void Dispose()
        {
            bool inOrder = false;
            try
            {
                inner.Dispose();
                inOrder = !instance.Link.IsLost;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Said below.
            }

            // A driver that cannot end a case in good order does not get another one, even if its process is still to be seen; this one is done.
            if (!inOrder)
            {
                lease.Condemn();
            }
        }
    }
}
