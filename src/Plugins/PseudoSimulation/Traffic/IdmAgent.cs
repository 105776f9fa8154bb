using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Shapes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>A vehicle that the reactive traffic drives along a path.</summary>
internal sealed class IdmAgent(SceneObject source, AgentPath path, double progressM, double speedMps, double targetSpeedMps)
{
    private readonly List<Vector2d> _line = [];

    public SceneObject Source => source;

    /// <summary>Its place among the scene's objects.</summary>
    public required int Index { get; init; }

    public AgentPath Path => path;

    public double ProgressM { get; private set; } = progressM;

    public double SpeedMps { get; private set; } = speedMps;

    public double TargetSpeedMps { get; set; } = targetSpeedMps;

    /// <summary>What others run into: at first the box, once it moved the box and the lane ahead of it.</summary>
    public ConvexParts Footprint { get; } = new();

    /// <summary>The lane to the path's end, as wide as the vehicle.</summary>
    public ConvexParts Corridor { get; } = new();

    public Pose2d Pose => path.PoseAt(path.Clamp(ProgressM));

    public double RemainingM => path.EndM - ProgressM;

    public void Advance(double accelMps2)
    {
        ProgressM += Horizon.StepSeconds * SpeedMps;
        SpeedMps = Math.Max(SpeedMps + (Horizon.StepSeconds * accelMps2), 0);
    }

    public void LayCorridor()
    {
        path.Remaining(path.Clamp(ProgressM), _line);
        Corridor.Clear();
        Corridor.AddBuffer(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line), source.WidthM / 2, squareCaps: false);
    }

    public void SetFootprint(Pose2d box)
    {
        Footprint.Clear();
        Footprint.AddBox(box, source.LengthM, source.WidthM);
    }

    /// <summary>The box and the lane from its rear to where its front will be after the headway.</summary>
    public void LayFootprint(double headwayS)
    {
        SetFootprint(Pose);
        double half = source.LengthM / 2;
        path.Between(path.Clamp(ProgressM - half), path.Clamp(ProgressM + half + (SpeedMps * headwayS)), _line);
        Footprint.AddBuffer(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line), source.WidthM / 2, squareCaps: false);
    }

    /// <summary>True when some corner of a shape lies ahead of the vehicle's middle.</summary>
    public bool IsAhead(ConvexParts shape)
    {
        var pose = Pose;
        var ahead = pose.ToDirection();
        for (int i = 0; i < shape.Count; i++)
        {
            foreach (var corner in shape.Part(i))
            {
                if ((corner - pose.Position).Dot(ahead) > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Another's speed along this vehicle's heading, m/s.</summary>
    public double Along(double speedMps, double headingRad) => speedMps * Pinned.Cos(headingRad - Pose.HeadingRad);
}
