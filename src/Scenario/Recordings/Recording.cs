using Sim.Maps;

namespace Sim;

/// <summary>
/// What did happen: a log of real traffic and the output of a simulator are the same immutable type. Step k is at time k × <see cref="StepUs"/>.
/// Safe for concurrent use.
/// </summary>
public sealed partial record Recording
{
    /// <summary>Name for people, usually the scenario's.</summary>
    public required string Name { get; init; }

    /// <summary>Step length, µs, positive.</summary>
    public required long StepUs { get; init; }

    /// <summary>Number of recorded instants (steps 0 to count - 1).</summary>
    public required int StepCount { get; init; }

    /// <summary>The road network.</summary>
    public required RoadMap Map { get; init; }

    /// <summary>Id of the ego among <see cref="Tracks"/>, or null when the log designates none.</summary>
    public string? EgoId { get; init; }

    /// <summary>Actors' tracks, in a stable order.</summary>
    public required IReadOnlyList<Track> Tracks { get; init; }

    /// <summary>What traffic lights showed.</summary>
    public IReadOnlyList<SignalTrack> Signals { get; init; } = [];

    /// <summary>Events in order of time.</summary>
    public IReadOnlyList<RecordedEvent> Events { get; init; } = [];

    /// <summary>Contacts in order of time.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>The plan channel: what the driver answered, by step.</summary>
    public IReadOnlyList<RecordedAnswer> Answers { get; init; } = [];

    /// <summary>The ego's task, when known.</summary>
    public EgoTask? Task { get; init; }

    /// <summary>The vehicle that drove the ego, with the limits that held (DriverTask.Vehicle); null when nobody drove it, as in logs of real traffic.</summary>
    public VehicleSpec? Vehicle { get; init; }

    /// <summary>Conditions of the recording.</summary>
    public WorldEnvironment Environment { get; init; } = new();

    /// <summary>Why and how the recording ended.</summary>
    public RecordingEnd End { get; init; } = RecordingEnd.Horizon;

    /// <summary>How other actors moved: "log-replay", "constant-velocity", "idm", "idm-path", "mobil", "scripted" or a simulator's word. Reports print it.</summary>
    public string Traffic { get; init; } = "log-replay";

    /// <summary>Where it comes from.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Time of a step, µs.</summary>
    public long TimeUs(int step) => step * StepUs;

    /// <summary>The track with an id, or null.</summary>
    public Track? Find(string id)
    {
        for (int i = 0; i < Tracks.Count; i++)
        {
            if (Tracks[i].Id == id)
            {
                return Tracks[i];
            }
        }

        return null;
    }

    /// <summary>The ego's track, or null when there is none.</summary>
    public Track? Ego() => EgoId is null ? null : Find(EgoId);

    /// <summary>The steps [first, first + count), re-based to 0; arrays share memory with this recording.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty or leaves the recording.</exception>
    public Recording Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, StepCount, nameof(count));
        long fromUs = TimeUs(first);
        long toUs = TimeUs(first + count - 1);
        bool Within(long timeUs) => timeUs >= fromUs && timeUs <= toUs;
        return this with
        {
            StepCount = count,
            Tracks = [.. Tracks.Select(t => t.Slice(first, count)).OfType<Track>()],
            Signals = [.. Signals.Select(s => s.Slice(first, count))],
            Events = [.. Events.Where(e => Within(e.TimeUs)).Select(e => e with { TimeUs = e.TimeUs - fromUs })],
            Contacts = [.. Contacts.Where(c => Within(c.TimeUs)).Select(c => c with { TimeUs = c.TimeUs - fromUs })],
            Answers = [.. Answers.Where(a => a.Step >= first && a.Step < first + count).Select(a => a with { Step = a.Step - first, Answer = a.Answer.Shift(-fromUs) })],
        };
    }
}
