using Google.Protobuf;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A simulator in another process.</summary>
internal sealed class IsolatedSimulator(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), ISimulator
{
    /// <inheritdoc/>
    public SimulatorInfo Info => Description.Simulator!;

    /// <inheritdoc/>
    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken)
    {
        var lease = Source.Begin();
        try
        {
            return new Session(lease, ByteForm.Read<ulong>(lease.Ask(Description.Object, nameof(Open), cancellationToken, ByteForm.Of(use))[0]), cancellationToken);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Answers for a simulator.</summary>
    public static Target Answer(ISimulator module) => call => call.Method switch
    {
        nameof(Open) => [ByteForm.Of(OfferSession(call, module.Open(call.Get<SimulatorUse>(0), call.CancellationToken)))],
        _ => throw call.Unknown(),
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedSimulator(Description, other);

    private static ulong OfferSession(Call open, ISimulatorSession session)
    {
        ulong number = 0;
        number = open.Conversation.Offer(call =>
        {
            switch (call.Method)
            {
                case nameof(ISimulatorSession.Load):
                    session.Load(call.Get<Scenario>(0), call.Get<ulong>(1), call.CancellationToken);
                    return [ByteForm.Of(session.IsOver)];
                case nameof(ISimulatorSession.Reset):
                    session.Reset();
                    return [ByteForm.Of(session.IsOver)];
                case nameof(ISimulatorSession.Task):
                    return [ByteForm.Of(session.Task)];
                case "get_" + nameof(ISimulatorSession.PerfectTracking):
                    return [ByteForm.Of(session.PerfectTracking)];
                case "set_" + nameof(ISimulatorSession.PerfectTracking):
                    session.PerfectTracking = call.Get<bool>(0);
                    return ByteForm.Nothing;
                case nameof(ISimulatorSession.Observe):
                    return [ByteForm.Of(session.Observe())];
                case nameof(ISimulatorSession.Step):
                    session.Step(call.Arguments.Count == 0 ? null : call.Get<DriverAnswer>(0), call.CancellationToken);
                    return [ByteForm.Of(session.IsOver)];
                case nameof(ISimulatorSession.Finish):
                    return [ByteForm.Of(session.Finish(call.Get<RecordingEnd?>(0)))];
                case nameof(IDisposable.Dispose):
                    call.Conversation.Withdraw(number);
                    session.Dispose();
                    return ByteForm.Nothing;
                default:
                    throw call.Unknown();
            }
        });
        return number;
    }

    // Calls without a token of their own heed the token of the last call that had one.
    private sealed class Session(ILease lease, ulong number, CancellationToken opened) : IsolatedSession(lease, number), ISimulatorSession
    {
        private CancellationToken _token = opened;
        private DriverTask? _task;

        public DriverTask Task => _task ??= ByteForm.Read<DriverTask>(Ask(nameof(Task))[0]);

        public bool PerfectTracking
        {
            get => ByteForm.Read<bool>(Ask("get_" + nameof(PerfectTracking))[0]);
            set => Ask("set_" + nameof(PerfectTracking), ByteForm.Of(value));
        }

        public bool IsOver { get; private set; }

        public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
        {
            (_token, _task) = (cancellationToken, null);
            IsOver = ByteForm.Read<bool>(Ask(nameof(Load), ByteForm.Of(scenario), ByteForm.Of(seed))[0]);
        }

        public void Reset() => IsOver = ByteForm.Read<bool>(Ask(nameof(Reset))[0]);

        public Observation Observe() => ByteForm.Read<Observation>(Ask(nameof(Observe))[0]);

        public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
        {
            _token = cancellationToken;
            IsOver = ByteForm.Read<bool>(Ask(nameof(Step), answer is null ? [] : [ByteForm.Of(answer)])[0]);
        }

        public Recording Finish(RecordingEnd? end = null) => ByteForm.Read<Recording>(Ask(nameof(Finish), ByteForm.Of(end))[0]);

        private IReadOnlyList<ByteString> Ask(string method, params IEnumerable<byte[]> arguments) => Ask(method, _token, arguments);
    }
}
