using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>A position that conditions ask about: resolved again at each look where it depends on an entity.</summary>
internal sealed class StoryTarget(StoryPositions positions, RoadNet net, StoryPosition position)
{
    private readonly bool _moves = position is RelativeLanePosition or RelativeObjectPosition or RelativeRoadPosition or RelativeWorldPosition or RoutePosition { FromEntityId: not null };
    private StoryPose? _pose;

    public bool TryGet(StoryActor self, out StoryPose pose)
    {
        if (_pose is { } known && !_moves)
        {
            pose = known;
            return true;
        }

        try
        {
            pose = positions.Resolve(position, self);
        }
        catch (InputException)
        {
            // The entity that it is relative to is off the road just now.
            pose = default;
            return false;
        }

        if (!pose.Place.IsOn && net.Locate(pose.X, pose.Y, pose.Heading, null, out var place))
        {
            pose = pose with { Place = place };
        }

        _pose = pose;
        return true;
    }
}

/// <summary>Nearer to a position than a tolerance.</summary>
internal sealed class ReachTest(StoryActor[] entities, bool all, StoryTarget target, double toleranceM) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor)
    {
        if (!target.TryGet(actor, out var pose))
        {
            return false;
        }

        double dx = pose.X - actor.X, dy = pose.Y - actor.Y;
        return Compare(Math.Sqrt(dx * dx + dy * dy), toleranceM, ValueRule.LessThan);
    }
}

/// <summary>Distance to a position, without its sign.</summary>
internal sealed class DistanceTest(StoryActor[] entities, bool all, RoadNet net, StoryTarget target, DistanceMeasure measure, double valueM, ValueRule rule) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor) => target.TryGet(actor, out var pose)
        && Compare(StoryDistances.ToPlace(net, actor, pose, measure, out double distance) ? Math.Abs(distance) : 1e10, valueM, rule);
}

/// <summary>Distance to an entity, without its sign.</summary>
internal sealed class RelativeDistanceTest(StoryActor[] entities, bool all, RoadNet net, StoryActor other, DistanceMeasure measure, double valueM, ValueRule rule) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor) => other.Present
        && Compare(StoryDistances.Between(net, actor, other, measure, out double distance) ? Math.Abs(distance) : 1e10, valueM, rule);
}

/// <summary>Time to where another entity is; not defined behind it, standing or reversing.</summary>
internal sealed class HeadwayTest(StoryActor[] entities, bool all, RoadNet net, StoryActor other, DistanceMeasure measure, double valueS, ValueRule rule) : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor)
    {
        if (!other.Present || actor.Speed < StoryActor.NoSpeedMps)
        {
            return false;
        }

        double distance = StoryDistances.Between(net, actor, other, measure, out double found) ? found : 1e10;
        return distance >= 0 && Compare(distance / actor.Speed, valueS, rule);
    }
}

/// <summary>Time to a collision at constant speeds; not defined without a distance or while they move apart.</summary>
internal sealed class CollisionTimeTest(StoryActor[] entities, bool all, RoadNet net, StoryActor? other, StoryTarget? target, DistanceMeasure measure, double valueS, ValueRule rule)
    : EntityTest(entities, all)
{
    protected override bool Holds(StoryActor actor)
    {
        double distance, closing;
        if (other is not null)
        {
            if (!other.Present)
            {
                return false;
            }

            distance = StoryDistances.Between(net, actor, other, measure, out double found) ? found : 1e10;
            closing = Closing(actor, other);
        }
        else
        {
            if (!target!.TryGet(actor, out var pose))
            {
                return false;
            }

            distance = StoryDistances.ToPlace(net, actor, pose, measure, out double found) ? found : 1e10;
            closing = actor.Speed;
        }

        if (Math.Abs(distance) < 1e-6 || Math.Abs(closing) < 1e-6)
        {
            return false;
        }

        double time = distance / closing;
        return time >= 0 && Compare(time, valueS, rule);
    }

    // How much faster the entity goes in the other's direction of motion than the other.
    private static double Closing(StoryActor actor, StoryActor other)
    {
        var v = other.Velocity;
        double length = Math.Sqrt(v.X * v.X + v.Y * v.Y);
        if (length < 1e-6)
        {
            return actor.Speed;
        }

        double along = (actor.Velocity.X * v.X + actor.Velocity.Y * v.Y) / length;
        double sign = (actor.Speed < 0 ? -1 : 1) * (along < 0 ? -1 : 1);
        return sign * (along - Math.Abs(other.Speed));
    }
}

/// <summary>Lanes around an entity that are free of others, of which at least one exists.</summary>
internal sealed class ClearanceTest(StoryActor[] entities, bool all, RoadNet net, StoryActor[] others, RelativeClearanceCondition condition) : EntityTest(entities, all)
{
    private readonly DistanceMeasure _along = new(StoryCoordinates.Road, StoryDistanceType.Longitudinal, condition.Freespace);

    protected override bool Holds(StoryActor actor)
    {
        if (!actor.Place.IsOn)
        {
            return false;
        }

        int own = RoadNet.LaneUnder(actor.Place);
        bool up = actor.FacesUp;
        foreach (var other in others)
        {
            if (ReferenceEquals(other, actor) || !other.Present || !other.Place.IsOn
                || !StoryDistances.Between(net, actor, other, _along, out double ds) || ds < -condition.BackwardM || ds > condition.ForwardM)
            {
                continue;
            }

            bool against = Math.Abs(Pinned.AngleDifference(other.Heading, actor.Heading)) > Math.PI / 2;
            int lane = RoadNet.LaneUnder(other.Place);
            bool opposite = ReferenceEquals(other.Place.Road, actor.Place.Road) ? Math.Sign(lane) != Math.Sign(own) : against;
            int difference = Lanes(opposite && !ReferenceEquals(other.Place.Road, actor.Place.Road) ? -lane : lane, own, up);
            if (InRange(difference) && (condition.OppositeLanes || !opposite))
            {
                return false;
            }
        }

        var lanes = actor.Place.Section.Lanes;
        for (int i = 0; i < lanes.Count; i++)
        {
            if (lanes[i].LaneId is not null && InRange(Lanes(lanes[i].Number, own, up)) && (condition.OppositeLanes || Math.Sign(lanes[i].Number) == Math.Sign(own)))
            {
                return true;
            }
        }

        return false;
    }

    // Lanes to the left as the entity looks, the centre line not counted.
    private static int Lanes(int lane, int own, bool up)
    {
        int difference = lane - own;
        if (Math.Sign(lane) != Math.Sign(own))
        {
            difference -= Math.Sign(difference);
        }

        return up ? difference : -difference;
    }

    private bool InRange(int difference)
    {
        if (condition.Lanes.Count == 0)
        {
            return true;
        }

        for (int i = 0; i < condition.Lanes.Count; i++)
        {
            if (difference >= (condition.Lanes[i].From ?? int.MinValue) && difference <= (condition.Lanes[i].To ?? int.MaxValue))
            {
                return true;
            }
        }

        return false;
    }
}
