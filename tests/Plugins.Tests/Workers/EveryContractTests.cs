using System.Reflection;
using System.Text;
using Sim.Host.Plugins;
using Sim.Host.Workers;
using Sim.Plugins.Sdk;
using Sim.Tests.Contracts;

namespace Sim.Tests.Workers;

/// <summary>Every contract through a conversation: what arrives equals what was sent, in both directions.</summary>
public sealed class EveryContractTests : IDisposable
{
    private readonly List<string> _sent = [];
    private readonly List<string> _arrived = [];
    private readonly ModuleCatalog _here = new();
    private readonly ConversationPair _pair;

    public EveryContractTests()
    {
        var far = new ModuleCatalog();
        far.Add<IScenarioGenerator>(Far<IScenarioGenerator>());
        far.Add<IDriver>(Far<IDriver>());
        far.Add<ISimulator>(Far<ISimulator>());
        far.Add<ISensor>(Far<ISensor>());
        far.Add<IGuard>(Far<IGuard>());
        far.Add<IAssessor>(Far<IAssessor>());
        far.Add<IReportWriter>(Far<IReportWriter>());
        far.Add<IFormat>(Far<IFormat>());
        far.Add<ICommand>(Far<ICommand>());
        far.Add<IEvaluation>(Far<IEvaluation>());
        far.Add<ISelfTest>(Far<ISelfTest>());
        _pair = new ConversationPair();
        foreach (var bridge in ContractBridge.All)
        {
            bridge.Add(_here, ByteForm.Read<ModuleDescription>(Google.Protobuf.ByteString.CopyFrom(ByteForm.Of(bridge.Lend(far, "far", _pair.Worker)))), new LentObjects(_pair.Host));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void Every_contract_has_a_bridge() => Assert.Equal(
        _here.Describe().Select(m => m.Contract).Order(StringComparer.Ordinal),
        typeof(IModule).Assembly.GetExportedTypes().Where(t => t.IsInterface && t != typeof(IModule) && typeof(IModule).IsAssignableFrom(t))
            .Select(t => (string)typeof(ModuleCatalog).GetMethod(nameof(ModuleCatalog.Word))!.MakeGenericMethod(t).Invoke(null, null)!).Order(StringComparer.Ordinal));

    [Fact]
    public void What_does_not_change_is_told_once()
    {
        Assert.Equal(Sample<DriverInfo>(), _here.Get<IDriver>("far").Info);
        Assert.Equal(Text(Sample<SimulatorInfo>()), Text(_here.Get<ISimulator>("far").Info));
        Assert.Equal(["m1", "m2"], _here.Get<IAssessor>("far").Metrics);
        Assert.Equal("v", _here.Get<IAssessor>("far").Version);
        Assert.Equal([".a", ".b"], _here.Get<IFormat>("far").Extensions);
        Assert.True(_here.Get<IFormat>("far").CanWrite);
    }

    [Fact]
    public void Generators()
    {
        var module = _here.Get<IScenarioGenerator>("far");
        Same(Sample<IReadOnlyList<CaseKey>>(), module.Plan(Send(Sample<GenerateRequest>()), Token));
        Same(Sample<Scenario>(), module.Generate(Send(Sample<GenerateRequest>()), Send(Sample<CaseKey>()), Send(ulong.MaxValue), Token));
        Same(Sample<IReadOnlyDictionary<string, string>>(), module.Inputs(Send(Sample<GenerateRequest>()), Token));
        Assert.Equal(_sent, _arrived);
    }

    [Fact]
    public void Drivers()
    {
        var module = _here.Get<IDriver>("far");
        Same(Sample<IReadOnlyDictionary<string, string>>(), module.Inputs(Send(Sample<Setting>()), Send(Sample<FileRoots>())));
        using (var session = module.Start(Send(Sample<DriverTask>()), Send(Sample<Setting>()), Token))
        {
            Same(Sample<DriverAnswer>(), session.Decide(Send(Sample<Observation>()), Token));
            Same(Sample<DriverAnswer>(), session.Decide(Send(new Observation()), Token));
        }

        _sent.Add("Dispose");
        Assert.Equal(_sent, _arrived);
    }

    [Fact]
    public void Simulators()
    {
        var module = _here.Get<ISimulator>("far");
        using (var session = module.Open(Send(Sample<SimulatorUse>()), Token))
        {
            session.Load(Send(Sample<Scenario>()), Send(7ul), Token);
            Assert.True(session.IsOver);
            session.PerfectTracking = Send(true);
            Assert.True(session.PerfectTracking);
            Same(Sample<DriverTask>(), session.Task);
            Same(Sample<Observation>(), session.Observe());
            session.Step(Send(Sample<DriverAnswer>()), Token);
            session.Step(Send<DriverAnswer?>(null), Token);
            session.Reset();
            Same(Sample<Recording>(), session.Finish(Send<RecordingEnd?>(RecordingEnd.Interrupted)));
            Same(Sample<Recording>(), session.Finish(Send<RecordingEnd?>(null)));
        }

        _sent.Add("Dispose");
        Assert.Equal(_sent, _arrived);
    }

    [Fact]
    public void Assessors_are_lent_driver_simulator_and_sensors()
    {
        var peers = new AssessPeers(Far<IDriver>(), Sample<Setting>(), Far<ISimulator>()) { Sensors = new Dictionary<string, ISensor> { ["far"] = Far<ISensor>() } };
        Same(Sample<Assessment>(), _here.Get<IAssessor>("far").Assess(Send(Sample<AssessRequest>()), peers, Token));
        Assert.Equal([_sent[0], Text(Sample<Setting>()), "driver far", "simulator far", "sensor far", Text(Sample<CaptureRequest>()), Text(Sample<Frame>())], _arrived);
        Same(Sample<Assessment>(), _here.Get<IAssessor>("far").Assess(Send(Sample<AssessRequest>()), AssessPeers.None, Token));
        Assert.Equal([Text(Setting.Empty), "no driver", "no simulator"], _arrived.TakeLast(3));
    }

    [Fact]
    public void Sensors_guards_and_evaluations()
    {
        Same(Sample<Frame>(), _here.Get<ISensor>("far").Capture(Send(Sample<CaptureRequest>()), Token));
        Same(Sample<GuardDecision>(), _here.Get<IGuard>("far").Check(Send(Sample<GuardInput>()), Token));
        Same(Sample<EvaluationTable>(), _here.Get<IEvaluation>("far").Evaluate(Send(Sample<EvaluationRequest>()), Token));
        Same(Sample<IReadOnlyList<SelfCheck>>(), _here.Get<ISelfTest>("far").Run(Token));
        Assert.Equal(_sent, _arrived);
    }

    [Fact]
    public void A_sensor_of_a_scheme_of_addresses_is_asked_at_its_address()
    {
        var scheme = new SchemeSensor();
        var lent = ContractBridge.Sensor.Lend(scheme, _pair.Host);
        var sensors = new LentPeers(null, Setting.Empty, null, [lent]).Reach(_pair.Worker);

        Same(Sample<Frame>() with { Sensor = "unix:/far" }, sensors.Sensor("unix:/far").Capture(Sample<CaptureRequest>(), Token));
        Same(Sample<Frame>() with { Sensor = "unix" }, sensors.Sensor("unix").Capture(Sample<CaptureRequest>(), Token));
        Assert.Contains("unknown sensor 'grpc:x'", Assert.Throws<InputException>(() => sensors.Sensor("grpc:x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_read_a_part_of_a_buffer_and_write()
    {
        byte[] buffer = [9, 1, 2, 3, 9];
        Same(Sample<FormatContent>(), _here.Get<IFormat>("far").Read(buffer.AsMemory(1, 3), Send("a file"), Token));
        Assert.Equal(["1,2,3", .. _sent], _arrived);
        using var output = new MemoryStream();
        _here.Get<IFormat>("far").Write(Send(Sample<FormatContent>()), output, Token);
        Assert.Equal("written"u8.ToArray(), output.ToArray());
    }

    [Fact]
    public void Report_writers_read_and_write_the_files_of_the_run()
    {
        var files = new RunFiles();
        _here.Get<IReportWriter>("far").Write(Send(Sample<RunReport>()), files, Token);
        Assert.Equal(_sent, _arrived);
        Assert.Equal(3_000_000, files.Written["large"].ToArray().Length);
        Assert.Equal("there, nothing, a recording, no recording", Encoding.UTF8.GetString(files.Written["small"].ToArray()));
        Assert.True(_here.Get<IReportWriter>("far").OnRequest);

        var options = Sample<Setting>();
        _here.Get<IReportWriter>("far").Configured(options).Write(Sample<RunReport>(), new RunFiles(), Token);
        Assert.Equal([Text(options), Text(options), Text(Sample<RunReport>())], _arrived.Skip(_sent.Count));
    }

    [Fact]
    public void Commands_write_to_both_streams_and_give_their_exit_code()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(4, _here.Get<ICommand>("far").Run(["a", "b c"], new Streams(output, error), Token));
        Assert.Equal("out 1\nout 2 without an end", output.ToString());
        Assert.Equal("error: a|b c\n", error.ToString());
    }

    private sealed class SchemeSensor(string name = "unix") : ISensor, IAddressed<ISensor>
    {
        public string Name => name;

        public string Description => "Says where it is.";

        public ISensor At(string address) => new SchemeSensor(address);

        public Frame Capture(CaptureRequest request, CancellationToken cancellationToken) => Sample<Frame>() with { Sensor = name };
    }

    private static string Text<T>(T value) => Encoding.UTF8.GetString(ByteForm.Of(value));

    private static void Same<T>(T expected, T actual) => Assert.Equal(Text(expected), Text(actual));

    private static T Sample<T>() => (T)new SampleFiller().Make(typeof(T))!;

    private T Send<T>(T value)
    {
        _sent.Add(Text(value));
        return value;
    }

    private T Far<T>()
        where T : class
    {
        var module = DispatchProxy.Create<T, FarModule>();
        ((FarModule)(object)module).Test = this;
        return module;
    }

    private sealed record Streams(TextWriter Out, TextWriter Error) : ICommandConsole;

    private sealed class RunFiles : IRunFiles
    {
        public Dictionary<string, MemoryStream> Written { get; } = [];

        public Stream Create(string path) => Written[path] = new MemoryStream();

        public Stream? OpenRead(string path) => path == "there" ? new MemoryStream("there"u8.ToArray()) : null;

        public Recording? Recording(string caseId) => caseId == "kept" ? (Recording)new SampleFiller().Make(typeof(Recording))! : null;
    }

    /// <summary>Writes down what arrives and answers with samples.</summary>
#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
    internal class FarModule : DispatchProxy
#pragma warning restore CA1852
    {
        public EveryContractTests Test { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var method = targetMethod!;
            switch (method.Name)
            {
                case "get_Name" or "get_Description":
                    return "far";
                case "get_Version":
                    return "v";
                case "get_Metrics":
                    return (IReadOnlyList<string>)["m1", "m2"];
                case "get_Extensions":
                    return (IReadOnlyList<string>)[".a", ".b"];
                case "get_CanWrite" or "get_OnRequest" or "get_IsOver" or "get_PerfectTracking":
                    return true;
                case "Configured":
                    Note(args![0], typeof(Setting));
                    return this;
                case "get_Task" or "get_Info":
                    return new SampleFiller().Make(method.ReturnType);
            }

            foreach (var (argument, parameter) in args!.Zip(method.GetParameters()))
            {
                Note(argument, parameter.ParameterType);
            }

            if (method.ReturnType == typeof(IDriverSession))
            {
                return Test.Far<IDriverSession>();
            }

            if (method.ReturnType == typeof(ISimulatorSession))
            {
                return Test.Far<ISimulatorSession>();
            }

            if (method.Name == "Dispose")
            {
                Test._arrived.Add("Dispose");
            }

            return method.ReturnType == typeof(void) ? null : method.ReturnType == typeof(int) ? 4 : new SampleFiller().Make(method.ReturnType);
        }

        private void Note(object? argument, Type type)
        {
            switch (argument)
            {
                case CancellationToken:
                    return;
                case Stream output:
                    output.Write("written"u8);
                    return;
                case ReadOnlyMemory<byte> bytes:
                    Test._arrived.Add(string.Join(',', bytes.ToArray()));
                    return;
                case ICommandConsole console:
                    console.Out.WriteLine("out 1");
                    console.Out.Write("out 2 without an end");
                    console.Error.WriteLine("error: a|b c");
                    return;
                case IRunFiles files:
                    Write(files);
                    return;
                case AssessPeers peers:
                    Test._arrived.Add(Text(peers.DriverOptions));
                    Test._arrived.Add(peers.Driver is null ? "no driver" : $"driver {peers.Driver.Name}");
                    Test._arrived.Add(peers.Simulator is null ? "no simulator" : $"simulator {peers.Simulator.Name}");
                    foreach (var (name, sensor) in peers.Sensors)
                    {
                        Test._arrived.Add($"sensor {name}");
                        Test._arrived.Add(Text(sensor.Capture(Sample<CaptureRequest>(), Token)));
                    }

                    return;
                default:
                    Test._arrived.Add((string)typeof(EveryContractTests).GetMethod(nameof(Text), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [argument])!);
                    return;
            }
        }

        private static void Write(IRunFiles files)
        {
            using (var large = files.Create("large"))
            {
                large.Write(new byte[2_500_000]);
                for (int i = 0; i < 500_000; i++)
                {
                    large.WriteByte(1);
                }
            }

            using var reader = new StreamReader(files.OpenRead("there")!);
            string text = $"{reader.ReadToEnd()}, {(files.OpenRead("absent") is null ? "nothing" : "something")}, "
                + $"{(files.Recording("kept") is null ? "no recording" : "a recording")}, {(files.Recording("dropped") is null ? "no recording" : "a recording")}";
            using var small = files.Create("small");
            small.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
