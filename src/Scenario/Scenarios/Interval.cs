namespace Sim;

/// <summary>A closed interval.</summary>
/// <param name="Min">Lower end.</param>
/// <param name="Max">Upper end, not below <paramref name="Min"/>.</param>
public readonly record struct Interval(double Min, double Max)
{
    /// <summary>True when the value lies inside, ends included.</summary>
    public bool Contains(double value) => value >= Min && value <= Max;

    /// <summary>Centre.</summary>
    public double Mid => Min + (Max - Min) / 2;
}
