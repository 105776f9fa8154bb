namespace Sim;

/// <summary>
/// How a case ended, in the facts by which failures are told apart (criticality-and-reports §11). Made from the recording while the case runs, so it
/// is there even when no recording is kept. Plain data.
/// </summary>
public sealed record CaseEnding
{
    /// <summary>The instant that the facts speak of, µs since the recording's start: the ego's first contact, else the worst instant of the leading metric.</summary>
    public required long TimeUs { get; init; }

    /// <summary>The other actor's id, or null when nobody is concerned.</summary>
    public string? Partner { get; init; }

    /// <summary>The other actor's class, or null.</summary>
    public ActorClass? PartnerClass { get; init; }

    /// <summary>Where the ego is hit as a clock's hour, 1 to 12, 12 the front, 3 the right side; null without a contact.</summary>
    public int? ImpactHour { get; init; }

    /// <summary>What the ego was doing in the last three seconds.</summary>
    public required DrivenManoeuvre EgoManoeuvre { get; init; }

    /// <summary>What the partner did before: stable words such as "partner-brakes", "partner-cuts-in", "partner-crosses"; empty when there is none.</summary>
    public string Event { get; init; } = "";

    /// <summary>Largest deceleration of the ego along its heading, m/s², at least 0.</summary>
    public required double MaxDecelMps2 { get; init; }

    /// <summary>Smallest lateral gap between the ego and an actor beside it, m, at least 0; null when nobody was beside it.</summary>
    public double? MinLateralGapM { get; init; }

    /// <summary>
    /// The partner's box centre in the ego's frame over the last 3 s before <see cref="TimeUs"/> at 10 Hz, oldest first: x, y in m and heading in rad for
    /// each instant, rounded to 1 mm and 1 mrad; empty without a partner. Shorter when the recording is.
    /// </summary>
    public IReadOnlyList<double> Approach { get; init; } = [];
}
