namespace Sim.Plugins.Templates;

/// <summary>A parameter of a template. Immutable.</summary>
internal sealed record TemplateParameter
{
    private TemplateParameter(string name, string defaults, string meaning, Dimension? dimension, string least, string most, string[] words)
    {
        Name = name;
        Default = ValueSpec.Parse(defaults);
        Meaning = meaning;
        Dimension = dimension;
        Words = words;
        (Least, Most) = (least, most);
        (MinSi, MaxSi) = dimension is null ? (0, 0) : (Quantity.Parse(least).Si, Quantity.Parse(most).Si);
    }

    /// <summary>Name under <c>with:</c>.</summary>
    public string Name { get; }

    /// <summary>What it is when the suite does not say.</summary>
    public ValueSpec Default { get; }

    /// <summary>One phrase for people.</summary>
    public string Meaning { get; }

    /// <summary>What it measures; null for words.</summary>
    public Dimension? Dimension { get; }

    /// <summary>Least value as written.</summary>
    public string Least { get; }

    /// <summary>Greatest value as written.</summary>
    public string Most { get; }

    /// <summary>Least value, SI.</summary>
    public double MinSi { get; }

    /// <summary>Greatest value, SI.</summary>
    public double MaxSi { get; }

    /// <summary>The words it may be; empty for quantities.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>A quantity between two bounds.</summary>
    public static TemplateParameter Of(string name, string defaults, string least, string most, string meaning) =>
        new(name, defaults, meaning, Quantity.Parse(least).Dimension, least, most, []);

    /// <summary>A speed, 1 to 250 km/h.</summary>
    public static TemplateParameter Speed(string name, string defaults, string meaning) => Of(name, defaults, "1 km/h", "250 km/h", meaning);

    /// <summary>A word.</summary>
    public static TemplateParameter Word(string name, string defaults, string meaning, params string[] words) =>
        new(name, defaults, meaning, null, "", "", words);

    /// <summary>Refuses values that the template cannot mean.</summary>
    /// <exception cref="InputException">Wrong dimension, out of bounds, or an unknown word.</exception>
    public void Check(ValueSpec spec, string template)
    {
        if (Dimension is null)
        {
            if (!spec.IsWords)
            {
                throw spec.Error($"'{Name}' of '{template}' is '{spec.Text}'; write one or more of: {string.Join(" | ", Words)}");
            }

            foreach (var value in spec.Values)
            {
                if (!Words.Contains(value.Text))
                {
                    throw spec.Error($"'{Name}' of '{template}' is '{value.Text}'; {Nearest.Hint(value.Text, Words)}");
                }
            }

            return;
        }

        if (spec.Dimension != Dimension)
        {
            throw spec.Error($"'{Name}' of '{template}' is '{spec.Text}'; write {Default.Text} or another value between {Least} and {Most}");
        }

        if (spec.IsContinuous)
        {
            CheckOne(spec, spec.Min!.Value, template);
            CheckOne(spec, spec.Max!.Value, template);
        }
        else
        {
            foreach (var value in spec.Values)
            {
                CheckOne(spec, value.Quantity!.Value, template);
            }
        }
    }

    private void CheckOne(ValueSpec spec, Quantity value, string template)
    {
        if (!(value.Si >= MinSi && value.Si <= MaxSi))
        {
            throw spec.Error($"'{Name}' of '{template}' is {value.Text}; it must lie between {Least} and {Most}");
        }
    }
}
