using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sim.Host.Drivers;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;
using Sim.Reports.Coverage;

namespace Sim.Host.Planning;

/// <summary>Turns suites into a plan: checks every name, asks the generators, filters, hashes the inputs. Nothing is run.</summary>
internal sealed class RunPlanner(ModuleCatalog modules)
{
    private const int MaxCases = 2_000_000;

    /// <summary>Plans a run.</summary>
    /// <exception cref="InputException">Usage or configuration: says what and where.</exception>
    public RunPlan Plan(IReadOnlyList<SuiteInput> inputs, PlanOptions options, CancellationToken cancellationToken)
    {
        var suites = inputs.Select(i => Override(i.Suite, options)).ToList();
        RejectSameNames(suites);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var used = new ModuleList();
        var all = new Dictionary<string, PlannedCase>(StringComparer.Ordinal);
        for (int i = 0; i < suites.Count; i++)
        {
            SuiteCheck.Check(suites[i], modules);
            used.AddPeers(suites[i], modules);
            foreach (var file in inputs[i].Files)
            {
                Note(files, suites[i], file.Key, file.Sha256);
            }

            suites[i] = PlanSuite(suites[i], options, all, files, used, cancellationToken);
        }

        GatesSelectSomething(suites, all.Values);
        var cases = Filter(all.Values, options, cancellationToken).OrderBy(c => c.Case.Id, StringComparer.Ordinal).ToList();
        if (cases.Count == 0)
        {
            throw new InputException(options.OnlyIds is not null
                ? "no case is selected: none of the cases to run again is in this plan"
                : $"no case is selected: --filter \"{options.Filter}\" matches none of {all.Count} cases (sim run --list shows them)");
        }

        var identity = new RunIdentity
        {
            SimVersion = HostVersion.Text,
            Suites = [.. suites.Select(s => s.Name)],
            Seed = suites[0].Seed,
            Switches = Switches(suites, options),
            Inputs = [.. files.Select(f => new InputFile(f.Key, f.Value))],
            Modules = used.Sorted(),
            CpuClass = used.DependsOnCpu ? CpuClass.Name() : "any",
            PlannedCases = cases.Count,
            PlanSha256 = PlanHash(cases.Select(c => c.Case.Id)),
        };
        return new RunPlan(identity, suites, cases);
    }

    /// <summary>SHA-256 over the ids in ordinal order, one on each line.</summary>
    public static string PlanHash(IEnumerable<string> ids) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids.Order(StringComparer.Ordinal)))));

    // The suite with what the parameters of its entries may be.
    private Suite PlanSuite(
        Suite suite, PlanOptions options, Dictionary<string, PlannedCase> all, SortedDictionary<string, string> files, ModuleList used, CancellationToken cancellationToken)
    {
        var entries = new List<CaseEntry>();
        foreach (var entry in suite.Cases)
        {
            var generator = modules.Get<IScenarioGenerator>(entry.Generator, entry.From);
            used.Add("generator", generator);
            var request = Request(suite, entry);
            var driver = entry.Driver ?? suite.Driver;
            var keys = generator.Plan(request, cancellationToken);
            if (keys.Count == 0)
            {
                throw entry.From.Error($"the entry '{entry.Name}' selects no case; the generator '{generator.Name}' found nothing");
            }

            int replicas = options.Repeat ?? entry.Repeat;
            foreach (var key in keys)
            {
                for (int replica = 0; replica < replicas; replica++)
                {
                    Add(all, new PlannedCase(Case.Create(entry.Name, key, replica), suite, entry, request, driver));
                }
            }

            foreach (var (key, path) in generator.Inputs(request, cancellationToken).Concat(modules.Get<IDriver>(driver.Name, driver.Options).Inputs(driver.Options, suite.Files)))
            {
                Note(files, suite, key, FileHash.Of(path, key));
            }

            entries.Add(entry with { Parts = EntryPart.Of(keys, entry.From.Find("with")) });
        }

        if (modules.Get<ISimulator>(suite.Simulator.Name, suite.Simulator.Options) is IRemoteModule simulator)
        {
            foreach (var (key, path) in simulator.Inputs(suite.Simulator.Options, suite.Files))
            {
                Note(files, suite, key, FileHash.Of(path, key));
            }
        }

        CoverageCheck.Require(suite with { Cases = entries });
        return suite with { Cases = entries };
    }

    // Suites of different folders may use one key for different files.
    private static void Note(SortedDictionary<string, string> files, Suite suite, string key, string sha256)
    {
        if (!files.TryAdd(key, sha256) && files[key] != sha256)
        {
            files[$"{suite.Name}:{key}"] = sha256;
        }
    }

    private static void Add(Dictionary<string, PlannedCase> all, PlannedCase planned)
    {
        if (!all.TryAdd(planned.Case.Id, planned))
        {
            var other = all[planned.Case.Id];
            throw planned.Entry.From.Error(ReferenceEquals(other.Suite, planned.Suite)
                ? $"the entry '{planned.Entry.Name}' plans the case '{planned.Case.Id}' twice; each source and parameter set may occur once"
                : $"the suites '{other.Suite.Name}' and '{planned.Suite.Name}' both plan the case '{planned.Case.Id}'; rename an entry or run them apart");
        }

        if (all.Count > MaxCases)
        {
            throw planned.Entry.From.Error($"more than {MaxCases} cases are planned; use fewer sweep values, or split the suite");
        }
    }

    private IEnumerable<PlannedCase> Filter(IEnumerable<PlannedCase> cases, PlanOptions options, CancellationToken cancellationToken)
    {
        var terms = options.Filter is null ? [] : FilterText.Parse(options.Filter);
        bool byTag = terms.Any(t => t.Key == "tag");
        foreach (var planned in cases)
        {
            if (options.OnlyIds?.Contains(planned.Case.Id) == false || !planned.Facts.Match(terms))
            {
                continue;
            }

            if (!byTag || (planned.Facts with { Tags = TagsOf(planned, cancellationToken) }).Match(terms))
            {
                yield return planned;
            }
        }
    }

    // Tags belong to the scenario, so a filter on tags has to make it; one that cannot be made has none, and stays out by that.
    private IReadOnlyList<string> TagsOf(PlannedCase planned, CancellationToken cancellationToken)
    {
        try
        {
            return modules.Get<IScenarioGenerator>(planned.Entry.Generator)
                .Generate(planned.Request, planned.Case.Key, planned.GeneratorSeed, cancellationToken).Tags;
        }
        catch (Exception e) when (e is InputException or RefusedException)
        {
            return [];
        }
    }

    private static GenerateRequest Request(Suite suite, CaseEntry entry) => new()
    {
        Entry = entry.Name,
        From = entry.From,
        Vehicle = entry.Vehicle ?? suite.Vehicle,
        StepUs = suite.Simulator.StepUs,
        HorizonUs = suite.Simulator.HorizonUs,
        Traffic = suite.Simulator.Traffic,
        SuiteSeed = suite.Seed,
        Network = suite.Network,
        Files = suite.Files,
    };

    private static Suite Override(Suite suite, PlanOptions options)
    {
        var driver = DriverOverride.Of(suite.Driver, options.Driver, options.DriverCommand, options.WorkingFolder);
        return suite with
        {
            Seed = options.Seed ?? suite.Seed,
            Driver = driver ?? suite.Driver,
            Cases = driver is null ? suite.Cases : [.. suite.Cases.Select(c => c with { Driver = null })],
            Simulator = options.Simulator is null ? suite.Simulator : suite.Simulator with { Name = options.Simulator, Options = Setting.Empty },
        };
    }

    private static void RejectSameNames(List<Suite> suites)
    {
        foreach (var group in suites.GroupBy(s => s.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            throw new InputException($"{group.Count()} suites are named '{group.Key}'; names in one run must differ");
        }
    }

    private static void GatesSelectSomething(List<Suite> suites, ICollection<PlannedCase> all)
    {
        foreach (var suite in suites)
        {
            foreach (var gate in suite.Expect.Where(g => g.Where.Count > 0))
            {
                if (!all.Any(c => c.Suite.Name == suite.Name && c.Facts.Match(gate.Where)))
                {
                    string names = string.Join(", ", suite.Cases.Select(c => c.Name).Take(8));
                    throw new InputException($"empty gate: '{gate.Text}' of suite '{suite.Name}' selects no case (entries: {names})", null, gate.Line);
                }
            }
        }
    }

    private static SortedDictionary<string, string> Switches(List<Suite> suites, PlanOptions options)
    {
        var switches = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Set(string name, string? value)
        {
            if (value is not null)
            {
                switches[name] = value;
            }
        }

        Set("filter", options.Filter);
        Set("repeat", options.Repeat?.ToString(CultureInfo.InvariantCulture));
        Set("driver", options.Driver);
        Set("driver_command", options.DriverCommand);
        Set("simulator", options.Simulator);
        Set("keep", options.Keep == KeepRecordings.All ? null : options.Keep.ToString().ToLowerInvariant());
        Set("rerun_failed", options.OnlyIds is null ? null : "true");
        foreach (var suite in suites.Where(s => s.Network))
        {
            Set($"network.{suite.Name}", "allow");
        }

        foreach (var suite in suites.Skip(1))
        {
            Set($"seed.{suite.Name}", suite.Seed.ToString(CultureInfo.InvariantCulture));
        }

        return switches;
    }
}
