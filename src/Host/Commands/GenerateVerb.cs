using System.CommandLine;
using Sim.Formats.OpenDrive;
using Sim.Host.Planning;
using Sim.Host.Store;
using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim generate</c>: the scenarios of suites as files, nothing is run.</summary>
internal sealed class GenerateVerb : Verb
{
    private readonly Argument<string[]> _suites;
    private readonly PlanSwitches _plan;
    private readonly Option<string> _out;
    private readonly Option<bool> _xodr;

    /// <summary>Makes the verb.</summary>
    public GenerateVerb()
        : base(
            "generate",
            "Writes the scenario of every case as a YAML file with its map, and runs nothing. Exit 3 when one cannot be made.",
            "sim generate scenarios/smoke.yaml --out scenarios-of-smoke",
            "sim generate suite.yaml --filter \"family = cut-in\" --out cut-ins",
            "sim generate suite.yaml --out with-maps --with-xodr")
    {
        _suites = Argument<string[]>("SUITE", "Suite files.", ArgumentArity.OneOrMore);
        _plan = new PlanSwitches(this);
        _out = Option<string>("--out", "Folder for the files; existing ones stay and are an error.", "FOLDER");
        _out.Required = true;
        _xodr = Option<bool>("--with-xodr", "Writes the map of each scenario as OpenDRIVE (.xodr) beside it.");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var suites = SuiteLoader.Load(parsed.GetValue(_suites)!, _plan.Yaml(parsed, context));
        var modules = context.Modules().Catalog;
        var plan = new RunPlanner(modules).Plan(suites, _plan.Read(parsed, context, context.Today(null)), cancellationToken);
        string folder = parsed.GetValue(_out)!;
        int failed = 0, written = 0;
        foreach (var planned in plan.Cases)
        {
            string name = planned.Case.Id + ".yaml";
            string path = Path.Combine(context.Full(folder), name);
            if (File.Exists(path))
            {
                throw new InputException("the file exists; choose another --out", Path.Combine(folder, name));
            }

            try
            {
                var scenario = modules.Get<IScenarioGenerator>(planned.Entry.Generator).Generate(planned.Request, planned.Case.Key, planned.GeneratorSeed, cancellationToken);
                AtomicFile.Write(path, context.Codec.WriteScenario(scenario, false));
                context.Out.WriteLine(Path.Combine(folder, name));
                written++;
                if (parsed.GetValue(_xodr))
                {
                    WriteMap(context, scenario.Map, folder, planned.Case.Id.ToString());
                }
            }
            catch (RefusedException refused)
            {
                context.Error.WriteLine($"refused: {planned.Case.Id}: {Running.Reasons.Of(refused)}");
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                failed++;
                context.Error.WriteLine($"{context.Style.Red("error:")} {planned.Case.Id}: {Running.Reasons.Of(e)}");
            }
        }

        return failed > 0 || written == 0 ? ExitCode.Infrastructure : ExitCode.Passed;
    }

    private static void WriteMap(CliContext context, RoadMap map, string folder, string id)
    {
        string name = Path.Combine(folder, id + ".xodr");
        using var buffer = new MemoryStream();
        var losses = OpenDriveWriter.Write(map, buffer);
        AtomicFile.Write(context.Full(name), buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        context.Out.WriteLine(name);
        if (losses.Count > 0)
        {
            context.Error.WriteLine($"{name}: {losses.Count} {(losses.Count == 1 ? "element is" : "elements are")} not held exactly, first {losses[0].Id}: {losses[0].Message}");
        }
    }
}
