using System.Numerics;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Memory that one step of training leaves to the next. Sizes are rounded up to one of four per power of two, so that batches of slightly different sizes share it.</summary>
internal sealed class BufferPool
{
    private const int StepsUntilDropped = 16;
    private readonly Dictionary<int, Stack<(Tensor Block, int LastUse)>> _free = [];
    private readonly Dictionary<int, Stack<int[]>> _freeIntegers = [];
    private int _step;

    /// <summary>A block of at least this many numbers, with any contents.</summary>
    public Tensor Rent(int count)
    {
        int capacity = Capacity(count);
        return _free.TryGetValue(capacity, out var stack) && stack.Count > 0 ? stack.Pop().Block : new Tensor(capacity);
    }

    /// <summary>Gives a block back.</summary>
    public void Return(Tensor block)
    {
        if (!_free.TryGetValue(block.Count, out var stack))
            _free.Add(block.Count, stack = new());

        stack.Push((block, _step));
    }

    /// <summary>An array of exactly this many integers, with any contents.</summary>
    public int[] RentIntegers(int count) => _freeIntegers.TryGetValue(count, out var stack) && stack.Count > 0 ? stack.Pop() : new int[count];

    /// <summary>Gives an array of integers back.</summary>
    public void Return(int[] integers)
    {
        if (!_freeIntegers.TryGetValue(integers.Length, out var stack))
            _freeIntegers.Add(integers.Length, stack = new());

        stack.Push(integers);
    }

    /// <summary>Counts a step; now and then drops what no step has used for a while.</summary>
    public void EndStep()
    {
        _step++;
        if (_step % StepsUntilDropped != 0)
            return;

        foreach (var stack in _free.Values)
        {
            var used = stack.Where(entry => _step - entry.LastUse <= StepsUntilDropped).Reverse().ToArray();
            if (used.Length == stack.Count)
                continue;

            stack.Clear();
            foreach (var entry in used)
                stack.Push(entry);
        }

        if (_freeIntegers.Count > 64)
            _freeIntegers.Clear();
    }

    internal static int Capacity(int count)
    {
        if (count <= 16)
            return 16;

        int grain = 1 << Math.Max(BitOperations.Log2((uint)count) - 2, 4);
        return (int)Math.Min(((long)count + grain - 1) / grain * grain, Array.MaxLength);
    }
}
