using Grpc.Core;
using Sim.Formats.Messages;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Rpc.Services;

/// <summary>A model of traffic in one session: makes each step once and repeats its reply when asked again. Thread-safe; one step at a time.</summary>
internal sealed class TrafficSeat : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DrivenTraffic _traffic;
    private readonly DriverTask _task;
    private readonly HashSet<int> _controlled;
    private Messages.AdvanceRequest? _last;
    private Messages.AdvanceReply? _reply;
    private RpcException? _failure;

    private TrafficSeat(DrivenTraffic traffic, DriverTask task, HashSet<int> controlled) => (_traffic, _task, _controlled) = (traffic, task, controlled);

    public static TrafficSeat Open(IDriver driver, Messages.OpenTrafficRequest request)
    {
        try
        {
            var options = OptionsJson.Parse(request.Header.OptionsJson, "header.options_json");
            var task = DriverTaskMessages.From(request.Task);
            Field.Count(request.Controlled.Count, task.Actors.Count, "", "controlled");
            var controlled = new HashSet<int>();
            for (int i = 0; i < request.Controlled.Count; i++)
            {
                uint index = request.Controlled[i];
                if (index >= (uint)task.Actors.Count || index == (uint)task.EgoIndex || !controlled.Add((int)index))
                {
                    throw Field.Error(Field.Item("", "controlled", i), "", $"is {index}: not one of {task.Actors.Count} actors, the ego, or named before");
                }
            }

            return new TrafficSeat(new DrivenTraffic(driver, task, request.Seed, options), task, controlled);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw ContractErrors.Of(e, Messages.ErrorReason.BadOptions);
        }
    }

    public Messages.AdvanceReply Advance(Messages.AdvanceRequest request, CancellationToken ended)
    {
        // A repeated request may come while the first one, whose connection broke, is still being worked on: it waits here.
        lock (_gate)
        {
            int step = request.World?.Step ?? -1;
            if (_last is { } last && step <= last.World.Step)
            {
                return !request.Equals(last)
                    ? throw ContractErrors.Of(StatusCode.Aborted, Messages.ErrorReason.StepConflict, $"step {step} is done; the last one was step {last.World.Step}", "open", step)
                    : _reply ?? throw _failure!;
            }

            if (_failure is not null)
            {
                throw ContractErrors.Of(StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, "the traffic has failed at an earlier step", "faulted", step);
            }

            ObservedActor[] actors;
            ObservedSignal[] signals;
            try
            {
                actors = Actors(request);
                signals = Signals(request.World!);
            }
            catch (InputException e)
            {
                throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadTime, e.Message, "open", step);
            }

            (_last, _reply) = (request, null);
            try
            {
                // Not the call's token: the reply is kept for whoever asks again.
                return _reply = Advance(request, actors, signals, ended);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw _failure = e is InputException
                    ? ContractErrors.Of(StatusCode.Internal, Messages.ErrorReason.ModuleFailed, $"{e.GetType().Name}: {e.Message}", "faulted", step)
                    : ContractErrors.Of(e, Messages.ErrorReason.ModuleFailed, step);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _traffic.Dispose();
        }
    }

    private Messages.AdvanceReply Advance(Messages.AdvanceRequest request, ObservedActor[] actors, ObservedSignal[] signals, CancellationToken ended)
    {
        var reply = new Messages.AdvanceReply { TimeUs = request.UntilUs };
        foreach (var actor in actors)
        {
            if (_controlled.Contains(actor.Index))
            {
                var frame = new ActorFrame { Index = (uint)actor.Index };
                ActorFrames.Set(frame, _traffic.Next(actor.Index, request.World.Step, actors, signals, ended));
                reply.Actors.Add(frame);
            }
        }

        return reply;
    }

    private ObservedActor[] Actors(Messages.AdvanceRequest request)
    {
        var world = Field.Needed(request.World, "world", "");
        Field.Count(world.Actors.Count, _task.Actors.Count, "world", "actors");
        if (world.Step < 0 || world.TimeUs != world.Step * _task.StepUs || request.UntilUs != world.TimeUs + _task.StepUs)
        {
            throw Field.Error("", "until_us", $"is {request.UntilUs}, step {world.Step} at {world.TimeUs}; a step has {_task.StepUs} µs");
        }

        var actors = new ObservedActor[world.Actors.Count];
        for (int i = 0; i < actors.Length; i++)
        {
            uint index = world.Actors[i].Index;
            if (index >= (uint)_task.Actors.Count || (i > 0 && index <= (uint)actors[i - 1].Index))
            {
                throw Field.Error(Field.Item("world", "actors", i), "index", $"is {index}, but must grow from actor to actor and be below {_task.Actors.Count}");
            }

            actors[i] = new ObservedActor((int)index, ActorFrames.State(world.Actors[i], "world.actors", i));
        }

        return actors;
    }

    private static ObservedSignal[] Signals(WorldFrame world)
    {
        Field.Count(world.Signals.Count, ContractLimits.Signals, "world", "signals");
        return [.. world.Signals.Select(s => new ObservedSignal(Field.Id(s.Id, "world", "signals.id"), Enums.SignalState.From(s.State, "world", "signals.state")))];
    }
}
