using System.Globalization;
using Sim.Formats;
using Sim.Formats.CommonRoad;
using Sim.Formats.Logs;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Host.BuiltIn;

/// <summary>
/// Makes scenarios of recorded traffic: <c>from: { recording: "*.xml", ego: planning-problem | designated | ID, problem: ID, start: 2 s }</c>.
/// Reads every format of <see cref="LogFiles"/>. One case for each file and planning problem; a file of a pattern that cannot give
/// the ego asked for is a case that is refused with the reason.
/// </summary>
public sealed class RecordingGenerator : IScenarioGenerator
{
    private const string Problem = "problem-";
    private const string Actor = "actor-";
    private const string Designated = "designated";
    private const string NoProblem = "no-problem";
    private const string PlanningProblem = "planning-problem";

    /// <inheritdoc/>
    public string Name => "recording";

    /// <inheritdoc/>
    public string Description => "Recorded traffic from files of any format of logs: planning problems, or a recorded vehicle as the ego.";

    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        var options = Options.Read(request);
        var keys = new List<CaseKey>();
        bool some = false;
        string? without = null;
        foreach (var file in Files(request, options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string stem = LogFiles.Stem(file.Key);
            var fragments = Fragments(file, options);
            foreach (string fragment in fragments)
            {
                some |= fragment != NoProblem;
                without ??= fragment == NoProblem ? file.Key : null;
                keys.Add(new CaseKey
                {
                    Source = $"{file.Key}#{fragment}",
                    Parameters = options.Parameters,
                    Label = fragments.Count > 1 || fragment.StartsWith(Actor, StringComparison.Ordinal) ? $"{stem}-{fragment[(fragment.IndexOf('-') + 1)..]}" : stem,
                });
            }
        }

        if (!some && without is not null)
        {
            throw options.Place.Error($"'{without}' has no planning problem{(keys.Count > 1 ? ", nor has any other file that matches" : "")}; use ego: designated, or an actor's id");
        }

        return keys.Count > 0
            ? keys
            : throw options.Place.Error($"no file that '{options.Place.Raw}' matches has the planning problem '{options.ProblemId}'");
    }

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var options = Options.Read(request);
        int at = key.Source.LastIndexOf('#');
        if (at < 0)
        {
            throw options.Place.Error($"the case key '{key.Source}' names no ego; it should end in #{Problem}ID, #{Designated} or #{Actor}ID");
        }

        var file = request.Files.FromKey(key.Source[..at]);
        string fragment = key.Source[(at + 1)..];
        var build = new RecordedScenarioOptions
        {
            Name = LogFiles.Stem(file.Key),
            Vehicle = request.Vehicle,
            StartUs = options.StartUs,
            StepUs = request.StepUs,
            HorizonUs = request.HorizonUs,
        };
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var scenario = IsCommonRoad(file, options)
                ? FromCommonRoad(CommonRoadReader.Read(LogFiles.Bytes(file, CommonRoadReader.MaxBytes), file.Key), fragment, build)
                : FromLog(LogFiles.Read(file, request.Files), file.Key, fragment, build);
            return TrafficOverride.Apply(scenario, new SimulatorUse { Traffic = request.Traffic });
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException(e.Detail, file.Key, inner: e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken) =>
        Ordered.Copy(Files(request, Options.Read(request)).SelectMany(f => LogFiles.Files(f, request.Files)).Select(f => KeyValuePair.Create(f.Key, f.FullPath)));

    private static Scenario FromCommonRoad(CommonRoadFile file, string fragment, RecordedScenarioOptions options)
    {
        if (fragment.StartsWith(Problem, StringComparison.Ordinal))
        {
            return file.ToScenario(fragment[Problem.Length..], options);
        }

        if (fragment == NoProblem)
        {
            throw new RefusedException("the file has no planning problem; use ego: designated, or an actor's id", file.File);
        }

        bool named = fragment.StartsWith(Actor, StringComparison.Ordinal);
        return named || DesignatedEgo.Choose(file.ToRecording().Tracks) is not null
            ? file.ToReplay(named ? fragment[Actor.Length..] : null, options)
            : throw new RefusedException("the file records no moving motor vehicle that could be the ego; name an actor or use a planning problem", file.File);
    }

    private static Scenario FromLog(Recording log, string file, string fragment, RecordedScenarioOptions options)
    {
        string ego = fragment.StartsWith(Actor, StringComparison.Ordinal)
            ? fragment[Actor.Length..]
            : log.EgoId ?? DesignatedEgo.Choose(log.Tracks) ?? throw new RefusedException("the recording has no ego and no moving motor vehicle that could be one; name an actor with ego: ID", file);
        return RecordedScenario.Build(log, options with { EgoId = ego });
    }

    private static IReadOnlyList<string> Fragments(SourceFile file, Options options)
    {
        bool commonRoad = IsCommonRoad(file, options);
        if (options.Ego == Designated)
        {
            return [Designated];
        }

        if (options.Ego is not (null or PlanningProblem))
        {
            return [Actor + options.Ego];
        }

        bool wanted = options.Ego == PlanningProblem || options.ProblemId is not null;
        if (!commonRoad)
        {
            return wanted ? throw options.Place.Error($"'{file.Key}' is no CommonRoad file and has no planning problems; use ego: designated, or an actor's id") : [Designated];
        }

        var ids = CommonRoadReader.ReadProblemIds(LogFiles.Bytes(file, CommonRoadReader.MaxBytes), file.Key);
        if (options.ProblemId is { } only)
        {
            return ids.Contains(only) ? [Problem + only] : [];
        }

        return ids.Count > 0 ? [.. ids.Select(id => Problem + id)]
            : [wanted ? NoProblem : Designated];
    }

    private static List<SourceFile> Files(GenerateRequest request, Options options)
    {
        var files = new List<SourceFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in options.Patterns)
        {
            foreach (var file in request.Files.Glob(pattern))
            {
                if (seen.Add(file.Key))
                {
                    files.Add(file);
                }
            }
        }

        return files;
    }

    private static bool IsCommonRoad(SourceFile file, Options options) => Path.GetExtension(file.Key).ToUpperInvariant() switch
    {
        ".XML" => true,
        ".XODR" => throw options.Place.Error($"'{file.Key}' is an OpenDRIVE map, not a recording; write a scenario that names it (map: {{ file: … }}) and run that: from: {{ scenario: … }}"),
        ".XOSC" => throw options.Place.Error($"'{file.Key}' is an OpenSCENARIO storyboard, not a recording"),
        _ => LogFiles.IsLog(file.Key) ? false : throw options.Place.Error($"'{file.Key}' is no recording that can be read; expected {LogFiles.Expected}"),
    };

    private sealed record Options(Setting Place, IReadOnlyList<Setting> Patterns, string? Ego, string? ProblemId, long StartUs)
    {
        public IReadOnlyDictionary<string, string> Parameters { get; } = StartUs == 0
            ? Ordered.Empty
            : Ordered.Copy([new("start", (StartUs / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture) + " s")]);

        public static Options Read(GenerateRequest request)
        {
            ArgumentNullException.ThrowIfNull(request);
            var reader = new SettingReader(request.From, "a recording");
            var pattern = reader.Required("recording");
            string? ego = reader.Text("ego");
            string? problem = reader.Text("problem");
            long start = reader.Duration("start", minUs: 0) ?? 0;
            reader.Done();
            if (problem is not null && ego is not (null or PlanningProblem))
            {
                throw pattern.Error($"'problem' picks a planning problem, but the ego is '{ego}'; leave one of them out");
            }

            if (start > 0 && ego is (null or PlanningProblem))
            {
                throw pattern.Error("'start' moves the start of a recorded ego; a planning problem starts where the file says: write ego: designated, or an actor's id");
            }

            if (request.Traffic is { } traffic)
            {
                TrafficOverride.Require(traffic);
            }

            return new Options(pattern, pattern.Kind == SettingKind.List ? pattern.Items : [pattern], ego, problem, start);
        }
    }
}
