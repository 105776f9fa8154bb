using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>Approximates a set-based prediction by states of the actor's own box.</summary>
internal static class OccupancyTrack
{
    /// <summary>
    /// Appends one state for each occupancy later than the initial state, at the centre of its bounding box; an occupancy over a time interval
    /// stands at the middle of it. Occupancies out of order are sorted; of two at one step the first counts.
    /// </summary>
    public static void Append(RawObstacle raw, Notes notes)
    {
        var initial = raw.States[0];
        var ordered = raw.Occupancies.Select(o => (Step: o.FirstStep + (o.LastStep - o.FirstStep) / 2, Occupancy: o)).OrderBy(o => o.Step).ToList();
        foreach (var (step, occupancy) in ordered)
        {
            if (occupancy.FirstStep != occupancy.LastStep)
            {
                notes.Add("occupancies over a time interval stand at its middle");
            }

            if (step > raw.States[^1].Step)
            {
                raw.States.Add(new RawState
                {
                    Place = initial.Place,
                    Step = step,
                    HasStep = true,
                    HasPosition = true,
                    Position = Bounds.Of([.. occupancy.Areas.SelectMany(a => a.Points)]).Centre,
                    Heading = initial.Heading,
                });
            }
        }
    }
}
