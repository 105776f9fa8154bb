using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

/// <summary>What goes over the wire comes back to the bit: values → bytes → values, compared in their own byte form.</summary>
public class RoundTripTests
{
    private const int Draws = 300;

    [Fact]
    public void Maps_come_back_to_the_bit() =>
        Holds(d => d.Map(), m => RoadMapMessages.From(OverTheWire(RoadMapMessages.Of(m), Messages.RoadMap.Parser)), SimJson.Default.RoadMap);

    [Fact]
    public void Vehicles_come_back_to_the_bit() =>
        Holds(d => d.Vehicle(), v => VehicleMessages.From(OverTheWire(VehicleMessages.Of(v), Messages.Vehicle.Parser)), SimJson.Default.VehicleSpec);

    [Fact]
    public void Driver_tasks_come_back_to_the_bit() =>
        Holds(d => d.DriverTask(), t => DriverTaskMessages.From(OverTheWire(DriverTaskMessages.Of(t), Messages.DriverTask.Parser)), ContractJson.Default.DriverTask);

    [Fact]
    public void Answers_come_back_to_the_bit() =>
        Holds(d => d.Answer(), a => AnswerMessages.From(OverTheWire(AnswerMessages.Of(3, a), Formats.Messages.AnswerFrame.Parser)), ContractJson.Default.DriverAnswer);

    [Fact]
    public void Frames_come_back_to_the_bit() =>
        Holds(d => d.Frame(), f => FrameMessages.From(OverTheWire(FrameMessages.Of(f, 7), Messages.SensorFrame.Parser)), ContractJson.Default.Frame);

    [Fact]
    public void Inputs_of_guards_come_back_to_the_bit() =>
        Holds(d => d.GuardInput(), g => GuardMessages.From(OverTheWire(GuardMessages.Of(g, "g"), Messages.CheckRequest.Parser)), ContractJson.Default.GuardInput);

    [Fact]
    public void Decisions_of_guards_come_back_to_the_bit() => Holds(
        d => new GuardDecision(d.Member<GuardOutcome>(), d.Number(), d.Text()),
        g => GuardMessages.From(OverTheWire(GuardMessages.Of(g), Messages.CheckReply.Parser)),
        ContractJson.Default.GuardDecision);

    [Fact]
    public void Assessments_come_back_to_the_bit() =>
        Holds(d => d.Assessment(), a => AssessmentMessages.From(OverTheWire(AssessmentMessages.Of(a), Messages.Assessment.Parser)), ContractJson.Default.Assessment);

    [Fact]
    public void Options_come_back_with_the_same_kinds_and_texts() =>
        Holds(d => d.Options(0), o => OptionsJson.Parse(OptionsJson.Of(o), "options_json"), SimJson.Default.Setting);

    [Fact]
    public void Observations_come_back_to_the_bit_over_one_reused_message()
    {
        for (ulong seed = 0; seed < Draws; seed++)
        {
            var drawn = new Drawn(seed);
            var task = drawn.DriverTask();
            var frames = new ObservationFrames(task.EgoIndex);
            var observations = new FrameObservations(task);
            for (int i = 0; i < 5; i++)
            {
                var observation = drawn.Observation(task);
                var request = new Messages.DriveRequest { World = frames.Fill(observation), Sensors = { observation.Frames.Select(f => FrameMessages.Of(f, observation.Step)) } };
                var received = OverTheWire(request, Messages.DriveRequest.Parser);
                var back = observations.From(received.World, received.Sensors);
                Assert.Equal(JsonSerializer.Serialize(observation, ContractJson.Default.Observation), JsonSerializer.Serialize(back, ContractJson.Default.Observation));
            }
        }
    }

    [Fact]
    public void Filling_a_frame_again_allocates_nothing()
    {
        var drawn = new Drawn(5);
        var task = drawn.DriverTask();
        var observation = drawn.Observation(task);
        var frames = new ObservationFrames(task.EgoIndex);
        frames.Fill(observation);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            frames.Fill(observation);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_absent_promise_is_none() => Assert.Equal(Reproducibility.Statistical, ReproducibilityMessages.From(Messages.Reproducibility.Unspecified));

    [Fact]
    public void Numbers_of_options_keep_their_digits_and_all_else_is_a_string()
    {
        var options = Setting.Map(("speed", Setting.Scalar("1.50")), ("gap", Setting.Scalar("12.5 m")), ("on", Setting.Scalar("true")), ("code", Setting.Scalar("007")));
        Assert.Equal("""{"speed":1.50,"gap":"12.5 m","on":true,"code":"007"}""", OptionsJson.Of(options));
    }

    [Fact]
    public void Secrets_stay_references_unless_they_are_asked_for()
    {
        var options = Setting.Map(("key", Setting.Scalar("${secret:KEY}")));
        Assert.Equal("""{"key":"${secret:KEY}"}""", OptionsJson.Of(options));
        Assert.Equal("""{"key":"v"}""", OptionsJson.Of(options, name => name == "KEY" ? "v" : null));
        Assert.Contains("'KEY' is not set", Assert.Throws<InputException>(() => OptionsJson.Of(options, _ => null)).Message, StringComparison.Ordinal);
    }

    private static T OverTheWire<T>(T message, MessageParser<T> parser)
        where T : IMessage<T> => parser.ParseFrom(message.ToByteArray());

    private static void Holds<T>(Func<Drawn, T> draw, Func<T, T> roundTrip, JsonTypeInfo<T> form)
    {
        for (ulong seed = 0; seed < Draws; seed++)
        {
            var value = draw(new Drawn(seed));
            Assert.Equal(JsonSerializer.Serialize(value, form), JsonSerializer.Serialize(roundTrip(value), form));
        }
    }
}
