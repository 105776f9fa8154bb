namespace Sim.Numerics.Tensors;

/// <summary>The first number itself.</summary>
internal readonly struct FirstTerm : ILaneMap2
{
    public T Of<T>(T x, T y)
        where T : struct, ILanes<T> => x;
}

/// <summary>The product of both.</summary>
internal readonly struct ProductTerm : ILaneMap2
{
    public T Of<T>(T x, T y)
        where T : struct, ILanes<T> => x * y;
}

/// <summary>The square of the distance from a centre.</summary>
internal readonly struct SpreadTerm(float centre) : ILaneMap2
{
    public T Of<T>(T x, T y)
        where T : struct, ILanes<T>
    {
        T d = x - T.Of(centre);
        return d * d;
    }
}

/// <summary>The sum of both.</summary>
internal readonly struct SumTerm : ILaneMap2
{
    public T Of<T>(T x, T y)
        where T : struct, ILanes<T> => x + y;
}

/// <summary>The first less the second.</summary>
internal readonly struct DifferenceTerm : ILaneMap2
{
    public T Of<T>(T x, T y)
        where T : struct, ILanes<T> => x - y;
}
