using Sim.Geometry;

namespace Sim.Plugins.Criticality.Encroachment;

/// <summary>
/// Post-encroachment time of crossing paths: the shortest time between one box leaving a place and the other reaching it, both recorded. Only
/// places where the headings differ by 15° to 165° count; following and meeting are the headway's and the time to collision's business.
/// </summary>
internal sealed class PostEncroachment(Recording recording, Track ego)
{
    private const double MaxPetS = 5;
    private static readonly double MinCrossing = Numerics.Pinned.Sin(15 * Math.PI / 180);

    private double _best = double.PositiveInfinity;
    private int _egoStep;
    private int _otherStep;
    private string _other = "";

    /// <summary>Compares the ego's sweep with another actor's.</summary>
    public void Add(Track other, CancellationToken cancellationToken)
    {
        int window = (int)(MaxPetS * 1e6 / recording.StepUs);
        var boxes = Boxes(other);
        for (int i = 0; i < ego.Count; i++)
        {
            int step = ego.FirstStep + i;
            if (!ego.IsPresent(step))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var mine = new OrientedBox(ego.At(step), ego.Body);
            double reach = Radius(mine);
            int from = Math.Max(other.FirstStep, step - window);
            int to = Math.Min(other.EndStep - 1, step + window);
            for (int at = from; at <= to; at++)
            {
                double apart = Math.Abs(at - step) * recording.StepUs / 1e6;
                if (apart >= _best || !other.IsPresent(at))
                {
                    continue;
                }

                var theirs = boxes[at - other.FirstStep];
                double limit = reach + Radius(theirs);
                if ((theirs.Centre - mine.Centre).LengthSquared <= limit * limit
                    && Math.Abs(mine.Axis.Cross(theirs.Axis)) >= MinCrossing
                    && mine.Overlaps(theirs))
                {
                    (_best, _egoStep, _otherStep, _other) = (apart, step, at, other.Id);
                }
            }
        }
    }

    /// <summary>The shortest over all actors.</summary>
    public Measured<double> Result(string? notApplicable)
    {
        if (notApplicable is not null)
        {
            return Measured.NotApplicable<double>(notApplicable);
        }

        if (double.IsInfinity(_best))
        {
            return Measured.NoConflict<double>("no actor crosses a place that the ego uses within 5 s");
        }

        return Measured.Of(
            _best,
            recording.TimeUs(Math.Max(_egoStep, _otherStep)),
            [recording.EgoId!, _other],
            [
                new("ego there at", recording.TimeUs(_egoStep) / 1e6, "s"),
                new("other there at", recording.TimeUs(_otherStep) / 1e6, "s"),
            ],
            _best == 0 ? "both are there at once" : "");
    }

    private static double Radius(in OrientedBox box) => Math.Sqrt(box.HalfLengthM * box.HalfLengthM + box.HalfWidthM * box.HalfWidthM);

    private static OrientedBox[] Boxes(Track track)
    {
        var boxes = new OrientedBox[track.Count];
        for (int i = 0; i < boxes.Length; i++)
        {
            if (track.IsPresent(track.FirstStep + i))
            {
                boxes[i] = new OrientedBox(track.At(track.FirstStep + i), track.Body);
            }
        }

        return boxes;
    }
}
