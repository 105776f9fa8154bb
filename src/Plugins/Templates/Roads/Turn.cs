namespace Sim.Plugins.Templates.Roads;

/// <summary>A way through a crossing.</summary>
internal enum Turn
{
    /// <summary>Straight on.</summary>
    Straight,
    /// <summary>To the left.</summary>
    Left,
    /// <summary>To the right.</summary>
    Right,
}
