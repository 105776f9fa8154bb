namespace Sim.Plugins.CrashReports.Generating;

/// <summary>
/// Keeps the latest of what is costly to make and the same whenever it is made, so nothing depends on what is kept. What cannot be made is not kept.
/// Thread-safe; one key is made by one thread, others wait for it.
/// </summary>
/// <typeparam name="T">What is kept; immutable.</typeparam>
/// <param name="room">Sum of the weights that are kept; the latest is kept whatever it weighs.</param>
internal sealed class LatestCache<T>(long room)
    where T : class
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, long Weight)> _order = new();
    private long _weight;
    private int _made;

    /// <summary>How often something had to be made.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>What belongs to a key.</summary>
    /// <param name="key">Everything that it depends on.</param>
    /// <param name="weight">What it weighs against the room, at least 1.</param>
    /// <param name="make">Makes it when it is not kept.</param>
    public T Get(string key, long weight, Func<T> make)
    {
        Slot slot;
        lock (_slots)
        {
            if (!_slots.TryGetValue(key, out slot!))
            {
                _slots[key] = slot = new Slot();
                _order.Enqueue((key, weight));
                _weight += weight;
                while (_weight > room && _order.Count > 1)
                {
                    var (oldest, freed) = _order.Dequeue();
                    _slots.Remove(oldest);
                    _weight -= freed;
                }
            }
        }

        lock (slot)
        {
            if (slot.Value is null)
            {
                Interlocked.Increment(ref _made);
                slot.Value = make();
            }

            return slot.Value;
        }
    }

    private sealed class Slot
    {
        public T? Value { get; set; }
    }
}
