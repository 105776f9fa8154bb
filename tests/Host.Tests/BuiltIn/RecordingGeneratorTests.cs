using Sim.Formats.Mcap;
using Sim.Host.BuiltIn;
using Sim.Plugins.Sdk;

namespace Sim.Tests.BuiltIn;

public sealed class RecordingGeneratorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-recording-").FullName;
    private readonly RecordingGenerator _generator = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_pattern_gives_one_case_for_each_file_and_problem_in_order_of_names()
    {
        Write("b.xml", "1", "2");
        Write("a.xml", "7");
        Write("c.xml");
        var keys = _generator.Plan(Request("*.xml"), Token);
        Assert.Equal(["a.xml#problem-7", "b.xml#problem-1", "b.xml#problem-2", "c.xml#designated"], keys.Select(k => k.Source));
        Assert.Equal(["a", "b-1", "b-2", "c"], keys.Select(k => k.Label));
        Assert.Equal(["a.xml", "b.xml", "c.xml"], _generator.Inputs(Request("*.xml"), Token).Keys);
    }

    [Fact]
    public void Keys_name_a_declared_root_and_never_an_absolute_path()
    {
        Write("a.xml", "7");
        var request = Request("*.xml") with
        {
            From = Setting.Map(("recording", new Setting { Kind = SettingKind.Scalar, Raw = "${DATA}/*.xml", Text = _folder + "/*.xml" })),
            Files = new FileRoots { BaseFolder = Path.GetTempPath(), Roots = Ordered.Copy([new("DATA", _folder)]) },
        };
        var key = Assert.Single(_generator.Plan(request, Token));
        Assert.Equal("${DATA}/a.xml#problem-7", key.Source);
        Assert.Equal("ego", _generator.Generate(request, key, 0, Token).EgoId);
    }

    [Fact]
    public void Generating_honours_vehicle_step_horizon_and_traffic()
    {
        Write("a.xml", "7");
        var request = Request("a.xml") with { Vehicle = VehicleSpec.Sedan with { LengthM = 5 }, StepUs = 50_000, HorizonUs = 1_000_000, Traffic = "constant-velocity" };
        var scenario = _generator.Generate(request, Assert.Single(_generator.Plan(request, Token)), 0, Token);
        Assert.Equal((50_000L, 1_000_000L, 5.0), (scenario.StepUs, scenario.HorizonUs, scenario.Ego.Body.LengthM));
        Assert.IsType<ConstantVelocityBehaviour>(scenario.Actors.Single(a => a.Id == "5").Behaviour);
        Assert.StartsWith("a.xml sha256:", Assert.Single(scenario.Provenance.Parents), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, typeof(TrajectoryBehaviour))]
    [InlineData("log-replay", typeof(TrajectoryBehaviour))]
    [InlineData("constant-velocity", typeof(ConstantVelocityBehaviour))]
    [InlineData("idm", typeof(FollowLaneBehaviour))]
    [InlineData("mobil", typeof(FollowLaneBehaviour))]
    [InlineData("idm-path", typeof(FollowPathBehaviour))]
    public void Recorded_vehicles_move_as_the_suite_wants(string? traffic, Type behaviour)
    {
        Write("a.xml", "7");
        var scenario = Generate(Request("a.xml") with { Traffic = traffic });
        Assert.IsType(behaviour, scenario.Actors.Single(a => a.Id == "5").Behaviour);
        Assert.IsType<DriverBehaviour>(scenario.Ego.Behaviour);
    }

    [Fact]
    public void An_unknown_traffic_model_names_the_nearest_one()
    {
        Write("a.xml", "7");
        Assert.Contains("'idm'", Assert.Throws<InputException>(() => _generator.Plan(Request("a.xml") with { Traffic = "idn" }, Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ego_is_chosen_by_word_or_by_id()
    {
        Write("a.xml", "7");
        Assert.Equal("5", Generate(Request("a.xml", ("ego", "designated"))).EgoId);
        Assert.Equal("6", Generate(Request("a.xml", ("ego", "6"))).EgoId);
        Assert.Equal("ego", Generate(Request("a.xml", ("ego", "planning-problem"))).EgoId);
        Assert.Equal("ego", Generate(Request("a.xml", ("problem", "7"))).EgoId);
        var later = Request("a.xml", ("ego", "designated"), ("start", "0.5 s"));
        Assert.Equal("0.5 s", Assert.Single(_generator.Plan(later, Token)).Parameters["start"]);
        Assert.Equal(5.0, Generate(later).Ego.Initial.X);
    }

    [Fact]
    public void Own_recordings_are_replayed_too()
    {
        Write("a.xml");
        var log = Formats.CommonRoad.CommonRoadReader.Read(File.ReadAllBytes(Path.Combine(_folder, "a.xml")), "a.xml").ToRecording();
        using (var stream = File.Create(Path.Combine(_folder, "a.mcap")))
        {
            RecordingMcap.Write(log, stream);
        }

        Assert.Equal("a.mcap#designated", Assert.Single(_generator.Plan(Request("a.mcap"), Token)).Source);
        var scenario = Generate(Request("a.mcap"));
        Assert.Equal("5", scenario.EgoId);
        Assert.Equal(((DriverBehaviour)Generate(Request("a.xml")).Ego.Behaviour).Log, ((DriverBehaviour)scenario.Ego.Behaviour).Log);
    }

    [Theory]
    [InlineData("none.xml", null, null, "none.xml")]
    [InlineData("no*.xml", null, null, "matches")]
    [InlineData("map.xodr", null, null, "OpenDRIVE map")]
    [InlineData("notes.txt", null, null, "expected CommonRoad")]
    [InlineData("c.xml", "ego", "planning-problem", "no planning problem")]
    [InlineData("a.xml", "problem", "99", "'99'")]
    [InlineData("a.xml", "start", "1 s", "recorded ego")]
    [InlineData("a.xml", "egoo", "1", "did you mean 'ego'")]
    public void Wrong_settings_are_refused_with_what_to_do(string pattern, string? key, string? value, string part)
    {
        Write("a.xml", "7");
        Write("c.xml");
        File.WriteAllText(Path.Combine(_folder, "map.xodr"), "<OpenDRIVE/>");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "");
        var request = key is null ? Request(pattern) : Request(pattern, (key, value!));
        Assert.Contains(part, Assert.Throws<InputException>(() => _generator.Plan(request, Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_pattern_without_a_planning_problem_is_refused_and_spoils_no_other()
    {
        Write("a.xml", "7");
        Write("c.xml");
        var request = Request("*.xml", ("ego", "planning-problem"));
        var keys = _generator.Plan(request, Token);

        Assert.Equal(["a.xml#problem-7", "c.xml#no-problem"], keys.Select(k => k.Source));
        Assert.Equal("ego", _generator.Generate(request, keys[0], 0, Token).EgoId);
        var refused = Assert.Throws<RefusedException>(() => _generator.Generate(request, keys[1], 0, Token));
        Assert.StartsWith("c.xml: the file has no planning problem", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_in_which_no_motor_vehicle_moves_is_refused()
    {
        Write("a.xml", "7");
        string path = Path.Combine(_folder, "a.xml");
        File.WriteAllText(path, File.ReadAllText(path).Replace("<type>car</type>", "<type>pedestrian</type>", StringComparison.Ordinal));
        var refused = Assert.Throws<RefusedException>(() => Generate(Request("a.xml", ("ego", "designated"))));
        Assert.Contains("no moving motor vehicle", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_actor_that_is_not_in_the_file_is_an_error_that_names_the_file()
    {
        Write("a.xml");
        var error = Assert.Throws<InputException>(() => Generate(Request("a.xml", ("ego", "66"))));
        Assert.Contains("did you mean '6'", error.Message, StringComparison.Ordinal);
        Assert.Equal("a.xml", error.File);
    }

    private Scenario Generate(GenerateRequest request) => _generator.Generate(request, Assert.Single(_generator.Plan(request, Token)), 0, Token);

    private GenerateRequest Request(string pattern, params (string Key, string Value)[] more) => new()
    {
        Entry = "recorded",
        From = Setting.Map([("recording", Setting.Scalar(pattern)), .. more.Select(m => (m.Key, Setting.Scalar(m.Value)))]),
        Files = new FileRoots { BaseFolder = _folder },
    };

    private void Write(string name, params string[] problems)
    {
        static string State(string element, int step, double x) => FormattableString.Invariant(
            $"<{element}><position><point><x>{x}</x><y>2</y></point></position><orientation><exact>0</exact></orientation><time><exact>{step}</exact></time><velocity><exact>10</exact></velocity></{element}>");
        static string Car(string id, double x, int count) =>
            $"<dynamicObstacle id=\"{id}\"><type>car</type><shape><rectangle><length>4</length><width>2</width></rectangle></shape>{State("initialState", 0, x)}<trajectory>{string.Concat(Enumerable.Range(1, count).Select(i => State("state", i, x + i)))}</trajectory></dynamicObstacle>";
        string planning = string.Concat(problems.Select(id => $"<planningProblem id=\"{id}\">{State("initialState", 0, 50)}<goalState><time><intervalStart>1</intervalStart><intervalEnd>30</intervalEnd></time></goalState></planningProblem>"));
        const string lane = "<lanelet id=\"1\"><leftBound><point><x>0</x><y>4</y></point><point><x>200</x><y>4</y></point></leftBound><rightBound><point><x>0</x><y>0</y></point><point><x>200</x><y>0</y></point></rightBound></lanelet>";
        File.WriteAllText(Path.Combine(_folder, name), $"<commonRoad commonRoadVersion=\"2020a\" timeStepSize=\"0.1\" benchmarkID=\"DEU_Own-1_1_T-1\">{lane}{Car("5", 0, 20)}{Car("6", 30, 10)}{planning}</commonRoad>");
    }
}
