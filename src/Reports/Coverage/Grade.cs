namespace Sim.Reports.Coverage;

/// <summary>Collects the items that have a goal.</summary>
internal sealed class Grade
{
    private double _sum;
    private int _items;

    /// <summary>The mean, or null without an item.</summary>
    public double? Mean => _items == 0 ? null : _sum / _items;

    /// <summary>Adds an item.</summary>
    /// <param name="reached">Share of its goal, capped at 1.</param>
    public void Add(double reached)
    {
        _sum += Math.Clamp(reached, 0, 1);
        _items++;
    }
}
