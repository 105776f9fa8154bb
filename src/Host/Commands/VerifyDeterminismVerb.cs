using System.CommandLine;
using Sim.Host.Drivers;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Running;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim verify-determinism</c>: every case twice, on one thread and on several.</summary>
internal sealed class VerifyDeterminismVerb : Verb
{
    private const int MaxShown = 10;
    private readonly Argument<string[]> _suites;
    private readonly PlanSwitches _plan;
    private readonly Option<string?> _jobs;

    /// <summary>Makes the verb.</summary>
    public VerifyDeterminismVerb()
        : base(
            "verify-determinism",
            "Runs every case twice, on one thread and on several, and compares the bytes. Exit 1 and the first step and field that differ otherwise.",
            "sim verify-determinism scenarios/smoke.yaml",
            "sim verify-determinism suite.yaml --filter \"family = cut-in\" --jobs 8")
    {
        _suites = Argument<string[]>("SUITE", "Suite files.", ArgumentArity.OneOrMore);
        _plan = new PlanSwitches(this);
        _jobs = Option<string?>("--jobs", "Threads of the second run; at least 2.", "N|auto");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var suites = SuiteLoader.Load(parsed.GetValue(_suites)!, _plan.Yaml(parsed, context));
        var modules = context.Modules().Catalog;
        var plan = new RunPlanner(modules).Plan(suites, _plan.Read(parsed, context, context.Today(null)), cancellationToken);
        plan = PeerGreeting.Of(plan, modules, LeaseContext.None, cancellationToken);
        string scratch = Directory.CreateTempSubdirectory("sim-verify-").FullName;
        try
        {
            var one = Once(Path.Combine(scratch, "one"), 1);
            var many = Once(Path.Combine(scratch, "many"), Math.Max(2, WorkSwitches.Jobs(parsed.GetValue(_jobs))));
            return Compare(plan, one, many, context);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        RunFolder Once(string folder, int jobs)
        {
            var session = new RunSession(modules, context.Codec, new RunProgress(context.Error, context.Style, false), static _ => { });
            var end = session.Run(new RunRequest { Plan = plan, Out = folder, Engine = new EngineOptions { Jobs = jobs }, Today = DateOnly.MinValue, Mask = SecretMask.Of(plan.Suites, context.Environment) }, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return end.Report.Missing.Count == 0 ? new RunFolder(folder, context.Codec) : throw new InvalidOperationException("a case has no result");
        }
    }

    private static int Compare(RunPlan plan, RunFolder one, RunFolder many, CliContext context)
    {
        int different = 0;
        foreach (var planned in plan.Cases)
        {
            if (Difference(planned.Case.Id, one, many) is { } text && ++different <= MaxShown)
            {
                context.Error.WriteLine(context.Style.Red($"{planned.Case.Id}: {text}"));
            }
        }

        context.Error.WriteLine(different == 0
            ? context.Style.Green($"{plan.Cases.Count} cases: the same bytes twice, on one thread and on several")
            : context.Style.Red($"{different} of {plan.Cases.Count} cases differ between two runs with the same seed"));
        return different == 0 ? ExitCode.Passed : ExitCode.Failed;
    }

    private static string? Difference(string id, RunFolder one, RunFolder many)
    {
        byte[]? a = one.RecordingBytes(id), b = many.RecordingBytes(id);
        if (a is null != b is null)
        {
            return "one run has no recording";
        }

        if (a is not null && !a.AsSpan().SequenceEqual(b))
        {
            return RecordingDiff.First(one.Recording(id)!, many.Recording(id)!)?.Sentence("on one thread", "on several") ?? "the bytes of the recordings differ";
        }

        foreach (string name in (string[])[CaseFiles.Scenario, CaseFiles.Assessment])
        {
            string x = Path.Combine(one.CaseFolder(id), name), y = Path.Combine(many.CaseFolder(id), name);
            if (File.Exists(x) != File.Exists(y) || (File.Exists(x) && !File.ReadAllBytes(x).AsSpan().SequenceEqual(File.ReadAllBytes(y))))
            {
                return $"the recordings are equal, {name} differs";
            }
        }

        return null;
    }
}
