using System.Globalization;
using System.Reflection;

namespace Sim.Formats.Yaml;

/// <summary>Reads suites, strictly: every key is known, every reference is below a root, every unit fits. Thread-safe.</summary>
public static class SuiteFile
{
    /// <summary>Newest schema that this version reads.</summary>
    public const int Schema = 1;

    private const int MaxEntries = 10_000;

    /// <summary>Version of this Sim, for messages.</summary>
    public static string SimVersion { get; } = typeof(SuiteFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Reads a suite from a file; its folder becomes the base of its paths.</summary>
    /// <param name="path">Path, as the user wrote it.</param>
    /// <param name="options">Variables, roots and limits.</param>
    /// <exception cref="InputException">Absent, unreadable or wrong, with line and column.</exception>
    public static Suite Read(string path, YamlOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        string full = Path.GetFullPath(path, options.WorkingFolder);
        return Parse(YamlSettings.ReadText(full, path, options), path, Path.GetDirectoryName(full) ?? "/", options);
    }

    /// <summary>Reads a suite from a text.</summary>
    /// <param name="text">YAML text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="folder">Absolute folder for its paths.</param>
    /// <param name="options">Variables, roots and limits.</param>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static Suite Parse(string text, string file, string folder, YamlOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var document = YamlSettings.Read(text, file, options);
        if (document.Kind != SettingKind.Map)
        {
            throw document.Error($"found {SettingReader.Describe(document)} where a suite is expected; begin with 'schema: {Schema}' and 'suite: NAME'");
        }

        CheckSchema(document);
        return new SuiteBinder(DeclaredRoots.Of(document, folder, options), options).Bind(document) with { FileName = Path.GetFileName(file) };
    }

    /// <summary>Where files may be read that settings name: below a folder, below --root, and below whole variables that begin a value.</summary>
    /// <param name="settings">The settings, with their raw texts.</param>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="options">Variables and roots.</param>
    /// <exception cref="InputException">A root is no folder.</exception>
    public static FileRoots Roots(Setting settings, string folder, YamlOptions options)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        return DeclaredRoots.Of(settings, folder, options);
    }

    /// <summary>Reads the terms of a filter over cases, as <c>where</c> in a suite: "family = ncap-* and odd.light != night".</summary>
    /// <exception cref="InputException">Not such terms.</exception>
    public static IReadOnlyList<CaseFilter> ParseFilter(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ExpectationReader.Where(Setting.Scalar(text));
    }

    internal static void CheckSchema(Setting document)
    {
        var schema = document.Find("schema");
        if (schema is null || schema.Kind == SettingKind.Null)
        {
            throw document.Error(string.Create(CultureInfo.InvariantCulture, $"the suite does not say its schema; write 'schema: {Schema}' as its first line"));
        }

        if (schema.Kind != SettingKind.Scalar || !int.TryParse(schema.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1)
        {
            throw schema.Error($"'schema' is {SettingReader.Describe(schema)}; write 'schema: {Schema}'");
        }

        if (version > Schema)
        {
            throw schema.Error(string.Create(CultureInfo.InvariantCulture, $"the suite has schema {version}, which needs a newer Sim than this one: Sim {SimVersion} reads schema {Schema}"));
        }
    }

    /// <summary>Binds one document to a suite.</summary>
    private sealed class SuiteBinder(FileRoots files, YamlOptions options)
    {
        private readonly SortedDictionary<string, SourceFile> _sources = new(StringComparer.Ordinal);

        public Suite Bind(Setting document)
        {
            var table = SuiteKeys.Suite;
            var reader = table.Open(document);
            _ = reader.Required("schema");
            string name = reader.RequiredText("suite");
            if (name.Length is 0 or > 200)
            {
                throw reader.Required("suite").Error("'suite' must have 1 to 200 characters");
            }

            ulong seed = reader.UInt64("seed") ?? 0;
            var driver = reader.Optional("driver");
            var vehicle = reader.Optional("vehicle");
            var simulator = reader.Optional("simulator");
            string? network = reader.Choice("network", "allow", "deny");
            var cases = reader.Required("cases");
            var odd = reader.Optional("odd");
            var coverage = reader.Optional("coverage");
            var requirements = Requirements(reader.Optional("requirements"));
            var assess = reader.List("assess") ?? [];
            var expect = reader.List("expect") ?? [];
            var known = reader.List("known") ?? [];
            table.Done(reader);

            var entries = Cases(cases);
            var suite = new Suite
            {
                Schema = Schema,
                Name = name,
                Seed = seed,
                Driver = driver is null ? new ModuleUse("idm", Setting.Empty) : Driver(driver),
                Vehicle = vehicle is null ? VehicleSpec.Sedan : Vehicle(vehicle),
                Simulator = simulator is null ? new SimulatorUse() : Simulator(simulator),
                Network = network == "allow",
                Cases = entries,
                Odd = odd is null ? [] : CoverageReader.Odd(odd),
                Coverage = coverage is null ? null : CoverageReader.Goals(coverage, [.. entries.Select(e => e.Name)]),
                RequirementFiles = requirements,
                Assess = Assess(assess),
                Expect = [.. Limited(expect, "expect").Where(e => e.Find("coverage") is null).Select(ExpectationReader.Read)],
                ExpectCoverage = [.. expect.Where(e => e.Find("coverage") is not null).Select(ExpectationReader.ReadCoverage)],
                Known = [.. Limited(known, "known").Select(Known)],
                Files = files,
            };
            return suite with { Sources = [.. _sources.Values] };
        }

        private static IReadOnlyList<Setting> Limited(IReadOnlyList<Setting> items, string key) => items.Count <= MaxEntries
            ? items
            : throw items[MaxEntries].Error(string.Create(CultureInfo.InvariantCulture, $"'{key}' holds {items.Count} items; at most {MaxEntries} are allowed"));

        private ModuleUse Driver(Setting value)
        {
            if (value.Find("command") is not { } command)
            {
                return Use(value, "driver");
            }

            Allow(command, value, "driver");

            var table = SuiteKeys.Command;
            var reader = table.Open(value, "the driver");
            foreach (var key in table.Keys)
            {
                _ = reader.Optional(key.Name);
            }

            table.Done(reader);
            return new ModuleUse("command", value);
        }

        private void Allow(Setting command, Setting value, string what)
        {
            if (!options.AllowCommandDrivers)
            {
                throw command.Error($"this suite starts a program ('command: …'), which is not allowed here; allow it (without --no-commands), or start the {what} yourself and write its address: {what}: {{ use: \"grpc://localhost:50051\" }}");
            }

            if (value.Find("use") is not null)
            {
                throw command.Error($"the {what} has both 'use' and 'command'; keep one");
            }
        }

        private static ModuleUse Use(Setting value, string what)
        {
            if (value.Kind == SettingKind.Scalar)
            {
                return new ModuleUse(Name(value, what), Setting.Empty with { File = value.File, Line = value.Line, Column = value.Column });
            }

            var table = SuiteKeys.Use;
            var reader = table.Open(value, $"the {what}");
            var use = reader.Optional("use");
            table.Done(reader);
            if (use is null)
            {
                throw value.Find("command") is { } command
                    ? command.Error($"unknown key 'command' in the {what}; only a driver or a simulator can be a command")
                    : value.Error($"the {what} does not say which module it is; write use: NAME, or the name alone");
            }

            // Errors about an address are about what is written there, not about the map around it.
            return new ModuleUse(Name(use, what), table.Rest(value) with { Line = use.Line, Column = use.Column });
        }

        private static string Name(Setting value, string what) =>
            value.Kind == SettingKind.Scalar && value.Text.Length is > 0 and <= 500
                ? value.Text
                : throw value.Error($"found {SettingReader.Describe(value)} where the name of the {what} is expected");

        private VehicleSpec Vehicle(Setting value)
        {
            if (value.Kind == SettingKind.Scalar)
            {
                throw value.Error($"'vehicle' is {SettingReader.Describe(value)}; write vehicle: {{ file: {value.Raw} }}, or the vehicle itself");
            }

            if (value.Find("file") is null)
            {
                return VehicleFile.Bind(value);
            }

            var table = SuiteKeys.VehicleFileReference;
            var reader = table.Open(value);
            var path = reader.Required("file");
            table.Done(reader);
            var source = files.Resolve(path);
            _sources[source.Key] = source;
            return VehicleFile.ReadFile(source.FullPath, source.Key, options);
        }

        private List<SourceFile> Requirements(Setting? value)
        {
            var found = new List<SourceFile>();
            IReadOnlyList<Setting> names = value switch { null => [], { Kind: SettingKind.List } => value.Items, _ => [value] };
            foreach (var name in Limited(names, "requirements"))
            {
                var source = files.Resolve(name);
                if (!_sources.TryAdd(source.Key, source))
                {
                    throw name.Error($"the file '{source.Key}' is named twice; keep one");
                }

                found.Add(source);
            }

            return found;
        }

        private SimulatorUse Simulator(Setting value)
        {
            if (value.Kind == SettingKind.Scalar)
            {
                return new SimulatorUse { Name = Name(value, "simulator") };
            }

            var table = SuiteKeys.Simulator;
            var reader = table.Open(value);
            var use = reader.Optional("use");
            if (value.Find("command") is { } command)
            {
                Allow(command, value, "simulator");
            }

            var traffic = reader.Optional("traffic");
            bool isModel = traffic is { Kind: SettingKind.Map } || traffic?.Text.Contains(':', StringComparison.Ordinal) == true;
            var simulator = new SimulatorUse
            {
                Name = use is not null ? Name(use, "simulator") : value.Find("command") is null ? "embedded" : "command",
                StepUs = reader.Duration("step", 1_000, 10_000_000),
                HorizonUs = reader.Duration("horizon", 1_000, 86_400_000_000),
                Traffic = isModel ? null : reader.Choice("traffic", "log-replay", "constant-velocity", "idm", "idm-path", "mobil"),
                StopAtContact = reader.Bool("stop_at_contact") ?? true,
                Options = table.Rest(value),
            };
            table.Done(reader);
            if (isModel)
            {
                simulator = WithTraffic(simulator, traffic!);
            }

            return simulator is { StepUs: { } step, HorizonUs: { } horizon } && horizon % step != 0
                ? throw reader.Required("horizon").Error("'horizon' is no whole number of steps; change 'step' or 'horizon'")
                : simulator;
        }

        // Who moves the others elsewhere is a simulator of its own: the embedded engine with that beside it.
        private SimulatorUse WithTraffic(SimulatorUse simulator, Setting traffic)
        {
            if (simulator.Name != "embedded")
            {
                throw traffic.Error($"a traffic model of another process needs the simulator embedded, not '{simulator.Name}'; leave 'use' out, or write one of log-replay, constant-velocity, idm, idm-path, mobil");
            }

            if (traffic.Find("command") is { } command)
            {
                Allow(command, traffic, "traffic");
            }

            var options = simulator.Options with { Entries = [.. simulator.Options.Entries, new SettingEntry(SimulatorUse.WithTraffic, traffic, traffic.Line, traffic.Column)] };
            return simulator with { Name = SimulatorUse.WithTraffic, Options = options };
        }

        private List<CaseEntry> Cases(Setting value)
        {
            if (value.Kind != SettingKind.List || value.Items.Count == 0)
            {
                throw value.Error($"'cases' is {SettingReader.Describe(value)}; write a list of at least one entry (- name: …)");
            }

            var entries = new List<CaseEntry>();
            var lines = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var item in Limited(value.Items, "cases"))
            {
                var table = SuiteKeys.Case;
                var reader = table.Open(item);
                var nameAt = reader.Required("name");
                string name = reader.RequiredText("name");
                if (!IsEntryName(name))
                {
                    throw nameAt.Error($"the entry's name is {SettingReader.Describe(nameAt)}; write up to 100 letters, digits, '-', '_' or '.', a letter or digit first");
                }

                if (!lines.TryAdd(name, nameAt.Line))
                {
                    throw nameAt.Error(string.Create(CultureInfo.InvariantCulture, $"the entry '{name}' was already given in line {lines[name]}; give it another name"));
                }

                var from = reader.Required("from");
                if (from.Kind != SettingKind.Map || from.Entries.Count == 0)
                {
                    throw from.Error($"'from' is {SettingReader.Describe(from)}; write a map whose first key names the generator: from: {{ recording: \"*.xml\" }}");
                }

                var covers = reader.TextList("covers") ?? [];
                var odd = reader.Optional("odd");
                var driver = reader.Optional("driver");
                var vehicle = reader.Optional("vehicle");
                int repeat = reader.Int("repeat", 1, 10_000) ?? 1;
                table.Done(reader);
                entries.Add(new CaseEntry
                {
                    Name = name,
                    Generator = from.Entries[0].Key,
                    From = from,
                    Covers = covers,
                    Odd = odd is null ? Ordered.Empty : Odd(odd),
                    Driver = driver is null ? null : Driver(driver),
                    Vehicle = vehicle is null ? null : Vehicle(vehicle),
                    Repeat = repeat,
                    Line = item.Line,
                });
            }

            return entries;
        }

        private static IReadOnlyDictionary<string, string> Odd(Setting value) => value.Kind == SettingKind.Map
            ? Ordered.Copy(value.Entries.Select(e => new KeyValuePair<string, string>(e.Key, e.Value.Kind == SettingKind.Scalar
                ? e.Value.Text
                : throw e.Value.Error($"'{e.Key}' is {SettingReader.Describe(e.Value)}; write a single value"))))
            : throw value.Error($"'odd' is {SettingReader.Describe(value)}; write a map: {{ road: urban, light: day }}");

        private static List<ModuleUse> Assess(IReadOnlyList<Setting> items)
        {
            var assessors = new List<ModuleUse>();
            foreach (var item in Limited(items, "assess"))
            {
                var use = Use(item, "assessor");
                if (assessors.Any(a => a.Name == use.Name))
                {
                    throw item.Error($"the assessor '{use.Name}' is named twice; keep one");
                }

                assessors.Add(use);
            }

            return assessors;
        }

        private static KnownIssue Known(Setting item)
        {
            var table = SuiteKeys.Known;
            var reader = table.Open(item);
            var expires = reader.Required("expires");
            var known = new KnownIssue
            {
                CasePattern = NotEmpty(reader, "case"),
                Reason = NotEmpty(reader, "reason"),
                Ticket = reader.Text("ticket") ?? "",
                Owner = reader.Text("owner") ?? "",
                Expires = DateOnly.TryParseExact(reader.RequiredText("expires"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                    ? date
                    : throw expires.Error($"'expires' is {SettingReader.Describe(expires)}; write a date such as 2027-03-01"),
                Line = item.Line,
            };
            table.Done(reader);
            return known;
        }

        private static string NotEmpty(SettingReader reader, string key)
        {
            string text = reader.RequiredText(key);
            return text.Trim().Length > 0 ? text : throw reader.Required(key).Error($"'{key}' is empty");
        }

        private static bool IsEntryName(string name)
        {
            foreach (char c in name)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
                {
                    return false;
                }
            }

            return name.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(name[0]);
        }
    }
}
