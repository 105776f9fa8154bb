using Sim.Host.Planning;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Host.BuiltIn;

/// <summary>
/// Takes scenarios from files: <c>from: { scenario: "scenes/*.yaml" }</c>, written by hand or by <c>sim generate</c>. One case for each file. A driven ego
/// gets the suite's vehicle; step, horizon and traffic of the suite hold. Thread-safe.
/// </summary>
public sealed class ScenarioGenerator : IScenarioGenerator
{
    /// <inheritdoc/>
    public string Name => "scenario";

    /// <inheritdoc/>
    public string Description => "Scenario files (YAML), written by hand or kept from a run, on maps of your own.";

    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. Files(request).Select(f => new CaseKey { Source = f.Key, Label = Path.GetFileNameWithoutExtension(f.Key) })];
    }

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        var file = request.Files.FromKey(key.Source);
        var scenario = ScenarioFiles.Read(file, request.Files, cancellationToken);
        var parents = new[] { file, ScenarioFiles.MapOf(file, request.Files) }.OfType<SourceFile>().Select(f => $"{f.Key} sha256:{FileHash.Of(f.FullPath, f.Key)}");
        try
        {
            return TrafficOverride.Apply(
                scenario with
                {
                    Actors = [.. scenario.Actors.Select(a => a.Id == scenario.EgoId && a.Behaviour is DriverBehaviour ? WithVehicle(a, request.Vehicle) : a)],
                    Provenance = scenario.Provenance with { Parents = [.. scenario.Provenance.Parents, .. parents] },
                },
                new SimulatorUse { StepUs = request.StepUs, HorizonUs = request.HorizonUs, Traffic = request.Traffic });
        }
        catch (InputException e) when (e.File is null)
        {
            throw new InputException(e.Detail, file.Key, inner: e);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Files(request))
        {
            cancellationToken.ThrowIfCancellationRequested();
            inputs[file.Key] = file.FullPath;
            if (ScenarioFiles.MapOf(file, request.Files) is { } map)
            {
                inputs[map.Key] = map.FullPath;
            }
        }

        return Ordered.Copy(inputs);
    }

    private static Actor WithVehicle(Actor ego, VehicleSpec vehicle) => ego with { Class = vehicle.Class, Body = vehicle.ToBody(), Vehicle = vehicle };

    private static List<SourceFile> Files(GenerateRequest request)
    {
        var reader = new SettingReader(request.From, "a scenario file");
        var place = reader.Required("scenario");
        reader.Done();
        var files = new List<SourceFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in place.Kind == SettingKind.List ? place.Items : [place])
        {
            files.AddRange(request.Files.Glob(pattern).Where(f => seen.Add(f.Key)));
        }

        return files.Count > 0 ? files : throw place.Error("an empty list names no scenario file");
    }
}
