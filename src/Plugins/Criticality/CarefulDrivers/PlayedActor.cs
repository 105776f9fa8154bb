using Sim.Geometry;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// Another actor over the steps of a counterfactual, in the world and in the frame of the ego's path. It moves as recorded, also where the ego's record has
/// ended; after the recording's end it goes on: braking on to standstill if it braked, else at constant speed, along the path if it drove along it,
/// else straight ahead. An actor that vanished before is gone. Immutable.
/// </summary>
internal sealed class PlayedActor
{
    private const double AlongCos = 0.7;
    private readonly PlayedState[] _states;

    public PlayedActor(EgoScene scene, Track track, int fromStep, int endStep)
    {
        Track = track;
        FromStep = fromStep;
        _states = new PlayedState[endStep - fromStep];
        bool lasts = track.EndStep >= scene.Recording.StepCount && track.IsPresent(track.EndStep - 1);
        double brake = lasts ? LastBrake(track, scene.DtSeconds) : 0;
        int hint = -1;
        for (int step = fromStep; step < endStep; step++)
        {
            if (track.IsPresent(step))
            {
                _states[step - fromStep] = Recorded(scene, track, step, ref hint);
            }
            else if (lasts && step >= track.EndStep)
            {
                var last = step > fromStep ? _states[step - 1 - fromStep] : Recorded(scene, track, track.EndStep - 1, ref hint);
                _states[step - fromStep] = GoOn(scene, last, brake);
            }
        }

        Ever = Array.Exists(_states, s => s.Present);
    }

    /// <summary>The actor.</summary>
    public Track Track { get; }

    /// <summary>First step.</summary>
    public int FromStep { get; }

    /// <summary>One past the last step.</summary>
    public int EndStep => FromStep + _states.Length;

    /// <summary>True when it is present at some step.</summary>
    public bool Ever { get; }

    /// <summary>The state at a step.</summary>
    public ref readonly PlayedState At(int step) => ref _states[step - FromStep];

    private static double LastBrake(Track track, double dt)
    {
        int last = track.EndStep - 1;
        if (!track.IsPresent(last - 1))
        {
            return 0;
        }

        double before = Math.Abs(track.At(last - 1).SpeedMps), now = Math.Abs(track.At(last).SpeedMps);
        return Math.Max((before - now) / dt, 0);
    }

    private static PlayedState Recorded(EgoScene scene, Track track, int step, ref int hint)
    {
        var state = track.At(step);
        var box = new OrientedBox(state, track.Body);
        var place = scene.Path.Project(box.Centre, PolylineEnds.Extend, hint);
        hint = place.SegmentIndex;
        return PlayedState.Of(box, new Vector2d(state.SpeedMps, state.LateralMps).FromAxis(box.Axis), place);
    }

    private static PlayedState GoOn(EgoScene scene, in PlayedState last, double brake)
    {
        double speed = last.Velocity.Length;
        double next = Math.Max(speed - brake * scene.DtSeconds, 0);
        double way = (speed + next) / 2 * scene.DtSeconds;
        var axis = last.Box.Axis;
        double forward = last.Velocity.Dot(axis) < 0 ? -1 : 1;
        double cos = axis.Dot(last.Tangent);
        OrientedBox box;
        if (Math.Abs(cos) >= AlongCos)
        {
            // Lane keeping: the offset from the ego's path stays, and so does the angle to it.
            double s = last.S + forward * way * Math.Sign(cos);
            var tangent = scene.Path.TangentAt(s);
            var centre = scene.Path.PointAt(s, PolylineEnds.Extend) + tangent.Left * last.D;
            box = new OrientedBox(centre, tangent * Math.Sign(cos), last.Box.LengthM, last.Box.WidthM);
        }
        else
        {
            box = new OrientedBox(last.Box.Centre + axis * (forward * way), axis, last.Box.LengthM, last.Box.WidthM);
        }

        return PlayedState.Of(box, box.Axis * (forward * next), scene.Path.Project(box.Centre));
    }
}
