using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Formats.Gltf;

/// <summary>An actor's track as the keys of an animation in glTF's frame. Immutable.</summary>
internal sealed class ActorMotion
{
    // Beyond it a float is no place any more.
    private const double MaxCoordinateM = 1e7;

    private ActorMotion(List<float> times, List<float> places, List<float> turns, List<float> showTimes, List<float> shown) =>
        (Times, Places, Turns, ShowTimes, Shown) = (times, places, turns, showTimes, shown);

    /// <summary>Seconds of the keys, strictly increasing.</summary>
    public List<float> Times { get; }

    /// <summary>Three numbers a key.</summary>
    public List<float> Places { get; }

    /// <summary>Quaternions, four numbers a key.</summary>
    public List<float> Turns { get; }

    /// <summary>Seconds at which the actor appears or vanishes, the first 0.</summary>
    public List<float> ShowTimes { get; }

    /// <summary>Scale from then on, three numbers a key: 1 or 0.</summary>
    public List<float> Shown { get; }

    /// <summary>True when the places differ.</summary>
    public bool Moves => Differ(Places, 3);

    /// <summary>True when the turns differ.</summary>
    public bool Turning => Differ(Turns, 4);

    /// <summary>The motion; null when the actor is never anywhere.</summary>
    public static ActorMotion? Of(Recording recording, Track track, Vector2d origin)
    {
        List<float> times = [], places = [], turns = [], showTimes = [], shown = [];
        var (sinBefore, cosBefore) = (0.0, 1.0);
        for (int step = 0; step < recording.StepCount; step++)
        {
            float seconds = (float)(recording.TimeUs(step) / 1e6);
            bool there = track.IsPresent(step) && Placed(track.At(step));
            if (showTimes.Count == 0 || (shown[^1] > 0 != there && seconds > showTimes[^1]))
            {
                showTimes.Add(seconds);
                shown.AddRange(there ? [1, 1, 1] : [0, 0, 0]);
            }

            if (!there || (times.Count > 0 && seconds <= times[^1]))
            {
                continue;
            }

            var state = track.At(step);
            var (sin, cos) = Pinned.SinCos(state.HeadingRad / 2);
            // A quaternion and its negative are the same turn; the nearer one goes the short way.
            if (sin * sinBefore + cos * cosBefore < 0)
            {
                (sin, cos) = (-sin, -cos);
            }

            (sinBefore, cosBefore) = (sin, cos);
            times.Add(seconds);
            places.AddRange([(float)(state.X - origin.X), 0, (float)(origin.Y - state.Y)]);
            turns.AddRange([0, (float)sin, 0, (float)cos]);
        }

        return times.Count == 0 ? null : new ActorMotion(times, places, turns, showTimes, shown);
    }

    /// <summary>True for a state that has a place.</summary>
    public static bool Placed(in ActorState state) =>
        Math.Abs(state.X) <= MaxCoordinateM && Math.Abs(state.Y) <= MaxCoordinateM && double.IsFinite(state.HeadingRad);

    private static bool Differ(List<float> values, int width)
    {
        for (int i = width; i < values.Count; i++)
        {
            if (values[i] != values[i - width])
            {
                return true;
            }
        }

        return false;
    }
}
