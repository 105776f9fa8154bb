using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Templates;

/// <summary>
/// Makes the scenarios of Euro NCAP, of NHTSA's pre-crash types and of UN R157 (docs/templates.md):
/// <c>from: { template: euro-ncap/ccrs, with: { speed: 10..50 km/h step 5 km/h }, sample: { use: t-way } }</c>. A name may hold * and ?.
/// Without <c>with</c> a template stands for its protocol's own table. Thread-safe.
/// </summary>
public sealed class TemplateGenerator : IScenarioGenerator
{
    /// <summary>Version of the builders that all templates share; written into the provenance.</summary>
    public const string Version = "1";

    /// <inheritdoc/>
    public string Name => "template";

    /// <inheritdoc/>
    public string Description => "Euro NCAP 2023, NHTSA pre-crash and UN R157 scenarios by name, swept over grids, Latin hypercubes, Sobol points or t-way arrays";

    /// <summary>Names of all templates, in ordinal order.</summary>
    public static IReadOnlyList<string> Templates { get; } = [.. Catalogue.All.Select(t => t.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reader = new SettingReader(request.From, "a template entry");
        var name = reader.Required("template");
        reader.RequiredText("template");
        var with = reader.Optional("with");
        var sample = reader.Optional("sample");
        reader.Done();
        var plan = SamplingPlan.Read(sample);
        var keys = new List<CaseKey>();
        foreach (var template in Catalogue.Select(name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ulong seed = Seed.Derive(request.SuiteSeed, $"{request.Entry}/{template.Name}", 0, "template-sample");
            foreach (var space in Spaces(template, with, sample is not null))
            {
                keys.AddRange(space.Points(plan, seed).Select(p => Key(template, p, name.Text != template.Name)));
            }
        }

        // Blocks of a protocol's table may share cells.
        return [.. keys.DistinctBy(k => CaseId.Of(request.Entry, k, 0))];
    }

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        var template = Catalogue.BySource(key.Source);
        var scene = new Scene(template, request.Vehicle, new TemplateArguments(template, key.Parameters));
        template.Build(scene);
        return scene.ToScenario(key, request.StepUs, request.HorizonUs);
    }

    private static CaseKey Key(ScenarioTemplate template, ParameterPoint point, bool named)
    {
        string words = template.Name.Replace('/', '-');
        return new CaseKey
        {
            Source = template.Source,
            Parameters = point.ToParameters(),
            Draw = point.Draw,
            Label = named ? (point.Label.Length > 0 ? $"{words}-{point.Label}" : words) : point.Label,
        };
    }

    private static IEnumerable<ParameterSpace> Spaces(ScenarioTemplate template, Setting? with, bool sampled)
    {
        if (with is null && !sampled && template.Table.Count > 0)
        {
            foreach (var block in template.Table)
            {
                yield return new ParameterSpace(template.Parameters.Select(p =>
                    new KeyValuePair<string, ValueSpec>(p.Name, block.TryGetValue(p.Name, out string? text) ? ValueSpec.Parse(text) : p.Default)));
            }

            yield break;
        }

        if (with is not null)
        {
            // One reader for types and places; the template's own names for the hint.
            if (with.Kind != SettingKind.Map)
            {
                throw with.Error($"found {SettingReader.Describe(with)} where parameters of '{template.Name}' are expected; write a map: {{ {template.Parameters[0].Name}: {template.Parameters[0].Default.Text} }}");
            }

            var reader = new SettingReader(with, $"the parameters of template '{template.Name}'");
            foreach (var parameter in template.Parameters)
            {
                reader.Optional(parameter.Name);
            }

            reader.Done();
        }

        yield return new ParameterSpace(template.Parameters.Select(p => new KeyValuePair<string, ValueSpec>(p.Name, Given(template, p, with))), with);
    }

    private static ValueSpec Given(ScenarioTemplate template, TemplateParameter parameter, Setting? with)
    {
        if (with?.Find(parameter.Name) is not { } value || value.Kind == SettingKind.Null)
        {
            return parameter.Default;
        }

        var spec = ValueSpec.Parse(value);
        parameter.Check(spec, template.Name);
        return spec;
    }
}
