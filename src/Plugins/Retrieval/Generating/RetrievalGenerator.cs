using System.Globalization;
using Sim.Formats;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Combining;
using Sim.Plugins.Retrieval.Index;
using Sim.Plugins.Retrieval.Tags;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>
/// Makes scenarios of recorded behaviour (docs/retrieval.md): <c>from: { retrieval: { index: FOLDER, like: cut-in, count: 20 } }</c>. Scenes that show
/// what is asked for are retrieved, blended with their nearest neighbours, fitted to the road and to one another, and checked. Thread-safe.
/// </summary>
internal sealed class RetrievalGenerator : IScenarioGenerator
{
    /// <summary>Version of the generator; written into the provenance.</summary>
    public const string Version = "1";

    private readonly CollectionCache _collections = new();

    /// <inheritdoc/>
    public string Name => "retrieval";

    /// <inheritdoc/>
    public string Description => "Scenes of recordings found by tag, likeness or danger, blended with their neighbours on their own map or on yours.";

    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        var options = RetrievalOptions.Read(request);
        Inputs(request, cancellationToken);
        if (request.Traffic is { } traffic)
        {
            TrafficOverride.Require(traffic);
        }

        if (options.Into is { } into)
        {
            UserScene.Read(request.Files.Resolve(into), request.Files, request.Vehicle);
        }

        string what = options.Tags.Count > 0 ? string.Join('+', options.Tags)
            : options.LikeFile is { } file ? "like " + request.Files.Resolve(file).Key
            : "critical";
        var parameters = Ordered.Copy([new("like", what), new("into", options.Into is { } scene ? request.Files.Resolve(scene).Key : "own poses")]);
        string label = options.Tags.Count > 0 ? string.Join('-', options.Tags) : options.LikeFile is null ? "critical" : "like";
        return [.. Enumerable.Range(0, options.Count).Select(i => new CaseKey
        {
            Source = "retrieval",
            Parameters = parameters,
            Draw = i,
            Label = string.Create(CultureInfo.InvariantCulture, $"{label}-{i + 1}"),
        })];
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken)
    {
        var options = RetrievalOptions.Read(request);
        var files = new List<SourceFile>();
        if (options.Index.Count > 0)
        {
            files.AddRange(SceneCollection.Files(options.Index, request.Files));
        }

        if (options.Critical.Count > 0)
        {
            files.AddRange(SceneCollection.Recordings(options.Critical, request.Files));
        }

        files.AddRange(new[] { options.LikeFile, options.Into }.OfType<Setting>().Select(request.Files.Resolve));
        if (options.Into is { } into && UserScene.MapOf(request.Files.Resolve(into), request.Files) is { } map)
        {
            files.Add(map);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Ordered.Copy(files.DistinctBy(f => f.Key).Select(f => KeyValuePair.Create(f.Key, f.FullPath)));
    }

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var options = RetrievalOptions.Read(request);
        cancellationToken.ThrowIfCancellationRequested();
        var made = options.Critical.Count > 0
            ? FromCritical(request, options, key.Draw, seed, cancellationToken)
            : FromIndex(request, options, key.Draw, seed, cancellationToken);
        return Finish(request, options, key, made, seed);
    }

    private Drawn FromIndex(GenerateRequest request, RetrievalOptions options, int draw, ulong seed, CancellationToken cancellationToken)
    {
        var scenes = _collections.Get(options.Index, request.Files, cancellationToken);
        var choice = new RetrievalDraw(scenes, options);
        var further = options.Tags.Skip(1).Select(tag => (Tag: tag, Template: choice.ForTag(tag, draw, cancellationToken).First())).ToList();
        RefusedException? refused = null;
        foreach (var template in Templates(request, options, choice, draw, cancellationToken))
        {
            try
            {
                var drawn = Blend(request, options, template, choice.Neighbours(template, cancellationToken), further, seed, cancellationToken);
                return drawn with { Assumptions = [.. drawn.Assumptions, .. scenes.Skipped] };
            }
            catch (RefusedException e)
            {
                refused = refused is null ? e : refused;
            }
        }

        throw refused!;
    }

    private static IEnumerable<Template> Templates(GenerateRequest request, RetrievalOptions options, RetrievalDraw choice, int draw, CancellationToken cancellationToken)
    {
        if (options.Tags.Count > 0)
        {
            return choice.ForTag(options.Tags[0], draw, cancellationToken);
        }

        var file = request.Files.Resolve(options.LikeFile!);
        var read = RecordingFile.Read(file.FullPath, file.Key);
        var log = TenHertz.Of(read.Recording);
        var question = SceneCutter.Whole(log.Slice(0, Math.Min(log.StepCount, new SceneOptions().Count)), null, new SceneOptions());
        return [choice.ForScene(question, draw, e => e.Source.Sha256 == read.Sha256, cancellationToken)];
    }

    private static Drawn Blend(
        GenerateRequest request,
        RetrievalOptions options,
        Template template,
        IReadOnlyList<TemplateNeighbour> neighbours,
        List<(string Tag, Template Template)> further,
        ulong seed,
        CancellationToken cancellationToken)
    {
        int steps = Steps(request, template.Scene);
        var combine = new CombinerOptions { Seed = seed, Temperature = options.Temperature, Unevenness = 0 };
        double[] drawn = TemplateBlend.Weights(neighbours, options.Tau, options.Temperature, new RandomStream(Seed.Derive(seed, template.Id, 0, "weights")));
        double[] alone = [1, .. new double[neighbours.Count]];
        if (options.Into is not null || further.Count > 0)
        {
            var target = options.Into is { } into ? UserScene.Read(request.Files.Resolve(into), request.Files, request.Vehicle) : null;
            return TemplateTransfer.Make(template, neighbours, drawn, further, target, combine, steps, cancellationToken);
        }

        // A blend that no longer shows what was asked for gives way to the retrieved behaviour as it is.
        foreach (double[] weights in new[] { drawn, alone })
        {
            var recording = TemplateBlend.Make(template, neighbours, weights, combine with { Temperature = ReferenceEquals(weights, alone) ? 0 : combine.Temperature }, steps, cancellationToken);
            if (template.Tag is null || Shows(recording, template.Tag, template.ActorId!))
            {
                return new Drawn(recording, template, neighbours, weights)
                {
                    Assumptions = ReferenceEquals(weights, drawn) ? [] : [$"the blend with {neighbours.Count} neighbours no longer showed '{template.Tag}'; the retrieved behaviour stands alone"],
                };
            }
        }

        throw new RefusedException($"'{template.Tag}' of '{template.ActorId}' in {template.Id} is lost when the scene is made drivable");
    }

    private static Drawn FromCritical(GenerateRequest request, RetrievalOptions options, int draw, ulong seed, CancellationToken cancellationToken)
    {
        var files = SceneCollection.Recordings(options.Critical, request.Files);
        var file = files[draw % files.Count];
        var read = RecordingFile.Read(file.FullPath, file.Key);
        if (!CriticalMoment.TryFind(read.Recording, out int first, out int count, out string a, out string b))
        {
            throw new RefusedException("nobody touches anybody nor comes within 3 s of it", file.Key);
        }

        var log = TenHertz.Of(read.Recording);
        var near = SceneCutter.Whole(log.Slice(first, count), a, new SceneOptions());
        var ego = near.Find(a) is { } known && DesignatedEgo.IsMotorVehicle(known.Class) ? a : b;
        if (near.Find(ego) is not { } driven || !DesignatedEgo.IsMotorVehicle(driven.Class))
        {
            throw new RefusedException($"neither '{a}' nor '{b}' is a motor vehicle that could be driven", file.Key);
        }

        var template = new Template(near.Name, $"{file.Key} sha256:{read.Sha256} critical at {first + count}", near with { EgoId = ego }, ego, ego == a ? b : a, null, read.Recording.Provenance.Licence);
        int steps = Steps(request, near);
        var combine = new CombinerOptions { Seed = seed, Temperature = draw < files.Count ? 0 : options.Temperature, Unevenness = 0, MinGapM = 0 };
        // What led to the contact must stay as it was: the actors keep their recorded motion, and only the ego is driven.
        var recording = draw < files.Count
            ? near with { EgoId = ego, Contacts = [], Events = [], Answers = [] }
            : TemplateBlend.Make(template, [], [1], combine, steps, cancellationToken);
        if (options.Into is { } into)
        {
            var target = UserScene.Read(request.Files.Resolve(into), request.Files, request.Vehicle);
            return TemplateTransfer.Around(template with { Scene = recording }, target, steps, cancellationToken);
        }

        return new Drawn(recording, template, [], [1]) { Assumptions = ["all but the ego follow the recorded motion up to the critical moment, whatever the ego does"] };
    }

    private static Scenario Finish(GenerateRequest request, RetrievalOptions options, CaseKey key, Drawn made, ulong seed)
    {
        var parents = new List<string> { Parent(made.Template.Parent, 0, made.Weights[0]) };
        for (int n = 0; n < made.Neighbours.Count; n++)
        {
            parents.Add(Parent(made.Neighbours[n].Parent, made.Neighbours[n].Distance, made.Weights[n + 1]));
        }

        parents.AddRange(made.Further);
        Scenario scenario;
        try
        {
            // The task of a recorded run was that run's ego's, and may last for ever.
            scenario = RecordedScenario.Build(made.Recording with { Task = null }, new RecordedScenarioOptions
            {
                Name = $"{key.Label} {made.Template.Id}",
                Vehicle = request.Vehicle,
                EgoId = made.EgoId ?? made.Template.EgoId,
                HorizonUs = request.HorizonUs,
                Tags = [.. options.Tags.Concat(options.Critical.Count > 0 ? ["critical"] : []), "retrieval"],
            });
            scenario = TrafficOverride.Apply(scenario, new SimulatorUse { StepUs = request.StepUs, Traffic = request.Traffic });
        }
        catch (InputException e)
        {
            throw new RefusedException($"no scenario can be made of {made.Template.Id}: {e.Detail}");
        }

        scenario = scenario with
        {
            Parameters = Ordered.Copy(scenario.Parameters.Concat(key.Parameters)),
            Actors = [.. scenario.Actors.Select(a => a with { Origin = made.Origins.GetValueOrDefault(a.Id, a.Origin) })],
            Provenance = new Provenance
            {
                Generator = "retrieval",
                Version = Version,
                Seed = seed,
                Parents = parents,
                Licence = Licences.Join([made.Template.Licence, .. made.Neighbours.Select(n => n.Licence), .. made.FurtherLicences]),
                Assumptions = [.. made.Assumptions, .. made.Recording.Provenance.Assumptions],
            },
        };
        return ScenarioCheck.Refusal(scenario) is { } refusal
            ? throw new RefusedException($"the scenario made of {made.Template.Id} {refusal}")
            : scenario;
    }

    private static string Parent(string parent, double distance, double weight) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent} distance {distance:0.####} weight {weight:0.####}");

    private static bool Shows(Recording recording, string tag, string actorId) =>
        BehaviourTagger.Find(recording).Any(s => s.Tag == tag && s.ActorId == actorId);

    private static int Steps(GenerateRequest request, Recording scene)
    {
        int all = scene.StepCount - 1;
        return request.HorizonUs is { } horizon ? (int)Math.Clamp(horizon / scene.StepUs, 1, all) : all;
    }
}
