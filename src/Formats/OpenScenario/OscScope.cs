namespace Sim.Formats.OpenScenario;

/// <summary>The parameters that hold at a place: the nearest declaration wins.</summary>
internal sealed class OscScope(OscScope? outer)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static OscScope Empty { get; } = new(null);

    public void Set(string name, string value) => _values[name] = value;

    public string? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out string? value))
            {
                return value;
            }
        }

        return null;
    }

    public IEnumerable<string> Names()
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (string name in scope._values.Keys)
            {
                yield return name;
            }
        }
    }

    private OscScope? Outer { get; } = outer;
}
