using System.Text;
using Google.Protobuf;
using Sim.Formats.Messages;
using Sim.Rpc.Services;
using Sim.Tests.Rpc;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Fuzz;

/// <summary>Damaged messages are read or refused by the name of a field, and what is read can be written again.</summary>
public sealed class MessageFuzzTests
{
    private const string Field = "field";
    private const int Good = 40;

    [Fact]
    public void Damaged_tasks_are_read_or_refused_by_the_name_of_a_field() => Check(1, d => DriverTaskMessages.Of(d.DriverTask()), Messages.DriverTask.Parser, m =>
    {
        var task = DriverTaskMessages.From(m);
        _ = task.Map.Index();
        DriverTaskMessages.Of(task);
    });

    [Fact]
    public void Damaged_worlds_are_read_or_refused_by_the_name_of_a_field()
    {
        var task = new Drawn(3).DriverTask();
        Check(2, d => new ObservationFrames(task.EgoIndex).Fill(d.Observation(task)), WorldFrame.Parser, m => new FrameObservations(task).From(m));
    }

    [Fact]
    public void Damaged_answers_are_read_or_refused_by_the_name_of_a_field() =>
        Check(3, d => AnswerMessages.Of(d.Count(9), d.Answer()), AnswerFrame.Parser, m => Assert.Null(AnswerMessages.From(m).Fault()));

    [Fact]
    public void Damaged_assessments_are_read_or_refused_by_the_name_of_a_field() =>
        Check(4, d => AssessmentMessages.Of(d.Assessment()), Messages.Assessment.Parser, m => AssessmentMessages.Of(AssessmentMessages.From(m)));

    [Fact]
    public void Damaged_frames_are_read_or_refused_by_the_name_of_a_field() =>
        Check(5, d => FrameMessages.Of(d.Frame(), 1), Messages.SensorFrame.Parser, m => FrameMessages.Of(FrameMessages.From(m), 1));

    [Fact]
    public void Damaged_inputs_of_guards_are_read_or_refused_by_the_name_of_a_field() =>
        Check(6, d => GuardMessages.Of(d.GuardInput(), ""), Messages.CheckRequest.Parser, m => GuardMessages.Of(GuardMessages.From(m), ""));

    [Fact]
    public void Damaged_scenes_of_sensors_are_read_or_refused_by_the_name_of_a_field()
    {
        Check(7, d => DriverTaskMessages.Of(d.DriverTask()), Messages.DriverTask.Parser, m => SensorScene.From(m).ToMessage());
        var task = new Drawn(3).DriverTask();
        var scene = SensorScene.From(DriverTaskMessages.Of(task));
        Check(8, d => new Messages.CaptureRequest { World = { Worlds(d, task) } }, Messages.CaptureRequest.Parser, m => SensorScene.Of(scene.Recording(m.World)));
    }

    [Fact]
    public void Damaged_options_are_read_or_refused_by_the_name_of_a_field()
    {
        var mutator = new Mutator(9, [.. Enumerable.Range(0, Good).Select(i => Encoding.UTF8.GetBytes(OptionsJson.Of(new Drawn((ulong)i).Options(0)) + " "))], "{", "}", "[", "]", "\"", ":", ",");
        FuzzRun.Check(Field, mutator.Make, bytes => OptionsJson.Of(OptionsJson.Parse(Encoding.UTF8.GetString(bytes), Field)), lines: false);
    }

    private static IEnumerable<WorldFrame> Worlds(Drawn drawn, Plugins.Sdk.DriverTask task)
    {
        for (int step = 0; step < 3; step++)
        {
            var observation = drawn.Observation(task);
            (observation.Step, observation.TimeUs) = (step, step * task.StepUs);
            yield return new ObservationFrames(task.EgoIndex).Fill(observation);
        }
    }

    private static void Check<T>(ulong seed, Func<Drawn, T> draw, MessageParser<T> parser, Action<T> read)
        where T : IMessage<T>
    {
        var mutator = new Mutator(seed, [.. Enumerable.Range(0, Good).Select(i => draw(new Drawn((ulong)i)).ToByteArray()).Where(b => b.Length > 0)], "\u0012\u0004", "\u007f\u007f", "\b\u0001", "\t\0\0\0\0\0\0");
        FuzzRun.Check(Field, mutator.Make, bytes => read(Parsed(parser, bytes)), lines: false);
    }

    // As the transport does: what is no message never reaches the mapping.
    private static T Parsed<T>(MessageParser<T> parser, byte[] bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InputException($"no {Field} of a message: {e.Message}", inner: e);
        }
    }
}
