using System.Globalization;
using Sim.Geometry;

namespace Sim.Plugins.Leaderboards;

/// <summary>The ego of a recording on an even grid of times, from its first appearance until it is first gone. Immutable.</summary>
internal sealed class EgoSamples
{
    private readonly ActorState[] _states;
    private readonly long _firstUs;

    private EgoSamples(Recording recording, Track ego, long sampleUs, long firstUs, ActorState[] states)
    {
        Recording = recording;
        Ego = ego;
        SampleUs = sampleUs;
        _firstUs = firstUs;
        _states = states;
    }

    public Recording Recording { get; }

    public Track Ego { get; }

    public long SampleUs { get; }

    public int Count => _states.Length;

    public ReadOnlySpan<ActorState> States => _states;

    public double DurationS => (Count - 1) * SampleUs * 1e-6;

    public double SampleS => SampleUs * 1e-6;

    /// <summary>Says that the ego is there for a part of the recording only; empty when it is there throughout.</summary>
    public string Partly
    {
        get
        {
            long endUs = Recording.TimeUs(Recording.StepCount - 1);
            return _firstUs == 0 && TimeUs(Count - 1) + SampleUs > endUs ? ""
                : string.Create(CultureInfo.InvariantCulture, $"the ego is in the scene from {_firstUs * 1e-6:0.###} s to {TimeUs(Count - 1) * 1e-6:0.###} s of {endUs * 1e-6:0.###} s");
        }
    }

    /// <summary>The samples, or null when the recording has no ego that is ever present.</summary>
    public static EgoSamples? Of(Recording recording, long sampleUs)
    {
        if (recording.Ego() is not { } ego)
        {
            return null;
        }

        int first = Math.Max(0, ego.FirstStep);
        while (first < ego.EndStep && !ego.IsPresent(first))
        {
            first++;
        }

        if (first >= Math.Min(ego.EndStep, recording.StepCount))
        {
            return null;
        }

        long firstUs = recording.TimeUs(first);
        long endUs = recording.TimeUs(recording.StepCount - 1);
        var states = new List<ActorState>();
        for (long at = firstUs; at <= endUs && TrackSampling.TryAt(ego, recording.StepUs, at, out var state); at += sampleUs)
        {
            states.Add(state);
        }

        return new(recording, ego, sampleUs, firstUs, [.. states]);
    }

    public long TimeUs(int sample) => _firstUs + (sample * SampleUs);

    /// <summary>The first sample at or after a time, held within the samples.</summary>
    public int SampleFrom(long timeUs) => (int)Math.Clamp((timeUs - _firstUs + SampleUs - 1) / SampleUs, 0, Count - 1);

    public OrientedBox Box(int sample) => new(in _states[sample], Ego.Body);

    public Vector2d Position(int sample) => new(_states[sample].X, _states[sample].Y);

    public Vector2d[] Positions()
    {
        var positions = new Vector2d[Count];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = Position(i);
        }

        return positions;
    }
}
