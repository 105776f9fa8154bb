using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>How the operations cut their work into blocks whose length never depends on the number of threads.</summary>
internal static class Work
{
    /// <summary>Elements that one block of work has, about: enough to be worth handing to another thread.</summary>
    public const int Grain = 16384;

    /// <summary>Does blocks of elements.</summary>
    public static void ForElements(int count, Action<int, int> body) => Workers.For(count, Grain, body);

    /// <summary>Does blocks of rows of so many columns.</summary>
    public static void ForRows(int rows, int columns, Action<int, int> body) => Workers.For(rows, Math.Max(1, Grain / Math.Max(1, columns)), body);

    /// <summary>Does blocks of columns: 512 at a time, so that each reads whole cache lines.</summary>
    public static void ForColumns(int columns, Action<int, int> body) => Workers.For(columns, 512, body);
}
