namespace Sim.Plugins.PseudoSimulation;

/// <summary>Whose results the scorer gives.</summary>
public enum Compatibility
{
    /// <summary>NAVSIM 2.2 with the human-filter fix of 2025-09-29, every quirk included: the default, comparable with published numbers.</summary>
    Navsim22,
    /// <summary>The same definitions with each quirk mended (listed in docs/pseudo-simulation.md).</summary>
    Sane,
}
