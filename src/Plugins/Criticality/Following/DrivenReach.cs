using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Following;

/// <summary>When the ego's front passed a place of its path, from the recorded positions, linear between steps. Immutable.</summary>
internal sealed class DrivenReach
{
    private readonly EgoScene _scene;

    // The furthest front so far at each entry of the ego's track: not falling, so that it can be bisected.
    private readonly double[] _furthest;

    public DrivenReach(EgoScene scene)
    {
        _scene = scene;
        _furthest = new double[scene.EndStep - scene.FromStep];
        double furthest = double.NegativeInfinity;
        for (int i = 0; i < _furthest.Length; i++)
        {
            ref readonly var ego = ref scene.At(scene.FromStep + i);
            furthest = ego.Present ? Math.Max(furthest, ego.S + ego.Box.HalfLengthM) : furthest;
            _furthest[i] = furthest;
        }
    }

    /// <summary>Time from a step until the front is at an arc length, s; 0 when it is there or beyond already, infinite when it never gets there.</summary>
    public double TimeUntil(int step, double s)
    {
        int from = step - _scene.FromStep;
        ref readonly var ego = ref _scene.At(step);
        if (ego.S + ego.Box.HalfLengthM >= s)
        {
            return 0;
        }

        if (_furthest[^1] < s)
        {
            return double.PositiveInfinity;
        }

        int low = from;
        int high = _furthest.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = _furthest[middle] >= s ? (low, middle) : (middle, high);
        }

        double rise = _furthest[high] - _furthest[low];
        double fraction = rise > 0 ? Math.Clamp((s - _furthest[low]) / rise, 0, 1) : 1;
        return (low - from + fraction * (high - low)) * _scene.DtSeconds;
    }
}
