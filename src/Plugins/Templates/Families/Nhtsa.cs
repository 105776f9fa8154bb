namespace Sim.Plugins.Templates.Families;

/// <summary>NHTSA's pre-crash types (specs §7.1).</summary>
internal static class Nhtsa
{
    public static IEnumerable<ScenarioTemplate> All() => [];
}
