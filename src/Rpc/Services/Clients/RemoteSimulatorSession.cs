using System.Diagnostics;
using Grpc.Core;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Rpc.Services;

/// <summary>
/// One session with a remote simulator. Where nobody drives the ego and the simulator can, the whole case is one call, or many steps are asked for at
/// once. The recording is put together here. Not thread-safe.
/// </summary>
internal sealed partial class RemoteSimulatorSession : ISimulatorSession, ISimulatorProgress
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(1);
    private readonly RemoteSimulator _simulator;
    private readonly Messages.SessionHeader _header;
    private readonly string _id;
    private readonly SimulatorUse _use;
    private readonly Queue<Messages.StepReply> _ahead = new();
    private readonly LockStep<Messages.StepRequest, Messages.StepReply> _steps;
    private WorldReader? _reader;
    private Scenario? _scenario;
    private ulong _seed;
    private int _quiet;
    private bool _isDriven;
    private bool _perfectTracking;
    private bool _isReset;
    private bool _answered;
    private bool _failed;
    private bool _isOpen;
    private bool _disposed;

    public RemoteSimulatorSession(RemoteSimulator simulator, SimulatorUse use, Messages.SessionHeader header)
    {
        (_simulator, _use, _header, _id) = (simulator, use, header, header.SessionId);
        _steps = new(simulator.Client.Run, simulator.Client.StepAsync);
    }

    public DriverTask Task => Reader.Run.Task;

    public bool PerfectTracking
    {
        get => _perfectTracking;
        set
        {
            if (_simulator.Info.Capabilities.Contains(SimulatorWords.PerfectTracking) && value != _perfectTracking)
            {
                (_perfectTracking, _isReset) = (value, false);
            }
        }
    }

    public bool IsOver => Ready.Run.End is not null;

    public IReadOnlyList<RecordedEvent> Events => Ready.Run.Events;

    public IReadOnlyList<Contact> Contacts => Ready.Run.Contacts;

    public RecordingEnd? End => Ready.Run.End;

    public bool EgoIsPresent => Ready.Run.EgoIsPresent;

    public string Traffic => Reader.Run.Traffic;

    private Deadlines Deadlines => _simulator.Options.Deadlines;

    private WorldReader Reader => _reader ?? throw new InvalidOperationException("No scenario is loaded.");

    // The seed and how plans are followed are known when the first step is wanted, not before.
    private WorldReader Ready
    {
        get
        {
            if (!_isReset)
            {
                Begin();
            }

            return Reader;
        }
    }

    public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        _reader = null;
        scenario = TrafficOverride.Apply(scenario, _use);
        if (ScenarioCheck.Refusal(scenario) is { } refusal)
        {
            throw new InputException($"scenario '{scenario.Name}' {refusal}");
        }

        var upload = ScenarioUpload.Of(scenario, seed, _id, _use, _simulator.Options.Strict, _simulator.Info.Capabilities.Contains(SimulatorWords.MapOpenDrive));
        upload.Fits(_simulator.Handshake.Limits, _simulator.Who);
        (_scenario, _seed, _isDriven, _isReset) = (scenario, seed, scenario.Ego.Behaviour is DriverBehaviour, false);
        bool plays = EndPlay();
        _reader = (_isDriven || _isOpen || !upload.IsSmall || !_simulator.Plays ? null : LoadAndPlay(upload, cancellationToken)) ?? LoadAlone(upload, plays, cancellationToken);
    }

    private WorldReader LoadAlone(ScenarioUpload upload, bool plays, CancellationToken cancellationToken)
    {
        var reply = Guard(() =>
        {
            if (plays)
            {
                var request = new Messages.CloseSessionRequest { SessionId = _id, Reason = "finished" };
                _simulator.Ask(_id, _simulator.Client.CloseSessionAsync, request, Deadlines.Close, "the end of a case", cancellationToken);
            }

            if (!_isOpen)
            {
                // Idempotent for the owner. What was not opened as it should be may be open all the same.
                _isOpen = true;
                _simulator.Began(_id);
                _simulator.Ask(_id, _simulator.Client.OpenSessionAsync, new Messages.OpenSimulatorRequest { Header = _header }, Deadlines.Open, "the start of a case", cancellationToken);
            }

            return _simulator.Try(_id, left => upload.Send(_simulator.Client, left, cancellationToken), Deadlines.Open, "the scenario");
        });
        return ReaderOf(upload, reply);
    }

    private WorldReader ReaderOf(ScenarioUpload upload, Messages.LoadReply reply)
    {
        reply.Unsupported.AddRange(upload.Losses);
        try
        {
            return new WorldReader(_scenario!, _seed, reply, _simulator.Info, _use.StopAtContact);
        }
        catch (InputException e)
        {
            throw Failed($"its answer to the scenario is malformed: {e.Detail}", e);
        }
    }

    public void Reset()
    {
        _ = Reader;
        _isReset = false;
    }

    public Observation Observe() => Ready.Observe();

    public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var reader = Ready;
        if (_failed)
        {
            throw new ModuleFailedException("it failed at an earlier step");
        }

        if (reader.Run.End is not null)
        {
            throw new InvalidOperationException("The scenario has ended.");
        }

        if (_isDriven)
        {
            ArgumentNullException.ThrowIfNull(answer);
            reader.Run.Answered(answer);
        }

        // Without closures: this is done for every step.
        try
        {
            if (_ahead.Count == 0)
            {
                if (_play is not null)
                {
                    AskPlay(cancellationToken);
                }
                else
                {
                    Ask(_isDriven ? answer : null, cancellationToken);
                }
            }

            Take(Reader);
        }
        catch
        {
            Fail();
            throw;
        }
    }

    public Recording Finish(RecordingEnd? end = null) => Ready.Run.Finish(end);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        long begin = Stopwatch.GetTimestamp();

        // A simulator that has failed already is told, but hardly waited for.
        var deadline = _failed && Deadlines.Close > Brief ? Brief : Deadlines.Close;
        try
        {
            _steps.Complete(deadline);
            if (!EndPlay() && !_isOpen)
            {
                return;
            }

            Close(Waiting.Left(deadline, begin));
        }
        catch (Exception e) when (e is RpcException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // Whoever cannot be told that the case is over learns it from the end of its lease.
        }
        finally
        {
            _steps.Dispose();
            _simulator.Ended(_id);
        }
    }

    private void Close(TimeSpan deadline)
    {
        var request = new Messages.CloseSessionRequest { SessionId = _id, Reason = _failed ? "failed" : "finished" };
        Calls.Unary<Messages.CloseSessionRequest, Messages.CloseSessionReply>(_simulator.Client.CloseSessionAsync, request, deadline, CancellationToken.None);
    }

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var reader = Reader;
        if (_failed)
        {
            throw new ModuleFailedException("it failed at an earlier step");
        }

        _ahead.Clear();
        (_answered, _quiet) = (false, 0);
        Guard(() =>
        {
            if (_upload is not null)
            {
                reader.Run.Clear();
                BeginPlay(reader);
                return true;
            }

            var request = new Messages.ResetRequest { SessionId = _id, Seed = _seed, PerfectTracking = _perfectTracking };
            var reply = _simulator.Ask<Messages.ResetRequest, Messages.ResetReply>(_id, _simulator.Client.ResetAsync, request, Deadlines.Open, "the reset", CancellationToken.None);
            reader.Run.Clear();
            Begin(reader, reply);
            return true;
        });
        _isReset = true;
    }

    private static void Begin(WorldReader reader, Messages.ResetReply? reply)
    {
        var first = new Messages.StepReply { World = reply?.World };
        if (reply is not null)
        {
            first.Events.AddRange(reply.Events);
            first.Contacts.AddRange(reply.Contacts);
            first.Sensors.AddRange(reply.Sensors);
            first.Digest = reply.Digest;
        }

        try
        {
            reader.Take(first);
        }
        catch (InputException e)
        {
            throw Failed($"its answer is malformed: {e.Detail}", e);
        }
    }

    private void Ask(DriverAnswer? answer, CancellationToken cancellationToken)
    {
        int step = Reader.Run.Step;
        bool many = !_isDriven && Reader.GivesSteps;
        var request = new Messages.StepRequest
        {
            SessionId = _id,
            Step = step,
            Count = many ? (uint)(Reader.Run.StepCount - step) : 1,
            Every = many,
            Columns = many,
            OneDigest = many,
            Answer = answer is null ? null : AnswerMessages.Of(step, answer),
        };
        var deadline = _answered ? Deadlines.Step : Deadlines.FirstStep;
        Messages.StepReply reply;
        try
        {
            reply = _steps.Ask(request, deadline, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new ModuleFailedException($"it missed its deadline of {Waiting.Text(deadline)}", e) { IsLost = true };
        }
        catch (RpcException e)
        {
            // The id differs from run to run.
            var fault = PeerFault.Of(e);
            throw RemoteSimulator.Failed(fault, fault.Text.Replace(_id, "…", StringComparison.Ordinal), e);
        }

        _answered = true;
        if (!many && (reply.Before.Count > 0 || reply.Quiet is not null))
        {
            throw Failed("it answered more steps than it was asked for", null);
        }

        Keep(reply);
    }

    private void Keep(Messages.StepReply reply)
    {
        foreach (var before in reply.Before)
        {
            _ahead.Enqueue(before);
        }

        _ahead.Enqueue(reply);
    }

    // The next of the steps that have been answered.
    private void Take(WorldReader reader)
    {
        var next = _ahead.Peek();
        try
        {
            if (next.Quiet is { } quiet && _quiet < quiet.Count)
            {
                reader.Take(quiet, _quiet++);
            }
            else
            {
                _quiet = 0;
                _ahead.Dequeue();
                reader.Take(next);
            }
        }
        catch (InputException e)
        {
            throw Failed($"its answer is malformed: {e.Detail}", e);
        }
    }

    private static ModuleFailedException Failed(string text, Exception? inner) => new(text, inner);

    private T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch
        {
            Fail();
            throw;
        }
    }

    private void Fail()
    {
        _failed = true;
        _steps.Abandon();
    }
}
