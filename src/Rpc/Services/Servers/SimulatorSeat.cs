using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Sim.Formats.Messages;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Rpc.Services;

/// <summary>A simulator in one session: keeps to the table of states, makes each step once and repeats its reply when asked again. Thread-safe; one call at a time.</summary>
internal sealed class SimulatorSeat : IDisposable
{
    // A reply with every step stays below the piece size of the contract and comes soon.
    private const int BatchBytes = ContractLimits.PieceBytes / 2;

    // Replies that follow each other without being asked for need not be large; arrays of this size are short-lived.
    private const int PlayBytes = 60 * 1024;
    private static readonly Messages.StepRequest Onward = new() { Count = uint.MaxValue, Every = true, Columns = true, OneDigest = true };
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(200);
    private readonly Lock _gate = new();
    private readonly ISimulator _simulator;
    private readonly Setting _options;
    private SimulatorState _state = SimulatorState.Open;
    private ISimulatorSession? _session;
    private ExternalActors? _external;
    private Scenario? _scenario;
    private ulong _seed;
    private RunTeller? _teller;
    private Messages.StepRequest? _last;
    private Messages.StepReply? _reply;
    private RpcException? _failure;

    private SimulatorSeat(ISimulator simulator, Setting options) => (_simulator, _options) = (simulator, options);

    public static SimulatorSeat Open(ISimulator simulator, string optionsJson, CancellationToken ended)
    {
        try
        {
            var options = OptionsJson.Parse(optionsJson, "header.options_json");
            // Wrong options are told now and not with the first scenario.
            simulator.Open(new SimulatorUse { Name = simulator.Name, Options = options }, ended).Dispose();
            return new SimulatorSeat(simulator, options);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw ContractErrors.Of(e, Messages.ErrorReason.BadOptions);
        }
    }

    public void Require(SimulatorCall call)
    {
        lock (_gate)
        {
            After(call);
        }
    }

    public Messages.LoadReply Load(ScenarioContent content, CancellationToken ended)
    {
        lock (_gate)
        {
            var next = After(SimulatorCall.Load);
            var header = content.Header;
            var scenario = content.Scenario();
            Forget();
            // Until this one is loaded there is none.
            _state = SimulatorState.Open;
            try
            {
                var use = new SimulatorUse
                {
                    Name = _simulator.Name,
                    Options = _options,
                    StepUs = header.StepUs > 0 ? header.StepUs : null,
                    HorizonUs = header.HorizonUs > 0 ? header.HorizonUs : null,
                    StopAtContact = header.StopAtContact,
                    Traffic = header.Traffic.Length > 0 ? Field.Text(header.Traffic, "header", "traffic", 100) : null,
                };
                _session = Begin(use, header.External, ended);
                _session.Load(scenario, header.Seed, ended);
                (_scenario, _seed) = (scenario, header.Seed);
                _teller = new RunTeller(_session);
                _state = next;
                return _teller.Loaded();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Forget();
                throw ContractErrors.Of(e, Messages.ErrorReason.BadScenario);
            }
        }
    }

    public Messages.ResetReply Reset(Messages.ResetRequest request, CancellationToken ended)
    {
        lock (_gate)
        {
            var next = After(SimulatorCall.Reset);
            if (request.PerfectTracking && !_simulator.Info.Capabilities.Contains(SimulatorWords.PerfectTracking))
            {
                throw ContractErrors.Of(StatusCode.FailedPrecondition, Messages.ErrorReason.CapabilityMissing, $"this simulator lacks '{SimulatorWords.PerfectTracking}'", SimulatorStates.Word(_state));
            }

            (_last, _reply, _failure) = (null, null, null);
            try
            {
                if (request.Seed != _seed)
                {
                    _session!.Load(_scenario!, request.Seed, ended);
                    _seed = request.Seed;
                }
                else if (_state != SimulatorState.Loaded)
                {
                    _session!.Reset();
                }

                _session!.PerfectTracking = request.PerfectTracking;
                var reply = _teller!.Begin();
                _state = next;
                return reply;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _state = SimulatorState.Faulted;
                throw ContractErrors.Of(e, Messages.ErrorReason.BadScenario);
            }
        }
    }

    public Messages.StepReply Step(Messages.StepRequest request, CancellationToken ended)
    {
        // A repeated request may come while the first one, whose stream broke, is still being worked on: it waits here.
        lock (_gate)
        {
            if (_last is { } last && request.Step <= last.Step)
            {
                return !request.Equals(last)
                    ? throw ContractErrors.Of(
                        StatusCode.Aborted, Messages.ErrorReason.StepConflict, $"step {request.Step} is done; the last one was step {last.Step}", SimulatorStates.Word(_state), request.Step)
                    : _reply ?? throw _failure!;
            }

            After(SimulatorCall.Step);
            var answer = Checked(request);
            (_last, _reply, _failure) = (request, null, null);
            try
            {
                return _reply = Advance(request, answer, BatchBytes, ended);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw _failure = Fault(e, request.Step);
            }
        }
    }

    /// <summary>The next steps. The reply holds memory that the next call uses again.</summary>
    public Messages.StepReply Play(CancellationToken ended)
    {
        lock (_gate)
        {
            After(SimulatorCall.Step);
            RequireNoDriver(-1);
            _teller!.Reuse();
            try
            {
                return Advance(Onward, null, PlayBytes, ended);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw Fault(e, -1);
            }
        }
    }

    public WorldFrame Observe()
    {
        lock (_gate)
        {
            After(SimulatorCall.Observe);
            return _teller!.World.Clone();
        }
    }

    public Messages.InjectReply Inject(Messages.InjectRequest request)
    {
        lock (_gate)
        {
            After(SimulatorCall.Inject);
            AtStep(request.Step);
            Field.Count(request.Injections.Count, ContractLimits.ListItems, "", "injections");
            return new Messages.InjectReply
            {
                Problems = { request.Injections.Select(i => _external?.Inject(i) ?? $"this simulator cannot do '{SettingReader.WordOf(i.ChangeCase.ToString())}' between steps") },
            };
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _state = SimulatorState.Closed;
            Forget();
        }
    }

    private void Forget()
    {
        _session?.Dispose();
        _teller?.Dispose();
        (_session, _external, _teller, _scenario, _last, _reply, _failure) = (null, null, null, null, null, null, null);
    }

    private SimulatorState After(SimulatorCall call) => SimulatorStates.After(_state, call) ?? throw SimulatorStates.Refusal(_state, call);

    private void AtStep(int step)
    {
        if (step != _teller!.World.Step)
        {
            throw ContractErrors.Of(
                StatusCode.InvalidArgument, Messages.ErrorReason.BadTime, $"the request is for step {step}, but the simulator stands at step {_teller.World.Step}", SimulatorStates.Word(_state), step);
        }
    }

    private DriverAnswer? Checked(Messages.StepRequest request)
    {
        AtStep(request.Step);
        if (request.External.Count > 0 && _external is null)
        {
            throw ContractErrors.Of(StatusCode.Unimplemented, Messages.ErrorReason.FeatureUnsupported, "this simulator moves all actors itself", SimulatorStates.Word(_state), request.Step);
        }

        if (request.External.Count > 0 && request.Count > 1)
        {
            throw ContractErrors.Of(
                StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer, $"the request is for {request.Count} steps, but says only for one where the client's actors are", SimulatorStates.Word(_state), request.Step);
        }

        var answer = CheckedAnswer(request);
        _external?.Take(request.External, SimulatorStates.Word(_state), request.Step);
        return answer;
    }

    private DriverAnswer? CheckedAnswer(Messages.StepRequest request)
    {
        if (request.Answer is null)
        {
            RequireNoDriver(request.Step);
            return null;
        }

        try
        {
            return request.Answer.Step == request.Step
                ? AnswerMessages.From(request.Answer)
                : throw Field.Error("answer", "step", $"is {request.Answer.Step}, but the request is for step {request.Step}");
        }
        catch (InputException e)
        {
            throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer, e.Message, SimulatorStates.Word(_state), request.Step);
        }
    }

    // Only the embedded engine shares its world.
    private ISimulatorSession Begin(SimulatorUse use, Google.Protobuf.Collections.RepeatedField<string> external, CancellationToken ended)
    {
        if (_simulator is EmbeddedSimulator)
        {
            Field.Count(external.Count, ContractLimits.Actors, "header", "external");
            return CoSimulation.Open(use, _external = new ExternalActors(external));
        }

        return external.Count == 0
            ? _simulator.Open(use, ended)
            : throw ContractErrors.Of(StatusCode.Unimplemented, Messages.ErrorReason.FeatureUnsupported, "this simulator moves all actors itself", SimulatorStates.Word(_state));
    }

    private void RequireNoDriver(int step)
    {
        if (_scenario!.Ego.Behaviour is DriverBehaviour)
        {
            throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadAnswer, "the ego is driven, but the request holds no answer", SimulatorStates.Word(_state), step);
        }
    }

    private RpcException Fault(Exception e, int step)
    {
        _state = SimulatorState.Faulted;
        return e is InputException
            ? ContractErrors.Of(StatusCode.Internal, Messages.ErrorReason.ModuleFailed, $"{e.GetType().Name}: {e.Message}", SimulatorStates.Word(_state), step)
            : ContractErrors.Of(e, Messages.ErrorReason.ModuleFailed, step);
    }

    private Messages.StepReply Advance(Messages.StepRequest request, DriverAnswer? answer, int batchBytes, CancellationToken ended)
    {
        long begin = Stopwatch.GetTimestamp();
        List<Messages.StepReply> before = [];
        int bytes = 0, lastBytes = 0;
        for (uint left = Math.Max(1, request.Count); ; left--)
        {
            // Not the call's token: the reply is kept for whoever asks again.
            _session!.Step(answer, ended);
            bool isLast = left == 1 || _session.IsOver || bytes + _teller!.QuietBytes + lastBytes > batchBytes || Stopwatch.GetElapsedTime(begin) > BatchTime && request.Every;
            if (!isLast && request.Columns && request.Every && _teller!.TryKeep(request.OneDigest))
            {
                continue;
            }

            var reply = _teller!.Next(frame: request.Every || isLast, request == Onward);
            if (_session.IsOver)
            {
                _state = SimulatorState.Ended;
            }

            if (isLast)
            {
                reply.Before.AddRange(before);
                return reply;
            }

            if (request.Every)
            {
                before.Add(reply);
                bytes += lastBytes = reply.CalculateSize();
            }
        }
    }
}
