namespace Sim.Rpc.Services;

/// <summary>
/// Members of one of our enums and of its counterpart in the contract, matched by name: the numbers differ, since number 0 of the contract
/// means that nothing was said. Immutable.
/// </summary>
internal sealed class EnumMap<TOurs, TTheirs>
    where TOurs : struct, Enum
    where TTheirs : struct, Enum
{
    private readonly Dictionary<TOurs, TTheirs> _to = [];
    private readonly Dictionary<TTheirs, TOurs> _from = [];

    public EnumMap()
    {
        foreach (var ours in Enum.GetValues<TOurs>())
        {
            var theirs = Enum.Parse<TTheirs>(ours.ToString());
            _to.Add(ours, theirs);
            _from.Add(theirs, ours);
        }
    }

    public TTheirs To(TOurs value) => _to[value];

    public TOurs From(TTheirs value, string at, string name) => _from.TryGetValue(value, out var ours)
        ? ours
        : throw Field.Error(at, name, Enum.IsDefined(value) ? "is not set" : $"has the number {Convert.ToInt64(value, null)}, which this version does not know");
}
