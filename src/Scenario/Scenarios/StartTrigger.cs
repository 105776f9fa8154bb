namespace Sim;

/// <summary>When a scripted manoeuvre begins: at a time, or when the ego's time to the actor's path crossing or gap falls below a bound. The first that holds wins.</summary>
public sealed record StartTrigger
{
    /// <summary>At this time, µs; null means not by time.</summary>
    public long? TimeUs { get; init; }

    /// <summary>When the ego's time to collision with this actor (constant speeds, along the ego's heading) is at or below this, s.</summary>
    public double? TtcS { get; init; }

    /// <summary>When the ego's front is this near to the actor's centre along the ego's heading, m.</summary>
    public double? GapM { get; init; }

    /// <summary>When the ego's time to reach its point of crossing with the actor's path at its current speed is at or below this, s.</summary>
    public double? TimeToPathS { get; init; }
}
