using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>How long a state of an entity has lasted.</summary>
internal sealed class DurationTest(StoryActor[] entities, bool all, StoryEngine engine, DurationTest.Watched watched, double durationS) : EntityTest(entities, all)
{
    public enum Watched
    {
        EndOfRoad,
        OffRoad,
        Standing,
    }

    protected override bool Holds(StoryActor actor)
    {
        double since = watched switch
        {
            Watched.EndOfRoad => actor.EndOfRoadSince,
            Watched.OffRoad => actor.OffRoadSince,
            _ => actor.StandsSince,
        };
        return !double.IsNaN(since) && engine.TimeS - since >= durationS - 1e-6;
    }
}

/// <summary>Boxes that overlap.</summary>
internal sealed class CollisionTest(StoryActor[] entities, bool all, StoryActor[] others) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor)
    {
        var box = actor.Box;
        foreach (var other in others)
        {
            if (!ReferenceEquals(other, actor) && other.Present && box.Overlaps(other.Box))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Speed, or one of its components in the entity's axes.</summary>
internal sealed class SpeedTest(StoryActor[] entities, bool all, double valueMps, ValueRule rule, DirectionalDimension? direction) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor) => Compare(Of(actor, direction), valueMps, rule);

    public static double Of(StoryActor actor, DirectionalDimension? direction)
    {
        if (direction is null)
        {
            return actor.Speed;
        }

        var (sin, cos) = Pinned.SinCos(actor.Heading);
        return direction switch
        {
            DirectionalDimension.Longitudinal => actor.Velocity.X * cos + actor.Velocity.Y * sin,
            DirectionalDimension.Lateral => actor.Velocity.Y * cos - actor.Velocity.X * sin,
            _ => 0,
        };
    }
}

/// <summary>Speed less that of another entity, in the other's axes.</summary>
internal sealed class RelativeSpeedTest(StoryActor[] entities, bool all, StoryActor other, double valueMps, ValueRule rule, DirectionalDimension? direction) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor)
    {
        if (!other.Present)
        {
            return false;
        }

        var (sin, cos) = Pinned.SinCos(other.Heading);
        double value = direction switch
        {
            null => actor.Speed - other.Speed,
            DirectionalDimension.Longitudinal => (actor.Velocity.X - other.Velocity.X) * cos + (actor.Velocity.Y - other.Velocity.Y) * sin,
            DirectionalDimension.Lateral => (actor.Velocity.Y - other.Velocity.Y) * cos - (actor.Velocity.X - other.Velocity.X) * sin,
            _ => 0,
        };
        return Compare(value, valueMps, rule);
    }
}

/// <summary>Acceleration: the whole without a sign, or a component in the entity's axes.</summary>
internal sealed class AccelerationTest(StoryActor[] entities, bool all, double valueMps2, ValueRule rule, DirectionalDimension? direction) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor)
    {
        var a = actor.Acceleration;
        var (sin, cos) = Pinned.SinCos(actor.Heading);
        double value = direction switch
        {
            null => Math.Sqrt(a.X * a.X + a.Y * a.Y),
            DirectionalDimension.Longitudinal => a.X * cos + a.Y * sin,
            DirectionalDimension.Lateral => a.Y * cos - a.X * sin,
            _ => 0,
        };
        return Compare(value, valueMps2, rule);
    }
}

/// <summary>Way gone.</summary>
internal sealed class TraveledTest(StoryActor[] entities, bool all, double valueM) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor) => actor.Odometer >= valueM - 1e-6;
}
