using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.CommonRoad;

public sealed partial record CommonRoadFile
{
    private const long MaxEntries = 20_000_000;
    private const int MaxSignalChanges = 1_000_000;

    /// <summary>
    /// What was logged: every obstacle but phantoms, on the file's own time grid; what stands still has its state at every step. The ego is
    /// <see cref="DesignatedEgo"/>'s choice.
    /// </summary>
    /// <exception cref="InputException">The file is so long that the recording would not fit into memory.</exception>
    public Recording ToRecording()
    {
        int steps = 1;
        foreach (var obstacle in Obstacles)
        {
            steps = Math.Max(steps, obstacle.FirstStep + obstacle.States.Length);
        }

        var tracks = new List<Track>(Obstacles.Count);
        long entries = 0;
        foreach (var obstacle in Obstacles)
        {
            if (obstacle.Role == CommonRoadObstacleRole.Phantom)
            {
                continue;
            }

            bool still = obstacle.Role != CommonRoadObstacleRole.Dynamic;
            int count = still ? steps - obstacle.FirstStep : obstacle.States.Length;
            entries += count;
            if (entries > MaxEntries)
            {
                throw new InputException($"the obstacles have more than {MaxEntries} states together; split the file", File, obstacle.Line);
            }

            ReadOnlySpan<ActorState> states = obstacle.States.Span;
            if (still)
            {
                var same = new ActorState[count];
                Array.Fill(same, states[0]);
                states = same;
            }

            tracks.Add(Track.FromStates(obstacle.Id, obstacle.Class, obstacle.Body, obstacle.FirstStep, states));
        }

        return new Recording
        {
            Name = Map.Name,
            StepUs = Header.StepUs,
            StepCount = steps,
            Map = Map,
            Tracks = tracks,
            Signals = Lights(steps),
            EgoId = DesignatedEgo.Choose(tracks),
            Environment = Environment,
            End = RecordingEnd.LogEnd,
            Provenance = Provenance,
        };
    }

    private PlannedEgo Plan(string problemId)
    {
        var problem = FindProblem(problemId)
            ?? throw new InputException($"there is no planning problem '{problemId}'; {(Problems.Count == 0 ? "the file has none" : Nearest.Hint(problemId, Problems.Select(p => p.Id)))}", File);

        // Ids are unique in a file: converters that give a vehicle's id to its planning problem mean the vehicle itself.
        bool recorded = Obstacles.Any(o => o.Role == CommonRoadObstacleRole.Dynamic && o.Id == problemId);
        return new PlannedEgo(problem.FirstStep, problem.Initial, new EgoTask { Goals = problem.Goals }, recorded ? problemId : null);
    }

    /// <summary>The scenario of a planning problem, with this file's footprints and tags.</summary>
    /// <param name="problemId">Which problem.</param>
    /// <param name="options">Vehicle, step, horizon; null for the defaults. Ego, footprints and tags are set here.</param>
    /// <exception cref="InputException">There is no such problem, or no scenario can be made of it.</exception>
    public Scenario ToScenario(string problemId, RecordedScenarioOptions? options = null) =>
        RecordedScenario.Build(ToRecording(), Options(options) with { Planned = Plan(problemId), EgoId = null });

    /// <summary>The scenario with a recorded vehicle as the ego.</summary>
    /// <param name="egoId">Which actor; null for the designated one.</param>
    /// <param name="options">As for a planning problem.</param>
    /// <exception cref="InputException">There is no such actor, no vehicle qualifies, or no scenario can be made of it.</exception>
    public Scenario ToReplay(string? egoId = null, RecordedScenarioOptions? options = null)
    {
        var log = ToRecording();
        string ego = egoId ?? log.EgoId ?? throw new InputException("the file records no moving motor vehicle that could be the ego; name an actor or use a planning problem", File);
        return RecordedScenario.Build(log, Options(options) with { EgoId = ego, Planned = null });
    }

    private RecordedScenarioOptions Options(RecordedScenarioOptions? options) => (options ?? new RecordedScenarioOptions { Name = Map.Name }) with
    {
        Footprints = Footprints(),
        Tags = Header.Tags,
    };

    private Dictionary<string, IReadOnlyList<Polygon>> Footprints()
    {
        var footprints = new Dictionary<string, IReadOnlyList<Polygon>>(StringComparer.Ordinal);
        foreach (var obstacle in Obstacles)
        {
            if (obstacle.Footprint.Count > 0)
            {
                footprints.Add(obstacle.Id, obstacle.Footprint);
            }
        }

        return footprints;
    }

    private List<SignalTrack> Lights(int steps)
    {
        var lights = new List<SignalTrack>();
        long total = 0;
        foreach (var signal in Map.Signals)
        {
            if (signal.Kind != MapSignalKind.Light || signal.Cycle.Count == 0)
            {
                continue;
            }

            var changes = Changes(signal, steps);
            total += changes.Count;
            if (total > MaxSignalChanges)
            {
                throw new InputException($"the traffic lights change more than {MaxSignalChanges} times; split the file", File);
            }

            lights.Add(new SignalTrack(signal.Id, changes));
        }

        return lights;
    }

    private List<SignalChange> Changes(MapSignal light, int steps)
    {
        long length = light.Cycle.Sum(p => p.DurationUs);
        long at = light.CycleOffsetUs % length;
        int phase = 0;
        while (at >= light.Cycle[phase].DurationUs)
        {
            at -= light.Cycle[phase].DurationUs;
            phase++;
        }

        var changes = new List<SignalChange>();
        long step = 0;
        long leftUs = light.Cycle[phase].DurationUs - at;
        while (step < steps)
        {
            var state = light.Cycle[phase].State;
            if (changes.Count == 0 || changes[^1].State != state)
            {
                changes.Add(new SignalChange((int)step, state));
            }

            step += leftUs / Header.StepUs;
            phase = (phase + 1) % light.Cycle.Count;
            leftUs = light.Cycle[phase].DurationUs;
        }

        return changes;
    }
}
