using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>Shows the results of self-tests to people.</summary>
internal static class SelfTestTable
{
    private const int MaxShown = 20;

    /// <summary>One line for each self-test, then what does not hold.</summary>
    public static void Write(SelfTestRecord record, TextWriter output)
    {
        var table = new TextTable("from", "self-test", "state", "checks", "held", "values", "most used tolerance");
        foreach (var test in record.Tests)
        {
            table.Add(test.From, test.Name, Word(test.State), Number(test.Checks.Count), Number(test.Checks.Count(c => c.Holds)), Number(test.Checks.Sum(c => (long)c.Values)), Worst(test));
        }

        table.Write(output);
        foreach (var test in record.Tests.Where(t => t.State is SelfTestState.CouldNotRun or SelfTestState.Unchecked or SelfTestState.Accepted))
        {
            output.WriteLine($"  {test.From}{(test.Name.Length > 0 ? $", {test.Name}" : "")}: {Shown(test.Reason)}");
        }

        var lost = record.Tests.SelectMany(t => t.Checks.Where(c => !c.Holds).Select(c => (t, c))).ToList();
        if (lost.Count == 0)
        {
            return;
        }

        var checks = new TextTable("self-test", "check", "expected", "found", "tolerance", "source");
        foreach (var (test, check) in lost.Take(MaxShown))
        {
            checks.Add(test.Name, check.Name, check.Expected, check.Found, check.Tolerance is { } t ? Number(t) : "same text", check.Source);
        }

        checks.Write(output);
        if (lost.Count > MaxShown)
        {
            output.WriteLine($"  and {lost.Count - MaxShown} more");
        }
    }

    private static string Worst(SelfTestResult test)
    {
        var worst = test.Checks.Where(c => c.Tolerance is > 0).MaxBy(c => (c.Deviation ?? double.PositiveInfinity) / c.Tolerance);
        return worst is null ? "exact" : worst.Deviation is { } d ? $"{d.ToString("0.##e+0", CultureInfo.InvariantCulture)} of {worst.Tolerance!.Value.ToString("0.##e+0", CultureInfo.InvariantCulture)}" : "no number";
    }

    private static string Word(SelfTestState state) => state switch
    {
        SelfTestState.Passed => "passed",
        SelfTestState.Deviated => "DEVIATES",
        SelfTestState.CouldNotRun => "COULD NOT RUN",
        SelfTestState.Unchecked => "NO FIGURES",
        _ => "no figures (accepted)",
    };

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    // Control characters from a plugin must not reach a terminal.
    private static string Shown(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
