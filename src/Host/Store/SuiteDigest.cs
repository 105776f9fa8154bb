namespace Sim.Host.Store;

/// <summary>
/// The part of a suite that a run folder keeps: names, gates, waivers, module options as the user wrote them. Values of environment variables,
/// absolute paths and secrets never enter it.
/// </summary>
internal static class SuiteDigest
{
    /// <summary>The reduced suite.</summary>
    public static Suite Of(Suite suite) => suite with
    {
        Cases = [.. suite.Cases.Select(Of)],
        Sources = [],
        RequirementFiles = [],
        Files = FileRoots.Nowhere,
        Driver = Of(suite.Driver),
        Assess = [.. suite.Assess.Select(Of)],
        Simulator = suite.Simulator with { Options = AsWritten(suite.Simulator.Options) },
    };

    /// <summary>A setting as the user wrote it, without places.</summary>
    public static Setting AsWritten(Setting setting) => setting with
    {
        Text = setting.Raw,
        File = null,
        Line = 0,
        Column = 0,
        Items = [.. setting.Items.Select(AsWritten)],
        Entries = [.. setting.Entries.Select(e => new SettingEntry(e.Key, AsWritten(e.Value), 0, 0))],
    };

    // What an entry with parameters was made from lets the report say how to make what is missing.
    private static CaseEntry Of(CaseEntry entry) => entry with { From = entry.Parts.Count > 0 ? AsWritten(entry.From) : Setting.Empty, Driver = entry.Driver is null ? null : Of(entry.Driver) };

    private static ModuleUse Of(ModuleUse use) => use with { Options = AsWritten(use.Options) };
}
