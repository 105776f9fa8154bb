namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>When each model finds the situation unsafe (JRC-FSM; UN R157). Pure; thread-safe.</summary>
internal static class CarefulTrigger
{
    /// <summary>Slack that the reference adds to the bound of 5.2.5.2 and to the fuzzy model's lateral headway, s.</summary>
    private const double SlackS = 0.1;

    public static bool HumanIsSafeInCutIn(in LaneState ego, in LaneState other, in LaneBoxes boxes, CarefulParameters with)
    {
        if (ego.AlongM > other.AlongM || boxes.LateralGapM(ego, other) > 0)
        {
            return true;
        }

        double gap = other.AlongM - ego.AlongM - boxes.EgoLengthM / 2 - boxes.OtherLengthM / 2;
        return Math.Abs(Math.Abs(gap) / (ego.SpeedMps - other.SpeedMps)) > with.CriticalTtcS;
    }

    public static bool Reg157IsSafeInCutIn(in LaneState ego, in LaneState other, in LaneBoxes boxes, CarefulParameters with)
    {
        if (ego.AlongM > other.AlongM || boxes.LateralGapM(ego, other) > with.IntrusionGapM)
        {
            return true;
        }

        double closing = ego.SpeedMps - other.SpeedMps;
        return Math.Abs(boxes.GapM(ego, other) / closing) > closing / (2 * with.AssumedBrakeMps2) + with.AssumedReactionTimeS + SlackS;
    }

    public static bool RssIsSafe(in LaneState ego, in LaneState other, in LaneBoxes boxes, CarefulParameters with)
    {
        if (ego.AlongM > other.AlongM)
        {
            return true;
        }

        double reaction = with.AssumedReactionTimeS;
        double after = ego.SpeedMps + reaction * with.RssAccelMps2;
        double safe = ego.SpeedMps * reaction + with.RssAccelMps2 * (reaction * reaction) / 2 + after * after / (2 * with.RssBrakeMps2)
            - other.SpeedMps * other.SpeedMps / (2 * with.RssBrakeMps2);
        if (!(boxes.GapM(ego, other) < safe))
        {
            return true;
        }

        double lateral = Math.Abs(other.LateralMps);
        double sideways = lateral + with.RssLateralMps2 * reaction;
        double safeLateral = with.RssLateralMarginM + Math.Abs((2 * lateral + with.RssLateralMps2 * reaction) * reaction / 2)
            + sideways * sideways / (2 * with.RssLateralMps2);
        return !(boxes.LateralGapM(ego, other) < safeLateral);
    }

    /// <summary>False when the fuzzy model need not look: the other is behind, moves away, or crosses later than the ego passes.</summary>
    public static bool FuzzyLooks(in LaneState ego, in LaneState other, in LaneBoxes boxes)
    {
        if (ego.AlongM > other.AlongM)
        {
            return false;
        }

        double side = boxes.LateralGapM(ego, other);
        if (!(side > 0))
        {
            return true;
        }

        double towards = -other.LateralMps;
        if (!(towards > 0))
        {
            return false;
        }

        double whole = Math.Abs(ego.AlongM - other.AlongM) + boxes.EgoLengthM / 2 + boxes.OtherLengthM / 2;
        return !(side / towards > whole / (ego.SpeedMps - other.SpeedMps) + SlackS);
    }
}
