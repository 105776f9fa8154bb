using System.Globalization;
using Sim.Formats.OpenDrive;
using Sim.Formats.OpenScenario;
using Sim.Host.Planning;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Host.BuiltIn;

/// <summary>
/// Takes scenarios from OpenSCENARIO files: <c>from: { openscenario: "scenes/*.xosc", ego: Ego, drive: driver, maps: { Town01: town.xodr }, with: { Speed: 10 | 20 } }</c>.
/// One case for each file and point of <c>with</c>; a parameter value distribution is a case for each of its sets. Thread-safe.
/// </summary>
public sealed class OpenScenarioGenerator : IScenarioGenerator
{
    /// <inheritdoc/>
    public string Name => "openscenario";

    /// <inheritdoc/>
    public string Description => "OpenSCENARIO XML 1.0 to 1.2 (.xosc): scenarios and parameter value distributions, the ego driven by the driver under test or by the storyboard.";

    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = Options.Read(request);
        var points = options.Space.Points(options.Plan, request.SuiteSeed);
        var keys = new List<CaseKey>();
        foreach (var file in options.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string stem = Path.GetFileNameWithoutExtension(file.Key);
            var read = Read(file, request, options, null);
            if (read.File.Content == OpenScenarioContent.Distribution)
            {
                if (options.Space.Parameters.Count > 0)
                {
                    throw options.Place.Error($"'{file.Key}' is a parameter value distribution, which says itself what varies; leave out with:");
                }

                if (read.File.ParameterSets.Count == 0)
                {
                    throw new InputException(read.File.Unsupported.Count > 0 ? $"unsupported: {read.File.Unsupported[0].Reason}" : "the distribution has no parameter set", file.Key);
                }

                keys.AddRange(read.File.ParameterSets.Select(s => new CaseKey { Source = $"{file.Key}#{s.Name}", Parameters = s.Values, Label = $"{stem}-{s.Name}" }));
            }
            else
            {
                keys.AddRange(points.Select(p => new CaseKey { Source = file.Key, Parameters = p.ToParameters(), Draw = p.Draw, Label = p.Label.Length > 0 ? $"{stem}-{p.Label}" : stem }));
            }
        }

        return keys;
    }

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        var options = Options.Read(request);
        int at = key.Source.LastIndexOf('#');
        var file = request.Files.FromKey(at < 0 ? key.Source : key.Source[..at]);
        var (read, used) = Read(file, request, options, at < 0 ? Si(key.Parameters) : null);
        if (read.Content == OpenScenarioContent.Distribution)
        {
            var set = read.ParameterSets.FirstOrDefault(s => at >= 0 && s.Name == key.Source[(at + 1)..])
                ?? throw options.Place.Error($"the case key '{key.Source}' names no set of that distribution");
            var scenarioFile = new OpenScenarioFolders(request.Files, file).Locate(read.ScenarioFile, file.Key)
                ?? throw new InputException($"the scenario '{read.ScenarioFile}' of this distribution does not exist", file.Key);
            (read, var more) = Read(scenarioFile, request, options, set.Values);
            used = [file, scenarioFile, .. used, .. more];
        }
        else
        {
            used = [file, .. used];
        }

        var scenario = read.ToScenario(new OpenScenarioOptions
        {
            EgoId = options.Ego,
            Drive = options.Drive,
            Vehicle = request.Vehicle,
            StepUs = request.StepUs,
            HorizonUs = request.HorizonUs,
        });
        var parents = used.Concat(options.Maps.Values).DistinctBy(f => f.Key).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} sha256:{FileHash.Of(f.FullPath, f.Key)}");
        return TrafficOverride.Apply(scenario with { Provenance = scenario.Provenance with { Parents = [.. parents] } }, new SimulatorUse { StepUs = request.StepUs, HorizonUs = request.HorizonUs, Traffic = request.Traffic });
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = Options.Read(request);
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var map in options.Maps.Values)
        {
            inputs[map.Key] = map.FullPath;
        }

        foreach (var file in options.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (read, used) = Read(file, request, options, null);
            if (read.Content == OpenScenarioContent.Distribution && new OpenScenarioFolders(request.Files, file).Locate(read.ScenarioFile, file.Key) is { } scenario)
            {
                used = [scenario, .. used, .. Read(scenario, request, options, null).Used];
            }

            foreach (var one in used.Prepend(file))
            {
                inputs[one.Key] = one.FullPath;
            }
        }

        return Ordered.Copy(inputs);
    }

    private static (OpenScenarioFile File, IReadOnlyList<SourceFile> Used) Read(SourceFile file, GenerateRequest request, Options options, IReadOnlyDictionary<string, string>? parameters)
    {
        var folders = new OpenScenarioFolders(request.Files, file, options.Map);
        var read = OpenScenarioReader.Read(OpenScenarioFolders.BytesOf(file), file.Key, folders, parameters);
        return (read, folders.Used);
    }

    // Files compute in SI units, or in whatever they mean where a suite gives no unit.
    private static IReadOnlyDictionary<string, string> Si(IReadOnlyDictionary<string, string> parameters) => Ordered.Copy(parameters.Select(p =>
    {
        var value = ValueSpec.Parse(p.Value).Values[0];
        return KeyValuePair.Create(p.Key, value.Quantity is { } quantity ? quantity.Si.ToString("R", CultureInfo.InvariantCulture) : value.Text);
    }));

    private sealed class Options
    {
        private readonly Dictionary<string, RoadMap> _read = new(StringComparer.Ordinal);

        public required Setting Place { get; init; }

        public required IReadOnlyList<SourceFile> Files { get; init; }

        public required string? Ego { get; init; }

        public required OpenScenarioDrive Drive { get; init; }

        public required IReadOnlyDictionary<string, SourceFile> Maps { get; init; }

        public required ParameterSpace Space { get; init; }

        public required SamplingPlan Plan { get; init; }

        public static Options Read(GenerateRequest request)
        {
            var reader = new SettingReader(request.From, "an OpenSCENARIO file");
            var place = reader.Required("openscenario");
            string? ego = reader.Text("ego");
            var drive = reader.Choice<OpenScenarioDrive>("drive") ?? OpenScenarioDrive.Driver;
            var with = reader.Optional("with");
            var sample = reader.Optional("sample");
            var maps = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
            if (reader.Optional("maps") is { } named)
            {
                foreach (var entry in named.Kind == SettingKind.Map ? named.Entries : throw named.Error($"found {SettingReader.Describe(named)} where road networks are expected; write maps: {{ Town01: town.xodr }}"))
                {
                    maps[entry.Key] = request.Files.Resolve(entry.Value);
                }
            }

            reader.Done();
            var files = new List<SourceFile>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var pattern in place.Kind == SettingKind.List ? place.Items : [place])
            {
                files.AddRange(request.Files.Glob(pattern).Where(f => seen.Add(f.Key)));
            }

            return new Options
            {
                Place = place,
                Files = files.Count > 0 ? files : throw place.Error("an empty list names no scenario file"),
                Ego = ego,
                Drive = drive,
                Maps = maps,
                Space = ParameterSpace.Read(with),
                Plan = SamplingPlan.Read(sample),
            };
        }

        public RoadMap? Map(string name)
        {
            if (!Maps.TryGetValue(name, out var file))
            {
                return null;
            }

            if (!_read.TryGetValue(name, out var map))
            {
                _read[name] = map = OpenDriveReader.Read(OpenScenarioFolders.BytesOf(file), file.Key, withRoads: true);
            }

            return map;
        }
    }
}
