using Sim.Numerics;
using Sim.Simulation.Storyboards;

namespace Sim.Simulation.Engine;

/// <summary>
/// The engine's state: every actor of a scenario in flat arrays, advanced one step at a time. All new accelerations are computed from the
/// same old state (synchronous update), in index order, so that equal inputs give equal bytes. <see cref="Advance()"/> allocates nothing.
/// Poses are box centres on the ground, local frame. Not thread-safe; one world per thread.
/// </summary>
public sealed partial class World
{
    private readonly IOutsideTraffic? _outside;
    private readonly Scenario _scenario;
    private readonly Actor[] _actors;
    private readonly int _count;
    private readonly double _dt;
    private readonly Motion[] _motion;
    private readonly int[] _firstStep;
    private readonly double[] _halfLength;
    private readonly double[] _halfWidth;
    private readonly double[] _radius;

    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _heading;
    private readonly double[] _cos;
    private readonly double[] _sin;
    private readonly double[] _speed;
    private readonly double[] _lateral;
    private readonly double[] _accel;
    private readonly double[] _yawRate;
    private readonly double[] _steer;
    private readonly bool[] _present;

    private readonly double[] _oldX;
    private readonly double[] _oldY;
    private readonly double[] _oldHeading;
    private readonly double[] _oldCos;
    private readonly double[] _oldSin;
    private readonly double[] _oldSpeed;
    private readonly double[] _oldLateral;
    private readonly bool[] _wasPresent;

    private readonly SignalPlan _signals;
    private readonly StoryEngine? _story;
    private readonly WorldEvent[] _events;
    private int _eventCount;

    /// <summary>Compiles a scenario and stands at step 0. The lane network of a map is compiled once and shared by all its worlds.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="strictStoryboard">True: refuses a storyboard with elements that this engine does not perform; false: leaves them out, with a warning
    /// among the recording's events.</param>
    /// <exception cref="InputException">The scenario cannot be run by this engine; says why.</exception>
    public World(Scenario scenario, bool strictStoryboard = true)
        : this(scenario, null, null, strictStoryboard)
    {
    }

    /// <summary>The same with actors that another simulator moves.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="outside">Moves them, or null.</param>
    /// <param name="moved">Their ids.</param>
    /// <param name="strictStoryboard">As above.</param>
    /// <exception cref="InputException">The scenario cannot be run by this engine; says why.</exception>
    internal World(Scenario scenario, IOutsideTraffic? outside, IReadOnlySet<string>? moved, bool strictStoryboard)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        _scenario = scenario;
        _outside = outside;
        _actors = [.. scenario.Actors];
        _count = _actors.Length;
        _dt = scenario.StepUs * 1e-6;
        StepUs = scenario.StepUs;
        _motion = new Motion[_count];
        _firstStep = new int[_count];
        (_halfLength, _halfWidth, _radius) = (new double[_count], new double[_count], new double[_count]);
        (_x, _y, _heading, _cos, _sin) = (new double[_count], new double[_count], new double[_count], new double[_count], new double[_count]);
        (_speed, _lateral, _accel, _yawRate, _steer) = (new double[_count], new double[_count], new double[_count], new double[_count], new double[_count]);
        (_oldX, _oldY, _oldHeading, _oldCos, _oldSin) = (new double[_count], new double[_count], new double[_count], new double[_count], new double[_count]);
        (_oldSpeed, _oldLateral) = (new double[_count], new double[_count]);
        (_present, _wasPresent) = (new bool[_count], new bool[_count]);
        _events = new WorldEvent[4 * _count + 16];
        EgoIndex = -1;
        for (int i = 0; i < _count; i++)
        {
            var actor = _actors[i];
            _firstStep[i] = actor.FirstStep;
            _halfLength[i] = actor.Body.LengthM / 2;
            _halfWidth[i] = actor.Body.WidthM / 2;
            _radius[i] = Math.Sqrt(_halfLength[i] * _halfLength[i] + _halfWidth[i] * _halfWidth[i]);
            _motion[i] = actor.Behaviour switch
            {
                _ when moved is not null && moved.Contains(actor.Id) => Motion.Outside,
                StationaryBehaviour => Motion.Stationary,
                ConstantVelocityBehaviour => Motion.ConstantVelocity,
                TrajectoryBehaviour => Motion.Trajectory,
                FollowPathBehaviour => Motion.Path,
                FollowLaneBehaviour => Motion.Lane,
                DriverBehaviour => Motion.Driven,
                StoryboardBehaviour => Motion.Story,
                _ => throw new InputException($"actor '{actor.Id}' has the behaviour {actor.Behaviour.GetType().Name}, which the embedded engine does not know"),
            };
            if (actor.Id == scenario.EgoId)
            {
                EgoIndex = i;
            }
        }

        _trajectories = TrajectoryTable.Build(_actors);
        _paths = PathTable.Build(_actors, _dt);
        _signals = new SignalPlan(scenario.Map);
        if (scenario.Storyboard is not null || Array.Exists(_motion, m => m == Motion.Story))
        {
            _story = new StoryEngine(scenario, _signals, strictStoryboard, moved);
        }

        _lanes = LaneState.Build(scenario, _actors, _motion, _dt, _signals);
        _sweep = new int[_count];
        (_sweepMin, _sweepMax, _sweepY, _sweepRadius) = (new double[_count], new double[_count], new double[_count], new double[_count]);
        _inert = new bool[_count];
        for (int i = 0; i < _count; i++)
        {
            _inert[i] = _motion[i] == Motion.Stationary || (_motion[i] == Motion.Trajectory && _actors[i].Behaviour is TrajectoryBehaviour { Recorded: true });
        }

        Reset();
    }

    /// <summary>Number of actors, present or not.</summary>
    public int Count => _count;

    /// <summary>Step length, µs.</summary>
    public long StepUs { get; }

    /// <summary>Current step.</summary>
    public int StepIndex { get; private set; }

    /// <summary>Current time, µs.</summary>
    public long TimeUs => StepIndex * StepUs;

    /// <summary>Index of the ego, or -1.</summary>
    public int EgoIndex { get; }

    /// <summary>True when the ego waits for <see cref="Advance(in ActorState)"/>.</summary>
    public bool EgoIsDriven => EgoIndex >= 0 && _motion[EgoIndex] == Motion.Driven;

    /// <summary>The actor at an index.</summary>
    public Actor Actor(int index) => _actors[index];

    /// <summary>The storyboard at run time; null when the scenario has none.</summary>
    internal StoryEngine? Story => _story;

    /// <summary>True when an actor is in the scene now.</summary>
    public bool IsPresent(int index) => _present[index];

    /// <summary>State of an actor now; meaningless while it is absent.</summary>
    public ActorState State(int index) => new(_x[index], _y[index], _heading[index], _speed[index], _lateral[index], _accel[index], _yawRate[index], _steer[index]);

    /// <summary>Pose and speeds of an actor at the step before; those of now when it was absent.</summary>
    internal ActorState OldState(int index) => _wasPresent[index]
        ? State(index) with { X = _oldX[index], Y = _oldY[index], HeadingRad = _oldHeading[index], SpeedMps = _oldSpeed[index], LateralMps = _oldLateral[index] }
        : State(index);

    /// <summary>Index of the lane that an actor with <see cref="FollowLaneBehaviour"/> is in, in the map's order, or -1.</summary>
    public int LaneOf(int index) => _lanes?.Lane(index) ?? -1;

    /// <summary>What a traffic light of the map shows now, by its place among the map's lights.</summary>
    internal SignalPlan Signals => _signals;

    /// <summary>What happened in the last step.</summary>
    internal ReadOnlySpan<WorldEvent> Events => _events.AsSpan(0, _eventCount);

    /// <summary>Back to step 0.</summary>
    public void Reset()
    {
        StepIndex = 0;
        _eventCount = 0;
        _contactCount = 0;
        _touchingCount = 0;
        _signals.Clear();
        _story?.Begin();
        _signals.MoveTo(0);
        _trajectories.Reset();
        _paths.Reset();
        _lanes?.Reset();
        for (int i = 0; i < _count; i++)
        {
            _sweep[i] = i;
            _present[i] = false;
            _wasPresent[i] = false;
            Enter(i);
        }

        _outside?.Begin(this);
        _signals.MoveTo(0);
        _lanes?.Settle(this);
        Remember();
        FindInitialContacts();
    }

    /// <summary>Advances one step without a driven ego.</summary>
    /// <exception cref="InvalidOperationException">The ego is driven.</exception>
    public void Advance()
    {
        if (EgoIsDriven)
        {
            throw new InvalidOperationException("The ego is driven: give its next state.");
        }

        Advance(default);
    }

    /// <summary>Advances one step; the driven ego stands at the given state afterwards.</summary>
    public void Advance(in ActorState driven) => Advance(driven, CancellationToken.None);

    internal void Advance(in ActorState driven, CancellationToken cancellationToken)
    {
        _eventCount = 0;
        _contactCount = 0;
        Remember();
        _paths.CheckTriggers(this);
        _lanes?.Decide(this);
        _paths.Decide(this);
        _story?.Move();
        StepIndex++;
        for (int i = 0; i < _count; i++)
        {
            if (!_present[i])
            {
                Enter(i);
                continue;
            }

            switch (_motion[i])
            {
                case Motion.ConstantVelocity:
                    KeepVelocity(i);
                    break;
                case Motion.Trajectory:
                    _trajectories.Move(this, i);
                    break;
                case Motion.Path:
                    _paths.Move(this, i);
                    break;
                case Motion.Lane:
                    _lanes!.Move(this, i);
                    break;
                case Motion.Driven:
                    Place(i, driven);
                    break;
                case Motion.Story:
                    FollowStory(i);
                    break;
            }
        }

        _outside?.Advance(this, cancellationToken);
        _lanes?.Settle(this);
        _story?.Settle(this);
        _signals.MoveTo(TimeUs);
        FindContacts();
    }

    // The step's derived figures come with the next look at the storyboard, so they are computed here from the engine's own old state.
    private void FollowStory(int i)
    {
        var actor = _story!.Of(i)!;
        if (!actor.Present)
        {
            Leave(i);
            return;
        }

        var state = actor.ToState(_heading[i]);
        double turn = actor.Teleported ? 0 : state.HeadingRad - _oldHeading[i];
        Place(i, state with { AccelMps2 = (state.SpeedMps - _oldSpeed[i]) / _dt, YawRateRps = turn / _dt });
    }

    private void Remember()
    {
        _x.AsSpan().CopyTo(_oldX);
        _y.AsSpan().CopyTo(_oldY);
        _heading.AsSpan().CopyTo(_oldHeading);
        _cos.AsSpan().CopyTo(_oldCos);
        _sin.AsSpan().CopyTo(_oldSin);
        _speed.AsSpan().CopyTo(_oldSpeed);
        _lateral.AsSpan().CopyTo(_oldLateral);
        _present.AsSpan().CopyTo(_wasPresent);
    }

    private void Enter(int i)
    {
        if (_motion[i] == Motion.Story)
        {
            var story = _story!.Of(i)!;
            if (story.Present)
            {
                Place(i, story.ToState(story.Heading));
                (_sin[i], _cos[i]) = Pinned.SinCos(_heading[i]);
                _present[i] = true;
                if (StepIndex > 0)
                {
                    Raise(WorldEventKind.Appear, i);
                }
            }

            return;
        }

        if (_motion[i] == Motion.Outside || StepIndex < _firstStep[i] || (_motion[i] != Motion.Trajectory && StepIndex != _firstStep[i]))
        {
            return;
        }

        var actor = _actors[i];
        if (_motion[i] == Motion.Trajectory)
        {
            if (!_trajectories.Enter(this, i))
            {
                return;
            }
        }
        else
        {
            Place(i, actor.Initial);
        }

        _present[i] = true;
        if (_motion[i] == Motion.Lane && !_lanes!.Enter(this, i))
        {
            throw new InputException($"actor '{actor.Id}' follows a lane, but no lane lies under its start ({actor.Initial.X:F1}, {actor.Initial.Y:F1}); move it onto a lane");
        }

        if (StepIndex > 0)
        {
            Raise(WorldEventKind.Appear, i);
        }
    }

    private void Leave(int i)
    {
        _present[i] = false;
        Raise(WorldEventKind.Vanish, i);
    }

    private void Raise(WorldEventKind kind, int actor, int lane = -1)
    {
        if (_eventCount < _events.Length)
        {
            _events[_eventCount++] = new WorldEvent(kind, actor, lane);
        }
    }

    private void Place(int i, in ActorState state)
    {
        if (state.HeadingRad != _heading[i] || StepIndex == _firstStep[i])
        {
            (_sin[i], _cos[i]) = Pinned.SinCos(state.HeadingRad);
        }

        _x[i] = state.X;
        _y[i] = state.Y;
        _heading[i] = state.HeadingRad;
        _speed[i] = state.SpeedMps;
        _lateral[i] = state.LateralMps;
        _accel[i] = state.AccelMps2;
        _yawRate[i] = state.YawRateRps;
        _steer[i] = state.SteerRad;
    }

    private void KeepVelocity(int i)
    {
        var start = _actors[i].Initial;
        double t = (StepIndex - _firstStep[i]) * _dt;
        _x[i] = start.X + (start.SpeedMps * _cos[i] - start.LateralMps * _sin[i]) * t;
        _y[i] = start.Y + (start.SpeedMps * _sin[i] + start.LateralMps * _cos[i]) * t;
        _accel[i] = 0;
        _yawRate[i] = 0;
    }
}
