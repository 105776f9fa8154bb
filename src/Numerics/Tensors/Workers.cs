namespace Sim.Numerics.Tensors;

/// <summary>Spreads work over the processor's cores.</summary>
/// <remarks>
/// A range is cut into blocks of a length that the caller gives, never one that depends on the number of threads. Which thread does which block is left to chance, so a kernel whose blocks write different elements,
/// or which keeps one partial sum per block and adds them in the order of blocks, gives the same bits for any number of threads. A call within a block's work runs on that block's thread alone.
/// Thread-safe. A call allocates one small object at most, nothing where one thread does it all.
/// </remarks>
public static class Workers
{
    [ThreadStatic]
    private static int _limit;

    /// <summary>Number of threads that a call from this thread may use: all cores, unless <see cref="Limit"/> says otherwise; 1 within a block's work.</summary>
    public static int Threads => _limit > 0 ? _limit : Environment.ProcessorCount;

    /// <summary>Sets the number of threads for calls from this thread until the result is disposed of, on the same thread.</summary>
    /// <param name="threads">At least 1; more than there are cores is allowed.</param>
    public static WorkerLimit Limit(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new WorkerLimit(Exchange(threads));
    }

    /// <summary>Calls a delegate for each block of a range.</summary>
    /// <param name="count">Length of the range; nothing is done for 0.</param>
    /// <param name="grain">Length of a block, at least 1; the last one may be shorter.</param>
    /// <param name="body">Receives the first item of a block and one beyond its last.</param>
    /// <exception cref="AggregateException">Blocks threw, and more than one thread was at work.</exception>
    public static void For(int count, int grain, Action<int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        For(count, grain, new DelegateBody(body));
    }

    /// <summary>Calls a body for each block of a range.</summary>
    /// <param name="count">Length of the range; nothing is done for 0.</param>
    /// <param name="grain">Length of a block, at least 1; the last one may be shorter.</param>
    /// <param name="body">The work.</param>
    /// <exception cref="AggregateException">Blocks threw, and more than one thread was at work.</exception>
    public static void For<TBody>(int count, int grain, TBody body)
        where TBody : struct, IBlockBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        int blocks = (int)(((long)count + grain - 1) / grain);
        int threads = Math.Min(Threads, blocks);
        if (threads > 1)
        {
            new Job<TBody>(count, grain, blocks, body).Run(threads);
            return;
        }

        for (int first = 0; first < count;)
        {
            int end = (int)Math.Min((long)first + grain, count);
            body.Run(first, end);
            first = end;
        }
    }

    internal static int Exchange(int limit)
    {
        int before = _limit;
        _limit = limit;
        return before;
    }

    private readonly struct DelegateBody(Action<int, int> body) : IBlockBody
    {
        public void Run(int first, int end) => body(first, end);
    }

    // The caller takes part and waits for blocks, not for helpers: a helper that the pool starts late finds nothing left and ends, so a busy pool costs time but can never block.
    private sealed class Job<TBody>(int count, int grain, int blocks, TBody body) : IThreadPoolWorkItem
        where TBody : struct, IBlockBody
    {
        private const int Spins = 20;
        private readonly object _gate = new();
        private List<Exception>? _errors;
        private int _next;
        private int _finished;

        public void Run(int threads)
        {
            for (int i = 1; i < threads; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            Execute();
            var spin = default(SpinWait);
            while (Volatile.Read(ref _finished) < blocks && spin.Count < Spins)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            lock (_gate)
            {
                while (Volatile.Read(ref _finished) < blocks)
                {
                    Monitor.Wait(_gate);
                }

                if (_errors is not null)
                {
                    throw new AggregateException(_errors);
                }
            }
        }

        public void Execute()
        {
            int limit = Exchange(1);
            try
            {
                for (int block = Interlocked.Increment(ref _next) - 1; block < blocks; block = Interlocked.Increment(ref _next) - 1)
                {
                    try
                    {
                        int first = block * grain;
                        body.Run(first, (int)Math.Min((long)first + grain, count));
                    }
#pragma warning disable CA1031 // Handed to the caller, whichever it is.
                    catch (Exception error)
#pragma warning restore CA1031
                    {
                        Add(error);
                    }

                    if (Interlocked.Increment(ref _finished) == blocks)
                    {
                        lock (_gate)
                        {
                            Monitor.PulseAll(_gate);
                        }
                    }
                }
            }
            finally
            {
                Exchange(limit);
            }
        }

        private void Add(Exception error)
        {
            lock (_gate)
            {
                (_errors ??= []).Add(error);
            }
        }
    }
}
