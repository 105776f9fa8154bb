using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Sim.Host.Gates;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Store;

namespace Sim.Host.Running;

/// <summary>
/// Works off cases on several threads, one case on one thread at a time, and commits each as it ends. A thread whose case neither ends nor obeys
/// its time limit is given up and replaced, so one hanging plugin costs one case.
/// </summary>
internal sealed class RunEngine(CaseRunner runner, RunFolder folder, ResultStore store, EngineOptions options, RunProgress progress) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly List<Worker> _workers = [];
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<PlannedCase> _cases = [];
    private StopReason _reason = StopReason.Finished;
    private ExceptionDispatchInfo? _broken;
    private int _next;

    /// <summary>Wall time of each case of this session, s. Read it after <see cref="Run"/>.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Runs the cases.</summary>
    /// <param name="cases">What is to be done, in order.</param>
    /// <param name="flush">Called every few seconds with a copy of the wall times, and of how often cases were tried that were tried more than once.</param>
    /// <param name="interrupt">Cancelled on Ctrl+C.</param>
    /// <exception cref="InputException">A gate's unit does not fit, or the folder cannot be written.</exception>
    public StopReason Run(IReadOnlyList<PlannedCase> cases, Action<IReadOnlyDictionary<string, double>, IReadOnlyDictionary<string, int>> flush, CancellationToken interrupt)
    {
        _cases = cases;
        using var onInterrupt = interrupt.Register(() => Stop(StopReason.Interrupted));
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Math.Min(options.Jobs, cases.Count); i++)
        {
            StartWorker();
        }

        var sinceFlush = Stopwatch.StartNew();
        while (!WaitForAll(Tick))
        {
            progress.Tick();
            if (options.TimeBudget is { } budget && Stopwatch.GetElapsedTime(start) >= budget)
            {
                Stop(StopReason.TimeBudget);
            }

            GiveUpHanging();
            if (sinceFlush.Elapsed > TimeSpan.FromSeconds(5))
            {
                flush(SecondsSoFar(), AttemptsSoFar());
                sinceFlush.Restart();
            }
        }

        flush(SecondsSoFar(), AttemptsSoFar());
        _broken?.Throw();
        return _reason;
    }

    /// <summary>Ends the engine. The stop signal outlives it while a thread that was given up may still look at it.</summary>
    public void Dispose()
    {
        if (!_workers.Exists(w => w.GivenUp))
        {
            _stop.Dispose();
        }
    }

    private SortedDictionary<string, double> SecondsSoFar()
    {
        lock (_gate)
        {
            return new SortedDictionary<string, double>(_seconds, StringComparer.Ordinal);
        }
    }

    private SortedDictionary<string, int> AttemptsSoFar()
    {
        lock (_gate)
        {
            return new SortedDictionary<string, int>(_attempts, StringComparer.Ordinal);
        }
    }

    private void StartWorker()
    {
        var worker = new Worker();
        lock (_gate)
        {
            _workers.Add(worker);
        }

        var thread = new Thread(() => Work(worker)) { IsBackground = true, Name = "case worker" };
        thread.Start();
    }

    private bool WaitForAll(TimeSpan atMost)
    {
        Worker? busy;
        lock (_gate)
        {
            busy = _workers.Find(w => !w.Done.IsSet);
        }

        busy?.Done.Wait(atMost);
        return busy is null;
    }

    private void Work(Worker worker)
    {
        try
        {
            while (!_stop.IsCancellationRequested && Interlocked.Increment(ref _next) - 1 is int index && index < _cases.Count)
            {
                RunOne(worker, _cases[index]);
                if (worker.GivenUp)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run stops; the case at hand has no result.
        }
        catch (Exception e) when (!worker.GivenUp)
        {
            lock (_gate)
            {
                _broken ??= ExceptionDispatchInfo.Capture(e);
            }

            _stop.Cancel();
        }
        catch (Exception) when (worker.GivenUp)
        {
            // Its case has been written off already.
        }
        finally
        {
            worker.Done.Set();
        }
    }

    private void RunOne(Worker worker, PlannedCase planned)
    {
        using var timeout = new CancellationTokenSource();
        if (options.Timeout is { } limit)
        {
            timeout.CancelAfter(limit);
        }

        worker.Begin(planned);
        var outcome = runner.Run(planned, timeout.Token, _stop.Token);
        if (worker.TryEnd())
        {
            Commit(planned, outcome, worker.Elapsed);
        }
    }

    private void Commit(PlannedCase planned, CaseOutcome outcome, TimeSpan elapsed)
    {
        UnitCheck.Require(planned.Suite.Expect, outcome.Result);
        var verdict = CaseJudge.Of(planned.Suite.Expect, outcome.Result).Verdict;
        bool failed = verdict is CaseVerdict.Failed or CaseVerdict.Error;
        bool keep = options.Keep == KeepRecordings.All || (options.Keep == KeepRecordings.Failed && verdict != CaseVerdict.Passed);
        var result = folder.WriteCase(outcome.Result, outcome.Scenario, keep ? outcome.Recording : null, keep || verdict != CaseVerdict.Passed ? outcome.DriverLog : null);
        store.Commit(new StoredCase(planned.Suite.Name, result));
        lock (_gate)
        {
            _seconds[result.Case.Id] = elapsed.TotalSeconds;
            if (outcome.Attempts > 1)
            {
                _attempts[result.Case.Id] = outcome.Attempts;
            }

            progress.Finished(result, verdict, elapsed);
        }

        if (failed && options.FailFast)
        {
            Stop(StopReason.FailFast);
        }
    }

    private void Stop(StopReason reason)
    {
        lock (_gate)
        {
            if (_reason == StopReason.Finished)
            {
                _reason = reason;
            }
        }

        _stop.Cancel();
    }

    private void GiveUpHanging()
    {
        List<Worker> hanging;
        lock (_gate)
        {
            hanging = [.. _workers.Where(w => !w.Done.IsSet && IsOverdue(w))];
        }

        foreach (var worker in hanging)
        {
            if (worker.Current is not { } planned || !worker.TryGiveUp())
            {
                continue;
            }

            worker.Done.Set();
            if (!_stop.IsCancellationRequested)
            {
                Commit(planned, runner.Abandon(planned), worker.Elapsed);
                StartWorker();
            }
        }
    }

    private bool IsOverdue(Worker worker)
    {
        if (_stop.IsCancellationRequested)
        {
            worker.StopSeen ??= Stopwatch.GetTimestamp();
            return Stopwatch.GetElapsedTime(worker.StopSeen.Value) > options.Grace;
        }

        return options.Timeout is { } limit && worker.Elapsed > limit + options.Grace;
    }

    private sealed class Worker
    {
        private const int Idle = 0;
        private const int Busy = 1;
        private const int Lost = 2;
        private long _begin;
        private int _state;

        public ManualResetEventSlim Done { get; } = new();

        public PlannedCase? Current { get; private set; }

        public long? StopSeen { get; set; }

        public bool GivenUp => Volatile.Read(ref _state) == Lost;

        public TimeSpan Elapsed => Volatile.Read(ref _begin) is var begin and not 0 ? Stopwatch.GetElapsedTime(begin) : TimeSpan.Zero;

        public void Begin(PlannedCase planned)
        {
            Current = planned;
            Volatile.Write(ref _begin, Stopwatch.GetTimestamp());
            Volatile.Write(ref _state, Busy);
        }

        public bool TryEnd() => Interlocked.CompareExchange(ref _state, Idle, Busy) == Busy;

        public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, Lost, Busy) == Busy;
    }
}
