using Sim.Formats.Mcap;
using Sim.Formats.Yaml;
using Sim.Plugins.Retrieval.Generating;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Tests.Retrieval.Combining;

namespace Sim.Tests.Retrieval.Generating;

public sealed class RetrievalGeneratorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-retrieval-").FullName;
    private readonly RetrievalGenerator _generator = new();

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_folder_of_recordings_and_a_tag_give_valid_scenarios_with_their_origin()
    {
        Recordings();
        var request = Request("{ retrieval: { index: logs, like: lane-change-left, count: 3 } }");
        var keys = _generator.Plan(request, Token);
        Assert.Equal(3, keys.Count);
        Assert.Equal(3, keys.Select(k => CaseId.Of("e", k, 0)).Distinct().Count());
        foreach (var key in keys)
        {
            var scenario = _generator.Generate(request, key, 7, Token);
            Assert.Null(ScenarioCheck.Refusal(scenario));
            Assert.IsType<DriverBehaviour>(scenario.Ego.Behaviour);
            Assert.Equal("retrieval", scenario.Provenance.Generator);
            Assert.Equal(7UL, scenario.Provenance.Seed);
            Assert.All(scenario.Provenance.Parents, p => Assert.Matches("sha256:[0-9a-f]{64} scene .* distance [0-9.]+ weight [0-9.]+", p));
            Assert.Equal(1, scenario.Provenance.Parents.Sum(p => double.Parse(p[(p.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture)), 2);
            Assert.Contains("CC-TEST", scenario.Provenance.Licence, StringComparison.Ordinal);
            Assert.Contains("lane-change-left", scenario.Tags);

            // A classifier of its own: somebody other than the ego ends a lane's width further left than it began.
            Assert.Contains(scenario.Actors, a => a.Id != scenario.EgoId && a.Behaviour is TrajectoryBehaviour t
                && t.States[^1].State.Y - t.States[0].State.Y is > 2.5 and < 4.5);
        }
    }

    [Fact]
    public void The_same_case_gives_the_same_bytes_and_another_seed_another_scenario()
    {
        Recordings();
        var request = Request("{ retrieval: { index: logs, like: lane-change-left, count: 1, temperature: 1 } }");
        var key = _generator.Plan(request, Token)[0];
        string first = ScenarioYaml.Write(_generator.Generate(request, key, 1, Token));
        Assert.Equal(first, ScenarioYaml.Write(new RetrievalGenerator().Generate(request, key, 1, Token)));
        Assert.NotEqual(first, ScenarioYaml.Write(_generator.Generate(request, key, 2, Token)));
    }

    [Fact]
    public void Adding_scenarios_changes_no_other_case()
    {
        Recordings();
        var few = _generator.Plan(Request("{ retrieval: { index: logs, like: hard-brake, count: 2 } }"), Token);
        var many = _generator.Plan(Request("{ retrieval: { index: logs, like: hard-brake, count: 9 } }"), Token);
        Assert.Equal(few.Select(k => CaseId.Of("e", k, 0)), many.Take(2).Select(k => CaseId.Of("e", k, 0)));
    }

    [Fact]
    public void All_recordings_are_inputs()
    {
        Recordings();
        var inputs = _generator.Inputs(Request("{ retrieval: { index: logs, like: hard-brake } }"), Token);
        Assert.Equal(["logs/change.mcap", "logs/change2.mcap", "logs/crash.mcap"], inputs.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_recording_can_be_the_question()
    {
        Recordings();
        var request = Request("{ retrieval: { index: logs, like: logs/change.mcap, count: 1, neighbours: 1 } }");
        var scenario = _generator.Generate(request, _generator.Plan(request, Token)[0], 3, Token);
        Assert.DoesNotContain("logs/change.mcap ", scenario.Provenance.Parents[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_becomes_a_critical_scenario_that_the_recorded_ego_does_not_survive()
    {
        Recordings();
        var request = Request("{ retrieval: { critical: logs/crash.mcap, count: 1 } }");
        var scenario = _generator.Generate(request, _generator.Plan(request, Token)[0], 3, Token);
        Assert.Contains("critical", scenario.Tags);
        Assert.Equal("rear", scenario.EgoId);
        var log = ((DriverBehaviour)scenario.Ego.Behaviour).Log;
        var other = (TrajectoryBehaviour)scenario.Actors.Single(a => a.Id == "front").Behaviour;
        Assert.True(log.Zip(other.States).Min(p => p.Second.State.X - p.First.State.X) < 4.5, "the log of the ego meets the one ahead");
    }

    [Fact]
    public void A_crash_moves_around_the_ego_of_the_users_road()
    {
        Recordings();
        File.WriteAllText(Path.Combine(_folder, "mine.yaml"), ScenarioYaml.Write(Mine()));
        var request = Request("{ retrieval: { critical: logs/crash.mcap, into: mine.yaml, count: 2, temperature: 1 } }");
        var keys = _generator.Plan(request, Token);
        var scenario = _generator.Generate(request, keys[0], 3, Token);
        Assert.Equal("me", scenario.EgoId);
        Assert.Null(ScenarioCheck.Refusal(scenario));
        var front = (TrajectoryBehaviour)scenario.Actors.Single(a => a.Id == "retrieved-front").Behaviour;

        // It stood to the recorded ego as it now stands to the user's: 40 m ahead when that scene begins, in the same lane, and brakes as it did.
        Assert.Equal(3.5, front.States[0].State.Y, 6);
        Assert.Equal(12, front.States[0].State.SpeedMps, 6);
        Assert.Equal(0, front.States[^1].State.SpeedMps, 0.2);
        Assert.Equal(40, front.States[0].State.X - scenario.Ego.Initial.X, 6);

        // The second draw is not the first one again.
        var other = (TrajectoryBehaviour)_generator.Generate(request, keys[1], 3, Token).Actors.Single(a => a.Id == "retrieved-front").Behaviour;
        Assert.NotEqual(front.States[^1].State.X, other.States[^1].State.X);
    }

    [Fact]
    public void A_scenario_to_move_into_is_looked_at_before_anything_is_made()
    {
        Recordings();
        File.WriteAllText(Path.Combine(_folder, "mine.yaml"), "scenario: 1\nname: nothing\n");
        var e = Assert.Throws<InputException>(() => _generator.Plan(Request("{ retrieval: { index: logs, like: hard-brake, into: mine.yaml } }"), Token));
        Assert.Equal("mine.yaml", e.File);
    }

    [Fact]
    public void A_map_that_the_users_scenario_names_is_an_input_too()
    {
        Recordings();
        File.WriteAllText(Path.Combine(_folder, "road.xml"), "<commonRoad commonRoadVersion=\"2020a\" timeStepSize=\"0.1\" benchmarkID=\"X_Y-1_1_T-1\" author=\"\" affiliation=\"\" source=\"\" date=\"2026-01-01\"/>");
        string mine = ScenarioYaml.Write(Mine());
        int from = mine.IndexOf("map:", StringComparison.Ordinal);
        int to = mine.IndexOf("step_us:", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "mine.yaml"), mine[..from] + "map: { file: road.xml }\n" + mine[to..]);
        Assert.Contains("road.xml", _generator.Inputs(Request("{ retrieval: { index: logs, like: hard-brake, into: mine.yaml } }"), Token).Keys);
    }

    [Fact]
    public void A_manoeuvre_moves_into_the_users_poses()
    {
        Recordings();
        File.WriteAllText(Path.Combine(_folder, "mine.yaml"), ScenarioYaml.Write(Mine()));
        var request = Request("{ retrieval: { index: logs, like: lane-change-left, count: 1, into: mine.yaml, neighbours: 0, temperature: 0 } }");
        var scenario = _generator.Generate(request, _generator.Plan(request, Token)[0], 3, Token);
        Assert.Equal("me", scenario.EgoId);
        var moved = scenario.Actors.Single(a => a.Id == "ahead");
        var states = ((TrajectoryBehaviour)moved.Behaviour).States;
        Assert.Equal(130, states[0].State.X, 6);
        Assert.Equal(3.5, states[^1].State.Y, 0.6);
        Assert.Contains("lane-change-left", moved.Origin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ retrieval: { index: logs, like: lane-chnge-left } }", "lane-change-left")]
    [InlineData("{ retrieval: { index: logs } }", "neither 'like' nor 'critical'")]
    [InlineData("{ retrieval: { like: cut-in } }", "'index' is missing")]
    [InlineData("{ retrieval: { index: nowhere, like: cut-in } }", "nowhere")]
    [InlineData("{ retrieval: { index: logs, like: cut-in, count: 0 } }", "count")]
    [InlineData("{ retrieval: { index: logs, like: cut-in, cont: 3 } }", "unknown key 'cont'")]
    [InlineData("{ retrieval: { index: logs, like: cut-in, critical: logs } }", "leave one of them out")]
    public void Wrong_settings_are_answered(string from, string expected)
    {
        Recordings();
        var e = Assert.Throws<InputException>(() => _generator.Plan(Request(from), Token));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_scene_shows_is_refused_case_by_case()
    {
        Recordings();
        var request = Request("{ retrieval: { index: logs, like: u-turn, count: 2 } }");
        foreach (var key in _generator.Plan(request, Token))
        {
            Assert.Contains("u-turn", Assert.Throws<RefusedException>(() => _generator.Generate(request, key, 1, Token)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cancelled_call_ends()
    {
        Recordings();
        var request = Request("{ retrieval: { index: logs, like: lane-change-left, count: 1 } }");
        var key = _generator.Plan(request, Token)[0];
        Assert.ThrowsAny<OperationCanceledException>(() => _generator.Generate(request, key, 1, new CancellationToken(true)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GenerateRequest Request(string from) => new() { Entry = "e", From = YamlSettings.Read(from, "suite.yaml", new YamlOptions()), Files = new FileRoots { BaseFolder = _folder } };

    private void Recordings()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "logs"));
        Write("change", Change(0));
        Write("change2", Change(1.5));
        Write("crash", Roads.Record(Roads.Straight(), 81, ("rear", Roads.Along(0, 0, 15)), ("front", Roads.Along(40, 0, 12, -5))) with { EgoId = "rear" });
    }

    private static Recording Change(double more) => Roads.Record(
        Roads.Straight(),
        81,
        ("behind", Roads.Along(-30, 3.5, 12 + more)),
        ("changes", t =>
        {
            double u = Math.Clamp((t - 2) / 4, 0, 1);
            double rate = u is > 0 and < 1 ? 3.5 * 6 * u * (1 - u) / 4 : 0;
            return new ActorState((12 + more) * t, 3.5 * u * u * (3 - 2 * u), Math.Atan2(rate, 12 + more), 12 + more);
        }
    ));

    private static Scenario Mine() => new()
    {
        Name = "mine",
        Map = Roads.Straight(),
        StepUs = 100_000,
        HorizonUs = 8_000_000,
        EgoId = "me",
        Actors =
        [
            new Actor { Id = "me", Class = ActorClass.Car, Body = new BodyBox(4.5, 1.8), Initial = new ActorState(100, 3.5, 0, 13), Behaviour = new DriverBehaviour(), Vehicle = VehicleSpec.Sedan },
            new Actor { Id = "ahead", Class = ActorClass.Car, Body = new BodyBox(4.5, 1.8), Initial = new ActorState(130, 0, 0, 12), Behaviour = new ConstantVelocityBehaviour() },
        ],
        Provenance = new Provenance { Generator = "test" },
    };

    private void Write(string name, Recording recording)
    {
        using var file = File.Create(Path.Combine(_folder, "logs", name + ".mcap"));
        RecordingMcap.Write(recording with { Name = name, Provenance = new Provenance { Generator = "test", Licence = "CC-TEST" } }, file);
    }
}
