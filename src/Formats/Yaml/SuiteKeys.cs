namespace Sim.Formats.Yaml;

/// <summary>The key tables of suites and vehicles.</summary>
internal static class SuiteKeys
{
    private const string Text = """{ "type": "string" }""";
    private const string Quantity = """{ "$ref": "#/$defs/quantity" }""";
    private const string Number = """{ "type": [ "number", "string" ] }""";

    public static KeyTable Suite { get; } = new("suite", "a suite", false,
    [
        new("schema", """{ "const": 1 }""", "Version of this format.", true),
        new("suite", """{ "type": "string", "minLength": 1 }""", "Name of the suite.", true),
        new("seed", """{ "type": "integer", "minimum": 0 }""", "Seed from which every other seed derives; 0 when left out."),
        new("driver", """{ "$ref": "#/$defs/driver" }""", "Driver under test: a name, an address (grpc://host:port, grpcs://host:port, unix:/path), or a map with use or command; idm when left out."),
        new("vehicle", """{ "$ref": "#/$defs/vehicle_or_file" }""", "The ego's vehicle: { file: … } or the vehicle itself; a mid-size sedan when left out."),
        new("simulator", """{ "anyOf": [ { "type": "string" }, { "$ref": "#/$defs/simulator" } ] }""", "Simulator and its settings; embedded when left out."),
        new("network", """{ "enum": [ "allow", "deny" ] }""", "Whether generators may send text over the network; deny when left out."),
        new("cases", """{ "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/case" } }""", "Sources of cases.", true),
        new("odd", """{ "type": "object", "minProperties": 1, "additionalProperties": { "anyOf": [ { "type": [ "string", "number", "boolean" ] }, { "type": "array", "items": { "type": [ "string", "number", "boolean" ] } }, { "type": "object", "additionalProperties": { "type": [ "number", "string" ] } } ] } }""", "The operational design domain: dimension to its values, or to a map of value to exposure."),
        new("coverage", """{ "$ref": "#/$defs/coverage" }""", "What the cases shall cover."),
        new("requirements", """{ "anyOf": [ { "type": "string" }, { "type": "array", "items": { "type": "string" } } ] }""", "Files of requirements: .csv or .reqif, below the suite's folder or a root."),
        new("assess", """{ "type": "array", "items": { "$ref": "#/$defs/use" } }""", "Assessors: names, or maps with use and options."),
        new("expect", """{ "type": "array", "items": { "$ref": "#/$defs/expectation" } }""", "Gates: what is expected of the cases."),
        new("known", """{ "type": "array", "items": { "$ref": "#/$defs/known" } }""", "Waivers: cases that may fail until a date."),
    ]);

    public static KeyTable Use { get; } = new("use_map", "a module", true,
    [
        new("use", Text, "Name or address of the module; every other key is an option of it.", true),
    ]);

    public static KeyTable Command { get; } = new("driver_command", "a driver that is started", false,
    [
        new("command", """{ "anyOf": [ { "type": "string", "minLength": 1 }, { "type": "array", "minItems": 1, "items": { "type": [ "string", "number" ] } } ] }""", "Command line that starts the driver, without a shell: a text with quotes, or a list of arguments.", true),
        new("instances", """{ "anyOf": [ { "const": "auto" }, { "type": "integer", "minimum": 1, "maximum": 1024 } ] }""", "Processes at the same time; auto, when left out, is one for each job."),
        new("deadline", Quantity, "Wall time that an answer may take, 1 ms to 24 h; 5 s when left out."),
        new("start_deadline", Quantity, "Wall time that the start, the begin of a case and its first answer may take each, 1 ms to 24 h; 60 s when left out."),
        new("options", """{ "type": "object" }""", "The driver's own options."),
        new("module", Text, "Which driver of a process that serves several; not needed for one."),
        new("working_dir", Text, "Working folder of the process, relative to the suite's folder, which it is when left out."),
        new("env", """{ "type": "object", "additionalProperties": { "type": [ "string", "number", "boolean" ] } }""", "Environment variables that are added."),
        new("inputs", """{ "anyOf": [ { "type": "string" }, { "type": "array", "items": { "type": "string" } } ] }""", "Further files, with wildcards, that decide what the driver does; their hashes are part of the run."),
        new("memory", """{ "type": "string" }""", "Memory that its processes may hold together, such as 2 GiB; no limit when left out."),
    ]);

    public static KeyTable Simulator { get; } = new("simulator", "the simulator", true,
    [
        new("use", Text, "Name or address of the simulator; embedded when left out. A simulator that is started has command: instead."),
        new("step", Quantity, "Step of the clock, such as 0.1 s; the scenario's own when left out."),
        new("horizon", Quantity, "Length of a case, such as 8 s; the scenario's own when left out."),
        new("traffic", """{ "anyOf": [ { "enum": [ "log-replay", "constant-velocity", "idm", "idm-path", "mobil" ] }, { "type": "string", "pattern": "^(grpc|grpcs|unix):" }, { "type": "object", "minProperties": 1 } ] }""", "How the other actors of recordings move; the address of a traffic model of another process, with its options as use:, or command: to start one."),
        new("stop_at_contact", """{ "type": "boolean" }""", "End a case shortly after the ego's first contact; true when left out."),
    ]);

    public static KeyTable VehicleFileReference { get; } = new("vehicle_file", "the vehicle", false,
    [
        new("file", Text, "Vehicle file, below the suite's folder or a root.", true),
    ]);

    public static KeyTable Case { get; } = new("case", "a case entry", false,
    [
        new("name", """{ "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$" }""", "Unique name; begins the id of each case.", true),
        new("from", """{ "type": "object", "minProperties": 1 }""", "Where the cases come from: the first key names the generator, the rest are its settings.", true),
        new("covers", """{ "anyOf": [ { "type": "string" }, { "type": "array", "items": { "type": "string" } } ] }""", "Requirements that the cases cover."),
        new("odd", """{ "type": "object", "additionalProperties": { "type": [ "string", "number", "boolean" ] } }""", "Tags of the operational design domain."),
        new("driver", """{ "$ref": "#/$defs/driver" }""", "Driver of these cases instead of the suite's."),
        new("vehicle", """{ "$ref": "#/$defs/vehicle_or_file" }""", "Vehicle of these cases instead of the suite's."),
        new("repeat", """{ "type": "integer", "minimum": 1, "maximum": 10000 }""", "Replicas of each case, for drivers that are not deterministic."),
    ]);

    public static KeyTable Coverage { get; } = new("coverage", "the coverage", false,
    [
        new("strength", """{ "type": "integer", "minimum": 1, "maximum": 3 }""", "Combinations of so many parameters are wanted: 1 single values, 2 pairs, 3 triples."),
        new("odd_runs", """{ "type": "integer", "minimum": 1, "maximum": 1000000 }""", "Cases that a combination of the operational design domain needs; 1 when left out."),
        new("goal", """{ "type": "integer", "minimum": 1, "maximum": 1000000 }""", "Cases wanted in each value or class of each parameter."),
        new("parameters", """{ "type": "object", "additionalProperties": { "type": "object", "additionalProperties": { "anyOf": [ { "type": [ "string", "number" ] }, { "type": "array", "items": { "type": [ "string", "number" ] } } ] } } }""", "Classes: entry (or *) to parameter to edges (0 | 20 | 40 km/h) or words (day | night)."),
        new("exclude", """{ "type": "array", "items": { "type": "object", "minProperties": 1, "additionalProperties": { "type": [ "string", "number", "boolean" ] } } }""", "Combinations that cannot occur, each a map of parameter or dimension to value."),
    ]);

    public static KeyTable Expectation { get; } = new("expectation", "an expectation", false,
    [
        new("all", Text, "The condition must hold in every applicable case."),
        new("none", Text, "The condition, a bad thing, must hold in no applicable case."),
        new("any", Text, "The condition must hold in at least one applicable case."),
        new("quantile", Number, "Which quantile of the metric, 0 to 1 or in %; with of and one bound."),
        new("p_fail", Text, "Limit of the failure rate with its confidence, such as < 0.01 at 95 %; with of."),
        new("coverage", """{ "enum": [ "values", "pairs", "triples", "odd", "grade", "requirements" ] }""", "What the cases shall cover, with at_least: single values, pairs or triples of parameters, the exposure of odd, the mean over all goals, requirements that were evaluated."),
        new("of", Text, "Metric of the quantile, or the condition that is a failure."),
        new("at_least", Number, "Bound of the quantile, or of the coverage: not below."),
        new("above", Number, "Bound of the quantile: above."),
        new("at_most", Number, "Bound of the quantile: not above."),
        new("below", Number, "Bound of the quantile: below."),
        new("where", Text, "Which cases: terms such as family = ncap-ccrs, tag != x, joined by and."),
        new("min_cases", """{ "type": "integer", "minimum": 1 }""", "Least number of applicable cases; 1 when left out."),
    ], "all", "none", "any", "quantile", "p_fail", "coverage");

    public static KeyTable Known { get; } = new("known", "a waiver", false,
    [
        new("case", Text, "Pattern over case ids, with * and ?.", true),
        new("reason", Text, "Why it is known.", true),
        new("ticket", Text, "Ticket."),
        new("owner", Text, "Who takes care of it."),
        new("expires", """{ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }""", "Last day on which it holds, such as 2027-03-01.", true),
    ]);

    public static KeyTable Vehicle { get; } = new("vehicle", "a vehicle", false,
    [
        new("name", """{ "type": "string", "minLength": 1 }""", "Name for people.", true),
        new("class", $$"""{ "enum": [ {{Words<ActorClass>()}} ] }""", "Kind of actor; car when left out."),
        new("length", Quantity, "Length, 0.1 m to 50 m.", true),
        new("width", Quantity, "Width, 0.1 m to 10 m.", true),
        new("height", Quantity, "Height, 0.1 m to 10 m; 1.5 m when left out."),
        new("wheelbase", Quantity, "Distance between the axles, 0.05 m up to the length.", true),
        new("rear_overhang", Quantity, "From the rear bumper to the rear axle, 0 m up to length minus wheelbase.", true),
        new("model", $$"""{ "enum": [ {{Words<VehicleModel>()}} ] }""", "Equations of motion; kinematic_bicycle when left out."),
        new("parameter_set", """{ "type": "integer", "minimum": 1, "maximum": 4 }""", "CommonRoad parameter set of ks and st; 2 when left out."),
        new("max_steer", Quantity, "Largest angle of the front wheels, 0.01 rad to 1.5 rad."),
        new("max_steer_rate", Quantity, "Largest steering rate, 0.01 rad/s to 20 rad/s."),
        new("max_accel", Quantity, "Largest acceleration, 0.1 m/s^2 to 30 m/s^2."),
        new("max_decel", Quantity, "Largest deceleration, 0.1 m/s^2 to 30 m/s^2."),
        new("max_speed", Quantity, "Largest speed, 0.1 m/s to 150 m/s."),
        new("friction_cap", Number, "Cap on the total acceleration as a share of g, 0.01 to 3; none when left out."),
        new("latency", Quantity, "Delay between a driver's answer and its effect, 0 s to 5 s; none when left out."),
    ]);

    public static IReadOnlyList<KeyTable> All { get; } = [Suite, Use, Command, Simulator, VehicleFileReference, Case, Coverage, Expectation, Known, Vehicle];

    private static string Words<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(SettingReader.WordOf).SelectMany(w => new[] { w.Replace('-', '_'), w }).Distinct().Select(w => $"\"{w}\""));
}
