namespace Sim.Formats.OpenScenario;

/// <summary>What a written file does not say, each sentence once, in the order found.</summary>
internal sealed class OscLosses
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string loss)
    {
        if (_seen.Add(loss))
        {
            _all.Add(loss);
        }
    }
}
