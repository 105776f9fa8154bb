using System.Globalization;

namespace Sim.Host.Store;

/// <summary>Says in words how two runs differ.</summary>
internal static class IdentityDiff
{
    /// <summary>All differences; empty when the runs are the same.</summary>
    public static IReadOnlyList<string> Between(RunIdentity before, RunIdentity now)
    {
        var found = new List<string>();
        Compare("version of sim", before.SimVersion, now.SimVersion, found);
        Compare("suites", string.Join(", ", before.Suites), string.Join(", ", now.Suites), found);
        Compare("seed", before.Seed.ToString(CultureInfo.InvariantCulture), now.Seed.ToString(CultureInfo.InvariantCulture), found);
        Compare("CPU class", before.CpuClass, now.CpuClass, found);
        foreach (string name in before.Switches.Keys.Union(now.Switches.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Compare($"switch {name}", before.Switches.GetValueOrDefault(name, "(none)"), now.Switches.GetValueOrDefault(name, "(none)"), found);
        }

        found.AddRange(Inputs(before, now));
        if (before.PlanSha256 != now.PlanSha256)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"planned cases: {before.PlannedCases} before, {now.PlannedCases} now, or others"));
        }

        return found;
    }

    /// <summary>Differences of inputs and modules only: what --locked refuses.</summary>
    public static IReadOnlyList<string> Inputs(RunIdentity before, RunIdentity now)
    {
        var found = new List<string>();
        Pairs("input", before.Inputs.Select(i => (i.Key, i.Sha256)), now.Inputs.Select(i => (i.Key, i.Sha256)), found);
        Pairs("module", before.Modules.Select(m => ($"{m.Kind} {m.Name}", m.Version)), now.Modules.Select(m => ($"{m.Kind} {m.Name}", m.Version)), found);
        return found;
    }

    private static void Pairs(string what, IEnumerable<(string Key, string Value)> before, IEnumerable<(string Key, string Value)> now, List<string> found)
    {
        var old = before.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var current = now.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        foreach (string key in old.Keys.Union(current.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!current.TryGetValue(key, out string? value))
            {
                found.Add($"{what} {key} is gone");
            }
            else if (!old.TryGetValue(key, out string? earlier))
            {
                found.Add($"{what} {key} is new");
            }
            else if (earlier != value && value.Length > 0)
            {
                // A module without a version is a driver that a plan names and nobody has asked yet.
                found.Add($"{what} {key} has changed");
            }
        }
    }

    private static void Compare(string what, string before, string now, List<string> found)
    {
        if (before != now)
        {
            found.Add($"{what}: {before} before, {now} now");
        }
    }
}
