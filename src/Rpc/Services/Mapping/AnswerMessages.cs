using Sim.Formats.Mcap;
using Sim.Formats.Messages;

namespace Sim.Rpc.Services;

/// <summary>Answers of drivers as messages. Exact to the bit. Thread-safe.</summary>
public static class AnswerMessages
{
    /// <summary>An answer as a message.</summary>
    public static AnswerFrame Of(int step, DriverAnswer answer) => WorldFrames.Answer(new RecordedAnswer(step, answer));

    /// <summary>A message as a well-formed answer.</summary>
    /// <param name="message">What a driver sent.</param>
    /// <exception cref="InputException">The answer is malformed; says how.</exception>
    public static DriverAnswer From(AnswerFrame? message)
    {
        var frame = Field.Needed(message, "answer", "");
        Field.Count(frame.Plan.Count, DriverAnswer.MaxPlanPoints, "answer", "plan");
        if (frame.Controls is not null && frame.Plan.Count > 0)
        {
            throw Field.Error("answer", "", "holds both a plan and controls");
        }

        if (frame.Controls is null && frame.Plan.Count == 0)
        {
            throw Field.Error("answer", "", "holds neither a plan nor controls");
        }

        var answer = WorldFrames.Answer(frame).Answer;
        return answer.Fault() is { } fault ? throw Field.Error("answer", "", $"is malformed: {fault}") : answer;
    }
}
