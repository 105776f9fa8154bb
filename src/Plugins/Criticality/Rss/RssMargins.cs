namespace Sim.Plugins.Criticality.Rss;

/// <summary>How far the ego and another actor are from each other's safe distances at one instant. Plain value.</summary>
internal readonly record struct RssMargins
{
    /// <summary>Gap lengthwise, m, at least 0.</summary>
    public double GapM { get; init; }

    /// <summary>Safe distance lengthwise, m.</summary>
    public double SafeM { get; init; }

    /// <summary>Gap sideways, m, at least 0.</summary>
    public double LateralGapM { get; init; }

    /// <summary>Safe distance sideways, m.</summary>
    public double SafeLateralM { get; init; }

    /// <summary>Speed of the ego along the lane, m/s.</summary>
    public double EgoMps { get; init; }

    /// <summary>Speed of the other along the lane, m/s; negative when it comes towards the ego.</summary>
    public double OtherMps { get; init; }

    /// <summary>Speed of the ego towards the other's side, m/s.</summary>
    public double EgoTowardsMps { get; init; }

    /// <summary>True when the ego follows the other.</summary>
    public bool EgoBehind { get; init; }

    /// <summary>True when they drive towards each other.</summary>
    public bool Opposite { get; init; }

    /// <summary>True when the ego drives in its lane's direction.</summary>
    public bool EgoCorrect { get; init; }

    /// <summary>Gap minus safe distance, m.</summary>
    public double LongitudinalM => GapM - SafeM;

    /// <summary>The same sideways, m.</summary>
    public double LateralM => LateralGapM - SafeLateralM;

    /// <summary>The larger of both, m: not positive is dangerous.</summary>
    public double MarginM => Math.Max(LongitudinalM, LateralM);

    /// <summary>Safe is strictly more than the safe distance.</summary>
    public bool LongitudinallySafe => LongitudinalM > 0;

    /// <summary>Safe is strictly more than the safe distance.</summary>
    public bool LaterallySafe => LateralM > 0;

    /// <summary>Neither is safe.</summary>
    public bool Dangerous => !LongitudinallySafe && !LaterallySafe;
}
