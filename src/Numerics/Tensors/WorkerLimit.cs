namespace Sim.Numerics.Tensors;

/// <summary>Ends a limit that <see cref="Workers.Limit"/> set; dispose of it on the same thread.</summary>
public ref struct WorkerLimit
{
    private readonly int _before;
    private bool _ended;

    internal WorkerLimit(int before) => _before = before;

    /// <summary>Sets the number of threads back to what it was.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            Workers.Exchange(_before);
        }
    }
}
