using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Simulation.Engine;

namespace Sim.Simulation;

/// <summary>
/// Drivers as a model of traffic: each actor has a session of one driver of its own, sees the world as an ego would, and moves as the usual vehicle for its box does. One
/// scenario, not thread-safe.
/// </summary>
/// <param name="driver">The driver.</param>
/// <param name="task">The scenario; whose ego it names is one of the others here.</param>
/// <param name="seed">Seed of the traffic; each actor has one of its own that follows from it.</param>
/// <param name="options">The driver's options.</param>
public sealed class DrivenTraffic(IDriver driver, DriverTask task, ulong seed, Setting options) : IDisposable
{
    private readonly Dictionary<int, Member> _members = [];

    /// <summary>Where an actor is one step later.</summary>
    /// <param name="index">The actor, one of <paramref name="actors"/>.</param>
    /// <param name="step">Step of the world.</param>
    /// <param name="actors">Everybody who is there, in order of index.</param>
    /// <param name="signals">What traffic lights show.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The actor is not there.</exception>
    /// <exception cref="DriverFailedException">The driver gave an answer that is none.</exception>
    public ActorState Next(int index, int step, ReadOnlySpan<ObservedActor> actors, ReadOnlyMemory<ObservedSignal> signals, CancellationToken cancellationToken)
    {
        if (!_members.TryGetValue(index, out var member))
        {
            _members.Add(index, member = new Member(driver, TaskOf(index), options, cancellationToken));
        }

        return member.Next(step, actors, signals, cancellationToken);
    }

    /// <summary>Ends the sessions of all drivers.</summary>
    public void Dispose()
    {
        foreach (var member in _members.Values)
        {
            member.Dispose();
        }

        _members.Clear();
    }

    private DriverTask TaskOf(int index)
    {
        var actor = task.Actors[index];
        double friction = task.Environment.Friction;
        var vehicle = DefaultVehicle.For(actor.Class, actor.Body);
        return task with
        {
            EgoIndex = index,
            Vehicle = friction < 1 ? vehicle with { FrictionCap = friction } : vehicle,
            Task = new EgoTask(),
            EgoLog = [],
            Seed = Seed.Derive(seed, actor.Id, 0, "traffic"),
        };
    }

    private sealed class Member : IDisposable
    {
        private readonly IDriverSession _session;
        private readonly DriverTask _task;
        private readonly EgoVehicle _vehicle;
        private readonly bool _exact;
        private readonly Observation _observation = new();
        private ObservedActor[] _others = [];
        private ActorState? _last;

        public Member(IDriver driver, DriverTask task, Setting options, CancellationToken cancellationToken)
        {
            _task = task;
            _exact = driver.Info.PerfectTracking;
            _vehicle = new EgoVehicle(task.Vehicle, task.Actors[task.EgoIndex].Body.RearAxleToCentreM, task.StepUs);
            _session = driver.Start(task, options, cancellationToken);
        }

        public ActorState Next(int step, ReadOnlySpan<ObservedActor> actors, ReadOnlyMemory<ObservedSignal> signals, CancellationToken cancellationToken)
        {
            if (_others.Length < actors.Length)
            {
                _others = new ObservedActor[actors.Length];
            }

            int count = 0;
            bool isThere = false;
            foreach (var actor in actors)
            {
                if (actor.Index != _task.EgoIndex)
                {
                    _others[count++] = actor;
                    continue;
                }

                isThere = true;
                _observation.Ego = actor.State;
            }

            if (!isThere)
            {
                throw new ArgumentException($"Actor {_task.EgoIndex} is not there.", nameof(actors));
            }

            // Whoever keeps the world says where everybody is: one that was put elsewhere goes on from there.
            if (_last != _observation.Ego)
            {
                _vehicle.Reset(_observation.Ego);
            }

            _observation.Step = step;
            _observation.TimeUs = step * _task.StepUs;
            _observation.Others = _others.AsMemory(0, count);
            _observation.Signals = signals;
            var answer = _session.Decide(_observation, cancellationToken);
            if ((answer is null ? "it gave no answer" : answer.Fault()) is { } fault)
            {
                throw new DriverFailedException(fault);
            }

            var next = _vehicle.Step(step, answer!, _exact, brake: false);
            _last = next;
            return next;
        }

        public void Dispose() => _session.Dispose();
    }
}
