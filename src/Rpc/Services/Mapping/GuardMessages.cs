using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>What a guard judges and says, as messages. Exact to the bit. Thread-safe.</summary>
public static class GuardMessages
{
    /// <summary>An input as a message.</summary>
    /// <param name="input">The input.</param>
    /// <param name="module">Name of the guard, when the server has several.</param>
    public static Messages.CheckRequest Of(GuardInput input, string module)
    {
        ArgumentNullException.ThrowIfNull(input);
        var message = new Messages.CheckRequest
        {
            Module = module,
            OptionsJson = OptionsJson.Of(input.Options),
            Frame = input.Frame is null ? null : FrameMessages.Of(input.Frame, 0),
        };
        message.Activations.Capacity = input.Activations.Length;
        foreach (float activation in input.Activations.Span)
        {
            message.Activations.Add(activation);
        }

        foreach (int length in input.Shape)
        {
            message.Shape.Add((uint)length);
        }

        return message;
    }

    /// <summary>A message as an input.</summary>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static GuardInput From(Messages.CheckRequest message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Field.Count(message.Shape.Count, 16, "", "shape");
        float[] activations = [.. message.Activations];
        if (Array.FindIndex(activations, a => !float.IsFinite(a)) is >= 0 and int bad)
        {
            throw Field.Error("", Field.Item("", "activations", bad), "is not finite");
        }

        var shape = new int[message.Shape.Count];
        long product = shape.Length == 0 ? 0 : 1;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = Field.Int(message.Shape[i], "", "shape");
            product = Math.Min(product * shape[i], int.MaxValue);
        }

        if (product != activations.Length)
        {
            throw Field.Error("", "shape", $"stands for {product} activations, but {activations.Length} came");
        }

        return new GuardInput
        {
            Frame = message.Frame is null ? null : FrameMessages.From(message.Frame),
            Activations = activations,
            Shape = shape,
            Options = OptionsJson.Parse(message.OptionsJson, "options_json"),
        };
    }

    /// <summary>A decision as a message.</summary>
    public static Messages.CheckReply Of(GuardDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new() { Outcome = Enums.GuardOutcome.To(decision.Outcome), Score = decision.Score, Reason = decision.Reason };
    }

    /// <summary>A message as a decision. Fails closed: an outcome that was not told blocks.</summary>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static GuardDecision From(Messages.CheckReply message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string reason = Field.Text(message.Reason, "", "reason");
        return message.Outcome == Messages.GuardOutcome.Unspecified
            ? new(GuardOutcome.Block, Field.Finite(message.Score, "", "score"), reason.Length > 0 ? reason : "the guard did not decide")
            : new(Enums.GuardOutcome.From(message.Outcome, "", "outcome"), Field.Finite(message.Score, "", "score"), reason);
    }
}
