using Sim.Formats.ScenarioNet;
using Sim.Tests.ScenarioNet;

namespace Sim.Tests.Fuzz;

public sealed class ScenarioNetFuzzTests
{
    private static readonly string[] Tokens = ["null", "[]", "{}", "[0,0]", "\"valid\":[", "\"$array\":\"a0\"", "{\"$array\":\"a0\"}", "\"length\":", "VEHICLE", ",", "[", "{", "]", "}", "1e999", "\\ud800", "'<f8'", "(5, 3)", "|u1", "PK\u0001\u0002", "PK\u0003\u0004"];

    private static readonly Mutator Json = new(0x5C1, Corpus.Of(Descriptions.Json()), Tokens);
    private static readonly Mutator Npz = new(0x5C2, [Descriptions.Npz(deflate: false), Descriptions.Npz()], Tokens);

    [Fact]
    public void Damaged_scenario_descriptions_are_read_or_refused_by_name() => FuzzRun.Check(
        "fuzz.",
        index => index % 2 == 0 ? Json.Make(index) : Npz.Make(index),
        bytes => _ = ScenarioNetReader.Read(bytes, "fuzz.npz").Map.Index(),
        lines: false);
}
