using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>
/// The sessions of a server: unique ids, an owner each, leases on a monotonic clock. A session lives until it is closed or until nothing was heard of
/// its owner for its lease; one that is being used does not end. Thread-safe.
/// </summary>
/// <typeparam name="T">What a session holds; disposed with it.</typeparam>
public sealed class SessionTable<T> : IDisposable
    where T : class, IDisposable
{
    private const int MaxIdLength = 64;
    private static readonly TimeSpan UsualLease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);
    private readonly TimeProvider _clock;
    private readonly int _maxSessions;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private bool _disposed;

    /// <summary>An empty table.</summary>
    /// <param name="maxSessions">Sessions at the same time, at least 1.</param>
    /// <param name="clock">The clock; its timestamps count, not its time of day.</param>
    public SessionTable(int maxSessions, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSessions, 1);
        ArgumentNullException.ThrowIfNull(clock);
        (_maxSessions, _clock) = (maxSessions, clock);
        _timer = clock.CreateTimer(_ => Expire(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Sessions that are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>True when a session is being used at this moment.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _entries.Values.Any(e => e.Users > 0);
            }
        }
    }

    /// <summary>
    /// Opens a session, or finds it again for the same owner. What is made goes on being made when the call that asked for it is cut off, so that
    /// the owner can ask again.
    /// </summary>
    /// <param name="header">What the client sent.</param>
    /// <param name="make">Makes what the session holds, on a thread of its own; cancelled when the session is closed or its lease ends.</param>
    /// <param name="cancellationToken">Ends the wait, not the making.</param>
    /// <exception cref="RpcException">A bad id, another owner, too many sessions, or what <paramref name="make"/> threw.</exception>
    public async Task<T> OpenAsync(Messages.SessionHeader? header, Func<CancellationToken, T> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        Check(header);
        Expire();
        Entry entry;
        lock (_gate)
        {
            if (Known(header) is { } known)
            {
                entry = known;
                entry.LastSeen = _clock.GetTimestamp();
            }
            else
            {
                entry = Add(header);
                entry.Users++;
                entry.Content = Task.Run(() => Make(header.SessionId, entry, make), CancellationToken.None);
            }
        }

        return await entry.Content!.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens a session on the calling thread, for one call; dispose the result when the call is over. One of the same id and owner ends.
    /// </summary>
    /// <param name="header">What the client sent.</param>
    /// <param name="make">Makes what the session holds; cancelled when the session is closed.</param>
    /// <exception cref="RpcException">A bad id, another owner, too many sessions, or what <paramref name="make"/> threw.</exception>
    public Use Open(Messages.SessionHeader? header, Func<CancellationToken, T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        Check(header);
        Expire();
        Entry entry;
        Entry? known;
        lock (_gate)
        {
            known = Known(header);
            if (known is not null)
            {
                _entries.Remove(header.SessionId);
            }

            entry = Add(header);
            // One for the making, one for the call.
            entry.Users += 2;
        }

        if (known is not null)
        {
            End(known);
        }

        var content = Make(header.SessionId, entry, make);
        lock (_gate)
        {
            entry.Content = Task.FromResult(content);
        }

        return new Use(this, entry, content);
    }

    /// <summary>Takes a session for one call; dispose the result when the call is over.</summary>
    /// <exception cref="RpcException">There is no such session, or it is not open yet.</exception>
    public Use Take(string id)
    {
        lock (_gate)
        {
            if (id is null || !_entries.TryGetValue(id, out var entry) || IsOver(entry))
            {
                throw ContractErrors.SessionUnknown();
            }

            if (entry.Content is not { IsCompletedSuccessfully: true } content)
            {
                throw ContractErrors.Of(StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, "the session is still being opened", "opening");
            }

            entry.Users++;
            entry.LastSeen = _clock.GetTimestamp();
            return new Use(this, entry, content.Result);
        }
    }

    /// <summary>Renews leases; ids that are not known are passed over.</summary>
    public void Renew(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        long now = _clock.GetTimestamp();
        lock (_gate)
        {
            foreach (string id in ids)
            {
                if (_entries.TryGetValue(id, out var entry))
                {
                    entry.LastSeen = now;
                }
            }
        }
    }

    /// <summary>Ends a session. Safe to call for one that has ended.</summary>
    /// <returns>True when it was open.</returns>
    public bool Close(string id)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.Remove(id, out entry))
            {
                return false;
            }
        }

        End(entry);
        return true;
    }

    /// <summary>Ends the sessions whose lease is over. Called by a timer and before a session is opened.</summary>
    /// <returns>How many.</returns>
    public int Expire()
    {
        List<Entry>? over = null;
        lock (_gate)
        {
            // Removing while counting is allowed.
            foreach (var (id, entry) in _entries)
            {
                if (IsOver(entry))
                {
                    _entries.Remove(id);
                    (over ??= []).Add(entry);
                }
            }
        }

        over?.ForEach(End);
        return over?.Count ?? 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        List<Entry> all;
        lock (_gate)
        {
            _disposed = true;
            all = [.. _entries.Values];
            _entries.Clear();
        }

        all.ForEach(End);
    }

    private static void Check([System.Diagnostics.CodeAnalysis.NotNull] Messages.SessionHeader? header)
    {
        if (header is null || !IsId(header.SessionId))
        {
            throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.SessionUnknown, "a session id has 1 to 64 characters of [A-Za-z0-9_.:-]");
        }

        if (header.OwnerToken.Length > ContractLimits.TextLength)
        {
            throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.NotOwner, "the owner token is too long");
        }

        if (header.LeaseUs < 0 || header.LeaseUs > LongestLease.TotalMicroseconds)
        {
            throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadTime, "a lease is from 0 to one day");
        }
    }

    private Entry? Known(Messages.SessionHeader header)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return !_entries.TryGetValue(header.SessionId, out var known) ? null
            : SameToken(known.OwnerToken, header.OwnerToken) ? known
            : throw ContractErrors.Of(StatusCode.PermissionDenied, Messages.ErrorReason.NotOwner, "the session belongs to another owner");
    }

    private Entry Add(Messages.SessionHeader header)
    {
        if (_entries.Count >= _maxSessions)
        {
            throw ContractErrors.Of(
                StatusCode.ResourceExhausted, Messages.ErrorReason.TooManySessions, $"{_maxSessions} sessions are open, which is all that this server takes", retryable: true);
        }

        var entry = new Entry(header.SessionId, header.OwnerToken, header.LeaseUs == 0 ? UsualLease : TimeSpan.FromMicroseconds(header.LeaseUs)) { LastSeen = _clock.GetTimestamp() };
        _entries.Add(header.SessionId, entry);
        return entry;
    }

    private static bool IsId(string id) => id.Length is > 0 and <= MaxIdLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');

    private static bool SameToken(string a, string b) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.UTF8.GetBytes(a), System.Text.Encoding.UTF8.GetBytes(b));

    private T Make(string id, Entry entry, Func<CancellationToken, T> make)
    {
        try
        {
            var content = make(entry.Ended.Token);
            bool isWanted;
            lock (_gate)
            {
                isWanted = !entry.IsEnded;
            }

            if (!isWanted)
            {
                content.Dispose();
                throw ContractErrors.SessionUnknown();
            }

            return content;
        }
        catch
        {
            lock (_gate)
            {
                if (_entries.TryGetValue(id, out var current) && current == entry)
                {
                    _entries.Remove(id);
                }
            }

            throw;
        }
        finally
        {
            Leave(entry);
        }
    }

    private bool IsOver(Entry entry) => entry.Users == 0 && _clock.GetElapsedTime(entry.LastSeen) > entry.Lease;

    private void Enter(Entry entry)
    {
        lock (_gate)
        {
            if (entry.IsEnded)
            {
                throw ContractErrors.SessionUnknown();
            }

            entry.Users++;
            entry.LastSeen = _clock.GetTimestamp();
        }
    }

    private void Close(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.Id, out var current) && current == entry)
            {
                _entries.Remove(entry.Id);
            }
        }

        End(entry);
    }

    private void Leave(Entry entry)
    {
        bool last;
        lock (_gate)
        {
            entry.LastSeen = _clock.GetTimestamp();
            last = --entry.Users == 0 && entry.IsEnded;
        }

        if (last)
        {
            DisposeContent(entry);
        }
    }

    // What a call is using is disposed when that call is over.
    private void End(Entry entry)
    {
        bool free;
        lock (_gate)
        {
            if (entry.IsEnded)
            {
                return;
            }

            entry.IsEnded = true;
            free = entry.Users == 0;
        }

        entry.Ended.Cancel();
        if (free)
        {
            DisposeContent(entry);
        }
    }

    private static void DisposeContent(Entry entry)
    {
        if (entry.Content is { IsCompletedSuccessfully: true } content)
        {
            content.Result.Dispose();
        }
    }

    /// <summary>A session in use by a call. Not thread-safe.</summary>
    public sealed class Use : IDisposable
    {
        private readonly SessionTable<T> _table;
        private readonly Entry _entry;
        private bool _left;

        internal Use(SessionTable<T> table, Entry entry, T content) => (_table, _entry, Content) = (table, entry, content);

        /// <summary>What the session holds.</summary>
        public T Content { get; }

        /// <summary>Cancelled when the session is closed.</summary>
        public CancellationToken Ended => _entry.Ended.Token;

        /// <summary>Goes on with the session after <see cref="Dispose"/>.</summary>
        /// <exception cref="RpcException">It has ended.</exception>
        public void Resume()
        {
            if (_left)
            {
                _table.Enter(_entry);
                _left = false;
            }
        }

        /// <summary>Ends the session, and no other one that has its id by now. Safe to call twice and from any thread.</summary>
        public void End() => _table.Close(_entry);

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                _table.Leave(_entry);
            }
        }
    }

    internal sealed class Entry(string id, string ownerToken, TimeSpan lease)
    {
        public string Id => id;

        public string OwnerToken => ownerToken;

        public TimeSpan Lease => lease;

        public long LastSeen { get; set; }

        public int Users { get; set; }

        public bool IsEnded { get; set; }

        public Task<T>? Content { get; set; }

        // Never disposed: calls may hold its token, and it owns no timer.
        public CancellationTokenSource Ended { get; } = new();
    }
}
