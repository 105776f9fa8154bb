using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>Collects where moved vehicles are; everybody else keeps the log.</summary>
internal sealed class TrafficOutput
{
    private readonly IReadOnlyList<SceneObject> _source;
    private readonly List<SceneObject> _result;

    /// <summary>Vehicles begin with sample 0 of the log and are absent later until they are set.</summary>
    public TrafficOutput(IReadOnlyList<SceneObject> source)
    {
        _source = source;
        _result = new List<SceneObject>(source.Count);
        foreach (var item in source)
        {
            _result.Add(item.Type == SceneObjectType.Vehicle ? Cleared(item) : IsNow(item) == item.Present[0] ? item : WithoutNow(item));
        }
    }

    public void Set(int index, int step, Pose2d pose, Vector2d velocity)
    {
        var item = _result[index];
        item.Present[step] = true;
        item.Poses[step] = pose;
        item.Velocities[step] = velocity;
    }

    public void Log(int index, int step)
    {
        if (_source[index].Present[step])
        {
            Set(index, step, _source[index].Poses[step], _source[index].Velocities[step]);
        }
    }

    /// <summary>Everybody who is there at some sample, in the log's order.</summary>
    public IReadOnlyList<SceneObject> Finish()
    {
        _result.RemoveAll(static item => item.Type == SceneObjectType.Vehicle && !item.Present.AsSpan().Contains(true));
        return _result;
    }

    /// <summary>True for who is annotated now; in the reference somebody seen once, later, is interpolated to be there too.</summary>
    public static bool IsNow(SceneObject item) => item.Present[0] && item.FirstSighting == 0;

    private static SceneObject WithoutNow(SceneObject item)
    {
        bool[] present = [.. item.Present];
        present[0] = false;
        return item with { Present = present };
    }

    private static SceneObject Cleared(SceneObject item)
    {
        var (present, poses, velocities) = (new bool[Horizon.Samples], new Pose2d[Horizon.Samples], new Vector2d[Horizon.Samples]);
        (present[0], poses[0], velocities[0]) = (IsNow(item), item.Poses[0], item.Velocities[0]);
        return item with { Present = present, Poses = poses, Velocities = velocities };
    }
}
