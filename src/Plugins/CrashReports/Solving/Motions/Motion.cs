using Sim.Geometry;
using Sim.Plugins.CrashReports.Solving.Stories;
using Sim.Plugins.CrashReports.Solving.Ways;

namespace Sim.Plugins.CrashReports.Solving.Motions;

/// <summary>One actor of a draft: what it is, its way and when it is where. Immutable.</summary>
/// <param name="Id">Id in the scenario.</param>
/// <param name="User">Size and abilities.</param>
/// <param name="Story">Its story.</param>
/// <param name="Way">Its way.</param>
/// <param name="Schedule">When it is where; time 0 is the contact, shifted by <paramref name="DelayS"/>.</param>
/// <param name="DelayS">How much later than the contact its own time 0 lies, s.</param>
/// <param name="TimeScale">How much faster than solved it goes through its motion; 1 as solved.</param>
internal sealed record Motion(string Id, RoadUser User, ActorStory Story, Way Way, Schedule Schedule, double DelayS = 0, double TimeScale = 1)
{
    /// <summary>State at a time from contact, s.</summary>
    public ActorState At(double t)
    {
        var (s, v, a) = Schedule.At((t - DelayS) * TimeScale);
        (v, a) = (v * TimeScale, a * TimeScale * TimeScale);
        var pose = Way.Path.PoseAt(s);
        double sign = Way.Path.Backwards ? -1 : 1;
        return new ActorState(pose.X, pose.Y, pose.HeadingRad, sign * v, 0, sign * a, v * Way.Path.CurvatureAt(s));
    }

    /// <summary>Box at a time from contact, s.</summary>
    public OrientedBox BoxAt(double t) => new(Way.Path.PoseAt(Schedule.At((t - DelayS) * TimeScale).S), User.Body.LengthM, User.Body.WidthM);
}
