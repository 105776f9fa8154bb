namespace Sim.Formats.CommonRoad;

/// <summary>Collects what was assumed or left out: each said once, in order of appearance, at most a hundred.</summary>
internal sealed class Notes
{
    private const int Max = 100;
    private readonly List<string> _texts = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Texts => _texts;

    public void Add(string text)
    {
        if (_texts.Count < Max && _seen.Add(text))
        {
            _texts.Add(text);
        }
    }

    /// <summary>Passes over an element that this reader does not use, and says so.</summary>
    public void Skip(XmlCursor cursor)
    {
        Add($"not read: <{XmlCursor.Cut(cursor.Name)}>");
        cursor.Skip();
    }
}
