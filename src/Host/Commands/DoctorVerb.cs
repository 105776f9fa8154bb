using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Store;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary><c>sim doctor</c>: looks at what a run needs.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Option<bool> _json;

    /// <summary>Makes the verb.</summary>
    public DoctorVerb()
        : base("doctor", "Checks runtime, plugins, write access, data folders and CPU. Exit 3 when something that a run needs is broken.", "sim doctor", "sim doctor --json") =>
        _json = Option<bool>("--json", "Writes the findings on standard output.");

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var findings = new List<DoctorFinding>
        {
            new("sim", "ok", $"{HostVersion.Text}, contracts {ContractVersion.Current}"),
            new("runtime", Environment.Version.Major >= 10 ? "ok" : "broken", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}"),
            new("cpu", "ok", string.Create(CultureInfo.InvariantCulture, $"{CpuClass.Name()}, {Environment.ProcessorCount} cores")),
        };
        Modules(context, findings);
        findings.Add(Writable(context));
        findings.Add(Store());
        findings.Add(Folder(context, "SIM_DATA", "recorded suites read it"));
        findings.Add(Folder(context, "SIM_GOLDEN", "conformance tests read it"));
        if (parsed.GetValue(_json))
        {
            context.Out.WriteLine(JsonSerializer.Serialize(findings, OutputJson.Default.IReadOnlyListDoctorFinding));
        }
        else
        {
            var table = new TextTable("check", "state", "");
            findings.ForEach(f => table.Add(f.Check, f.State, f.Text));
            table.Write(context.Out);
        }

        return findings.Exists(f => f.State == "broken") ? ExitCode.Infrastructure : ExitCode.Passed;
    }

    private static void Modules(CliContext context, List<DoctorFinding> findings)
    {
        var modules = context.Modules();
        foreach (var plugin in modules.Plugins)
        {
            findings.Add(plugin.State == PluginState.Loaded
                ? new($"plugin {plugin.Id}", "ok", string.Join(", ", plugin.Modules.Select(m => $"{m.Contract} {m.Name}")))
                : new($"plugin {plugin.Id}", "broken", plugin.Reason));
        }

        Count<IScenarioGenerator>("generators");
        Count<ISimulator>("simulators");
        Count<IDriver>("drivers");
        Count<IAssessor>("assessors");
        Count<IReportWriter>("report writers");
        Count<IFormat>("formats");
        void Count<T>(string what)
            where T : class, IModule
        {
            var all = modules.Catalog.All<T>();
            findings.Add(new(what, all.Count > 0 ? "ok" : "missing", string.Join(", ", all.Select(m => m.Name))));
        }
    }

    private static DoctorFinding Writable(CliContext context)
    {
        string probe = Path.Combine(context.WorkingFolder, ".sim-doctor" + AtomicFile.Suffix);
        try
        {
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return new("working folder", "ok", "can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("working folder", "missing", $"cannot be written ({e.Message}); give --out a folder that can");
        }
    }

    private static DoctorFinding Store()
    {
        string folder = Directory.CreateTempSubdirectory("sim-doctor-").FullName;
        try
        {
            using (ResultStore.Open(Path.Combine(folder, "results.sqlite")))
            {
            }

            return new("result store", "ok", "SQLite opens");
        }
        catch (Exception e) when (e is InputException or DllNotFoundException or TypeInitializationException)
        {
            return new("result store", "broken", e.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DoctorFinding Folder(CliContext context, string variable, string use)
    {
        string? value = context.Environment(variable);
        return string.IsNullOrEmpty(value) ? new(variable, "unset", $"not set; {use}")
            : Directory.Exists(context.Full(value)) ? new(variable, "ok", "folder exists")
            : new(variable, "missing", $"set, but there is no such folder; {use}");
    }
}
