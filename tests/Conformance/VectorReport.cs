using System.Globalization;
using System.Text.Json;

namespace Sim.Tests;

/// <summary>Collects comparisons so that one run tells every deviation, not only the first.</summary>
internal sealed class VectorReport
{
    private readonly List<string> _failures = [];
    private double _worst;
    private string _worstWhere = "none";

    /// <summary>Cases checked.</summary>
    public int Cases { get; private set; }

    /// <summary>Counts a case.</summary>
    public void Case() => Cases++;

    /// <summary>Compares a number: |found - expected| at most max(absolute, relative × |expected|).</summary>
    public void Near(string where, double expected, double found, double relative, double absolute)
    {
        double allowed = Math.Max(absolute, relative * Math.Abs(expected));
        double share = Math.Abs(found - expected) / allowed;
        if (share > _worst)
            (_worst, _worstWhere) = (share, where);
        if (!(share <= 1.0))
            _failures.Add(string.Create(CultureInfo.InvariantCulture, $"{where}: expected {expected:R}, found {found:R}, allowed {allowed:R}"));
    }

    /// <summary>Compares exactly.</summary>
    public void Same<T>(string where, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            _failures.Add($"{where}: expected {expected}, found {found}");
    }

    /// <summary>Fails when anything deviated. Vectors without a case of this kind skip the test, which says so.</summary>
    public void Conclude(ITestOutputHelper output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Cases} cases, worst deviation {_worst:E2} of what is allowed ({_worstWhere})"));
        if (Cases == 0)
        {
            Assert.Skip("the vectors hold no such case");
        }

        Assert.True(_failures.Count == 0, $"{_failures.Count} deviations:\n" + string.Join('\n', _failures.Take(20)));
    }

    /// <summary>An array of numbers.</summary>
    public static double[] Numbers(JsonElement array)
    {
        var values = new double[array.GetArrayLength()];
        for (int i = 0; i < values.Length; i++)
            values[i] = array[i].GetDouble();
        return values;
    }

    /// <summary>A number by name.</summary>
    public static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
