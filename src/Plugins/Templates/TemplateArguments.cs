namespace Sim.Plugins.Templates;

/// <summary>The concrete values of one case, by name, in SI. Immutable.</summary>
internal sealed class TemplateArguments
{
    private readonly Dictionary<string, ParameterValue> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the canonical texts of a key.</summary>
    /// <exception cref="InputException">A text is missing, or is no single value of its parameter.</exception>
    public TemplateArguments(ScenarioTemplate template, IReadOnlyDictionary<string, string> texts)
    {
        foreach (var parameter in template.Parameters)
        {
            if (!texts.TryGetValue(parameter.Name, out string? text))
            {
                throw new InputException($"the key of template '{template.Name}' lacks the parameter '{parameter.Name}'");
            }

            var spec = ValueSpec.Parse(text);
            parameter.Check(spec, template.Name);
            if (spec.IsContinuous || spec.Values.Count != 1)
            {
                throw new InputException($"'{parameter.Name}' of template '{template.Name}' is '{text}'; a key holds single values");
            }

            _values[parameter.Name] = spec.Values[0];
        }
    }

    /// <summary>True when the template has the parameter.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A quantity in SI.</summary>
    public double Si(string name) => _values[name].Quantity!.Value.Si;

    /// <summary>A quantity in SI, or a value for templates that lack the parameter.</summary>
    public double Si(string name, double otherwise) => _values.TryGetValue(name, out var value) ? value.Quantity!.Value.Si : otherwise;

    /// <summary>A value as written.</summary>
    public string Text(string name) => _values[name].Text;

    /// <summary>A word.</summary>
    public string Word(string name) => _values[name].Text;

    /// <summary>A word, or a value for templates that lack the parameter.</summary>
    public string Word(string name, string otherwise) => _values.TryGetValue(name, out var value) ? value.Text : otherwise;
}
