using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Simulation.Engine;

/// <summary>
/// The driven ego: delays answers by the vehicle's latency in whole steps, turns plans into controls, moves the vehicle model at the rear axle
/// and gives back the box's centre. Not thread-safe.
/// </summary>
internal sealed class EgoVehicle
{
    private readonly VehicleDynamics _dynamics;
    private readonly PlanTracker _tracker;
    private readonly PlanReader _reader = new();
    private readonly double _offset;
    private readonly double _dt;
    private readonly long _stepUs;
    private readonly double _maxDecel;
    private readonly DriverAnswer?[] _pending;
    private RearAxleState _state;
    private DriverAnswer? _tracked;

    public EgoVehicle(VehicleSpec vehicle, double rearAxleToCentreM, long stepUs)
    {
        _dynamics = new VehicleDynamics(vehicle);
        _tracker = new PlanTracker(_dynamics.Limits, stepUs);
        _offset = rearAxleToCentreM;
        _stepUs = stepUs;
        _dt = stepUs * 1e-6;
        _maxDecel = vehicle.MaxDecelMps2;
        LatencySteps = checked((int)((vehicle.LatencyUs + stepUs - 1) / stepUs));
        _pending = new DriverAnswer?[LatencySteps + 1];
    }

    /// <summary>
    /// The ego's vehicle in a scenario: its own or the default for its box. On a road with a friction below 1 its total acceleration is capped
    /// by it.
    /// </summary>
    public static VehicleSpec For(Scenario scenario)
    {
        var ego = scenario.Ego;
        var vehicle = ego.Vehicle ?? DefaultVehicle.For(ego);
        double friction = scenario.Environment.Friction;
        return friction < 1 && friction < (vehicle.FrictionCap ?? 1) ? vehicle with { FrictionCap = friction } : vehicle;
    }

    /// <summary>Steps between an answer and its effect.</summary>
    public int LatencySteps { get; }

    /// <summary>Stands at the start again.</summary>
    public void Reset(in ActorState centre)
    {
        _state = RearAxleState.FromCentre(centre, _offset);
        Array.Clear(_pending);
        _tracked = null;
    }

    /// <summary>The state after the step that begins at <paramref name="step"/>.</summary>
    /// <param name="step">Step whose observation was answered.</param>
    /// <param name="answer">The answer, well-formed.</param>
    /// <param name="exact">True: stand exactly on the plan, without latency or vehicle model.</param>
    /// <param name="brake">True: the answer is overruled by full braking, unless a plan is followed exactly (a log stays a log).</param>
    public ActorState Step(int step, DriverAnswer answer, bool exact, bool brake)
    {
        int slots = _pending.Length;
        _pending[step % slots] = answer;
        if (exact && answer.Plan is { } plan)
        {
            _reader.Use(plan);
            return Follow(_reader.At((step + 1) * _stepUs));
        }

        if (brake)
        {
            return Move(new Controls(-_maxDecel, _state.SteerRad));
        }

        var due = step >= LatencySteps ? _pending[(step - LatencySteps) % slots] : null;
        if (due is null)
        {
            return Move(new Controls(0, _state.SteerRad));
        }

        if (due.Controls is { } controls)
        {
            return Move(controls);
        }

        if (!ReferenceEquals(due, _tracked))
        {
            _tracked = due;
            _tracker.Use(due.Plan!, _state, step * _stepUs);
        }

        return Move(_tracker.Track(_state, step * _stepUs));
    }

    private ActorState Move(Controls controls)
    {
        _state = _dynamics.Step(_state, controls, _dt);
        return _state.ToCentre(_offset);
    }

    private ActorState Follow(in PlanPoint point)
    {
        double turned = Pinned.AngleDifference(point.HeadingRad, _state.HeadingRad);
        _state = new RearAxleState(
            point.X,
            point.Y,
            point.HeadingRad,
            point.SpeedMps,
            0,
            (point.SpeedMps - _state.SpeedMps) / _dt,
            turned / _dt);
        return _state.ToCentre(_offset);
    }
}
