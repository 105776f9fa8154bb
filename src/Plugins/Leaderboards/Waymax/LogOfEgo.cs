using Sim.Geometry;

namespace Sim.Plugins.Leaderboards;

/// <summary>Where the ego was in its log.</summary>
internal sealed class LogOfEgo(Scenario? scenario)
{
    private readonly IReadOnlyList<TimedState> _log =
        scenario?.Actors.FirstOrDefault(a => a.Id == scenario.EgoId)?.Behaviour is DriverBehaviour driven ? driven.Log : [];

    /// <summary>Largest distance to the log at the same time, with the mean beside it.</summary>
    public Measured<double> DivergenceOf(EgoSamples ego)
    {
        if (_log.Count == 0)
        {
            return Measured.NotApplicable<double>("the ego has no log to compare with");
        }

        double most = -1, sum = 0;
        int at = 0, count = 0;
        for (int i = 0; i < ego.Count; i++)
        {
            if (PositionAt(ego.TimeUs(i)) is { } logged)
            {
                double apart = ego.Position(i).DistanceTo(logged);
                sum += apart;
                count++;
                if (apart > most)
                {
                    (most, at) = (apart, i);
                }
            }
        }

        return count == 0
            ? Measured.NotApplicable<double>("the ego's log covers no instant of the recording")
            : Measured.Of(most, ego.TimeUs(at), [ego.Ego.Id], [new("mean", sum / count, "m"), new("compared samples", count, "")], ego.Partly);
    }

    private Vector2d? PositionAt(long timeUs)
    {
        int low = 0, high = _log.Count - 1;
        if (timeUs < _log[0].TimeUs || timeUs > _log[high].TimeUs)
        {
            return null;
        }

        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (_log[middle].TimeUs <= timeUs)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        ActorState from = _log[low].State, to = _log[high].State;
        double share = high == low ? 0 : (timeUs - _log[low].TimeUs) / (double)(_log[high].TimeUs - _log[low].TimeUs);
        return new Vector2d(from.X, from.Y).Lerp(new Vector2d(to.X, to.Y), share);
    }
}
