using Google.Protobuf.Collections;

namespace Sim.Rpc.Services;

/// <summary>Counterfactuals as messages. Exact to the bit. Thread-safe.</summary>
internal static class CounterfactualMessages
{
    public static Messages.Counterfactual Of(Counterfactual counterfactual)
    {
        var message = new Messages.Counterfactual
        {
            Model = counterfactual.Model,
            Outcome = Enums.CounterfactualOutcome.To(counterfactual.Outcome),
            Reason = counterfactual.Reason,
            Other = counterfactual.Other ?? "",
            BandRuns = counterfactual.BandRuns,
            BandAvoids = counterfactual.BandAvoids,
            Assumptions = { counterfactual.Assumptions },
        };
        if (counterfactual.AlarmTimeUs is { } alarm)
        {
            message.AlarmTimeUs = alarm;
        }

        if (counterfactual.ReactionTimeUs is { } reaction)
        {
            message.ReactionTimeUs = reaction;
        }

        if (counterfactual.ImpactTimeUs is { } impact)
        {
            message.ImpactTimeUs = impact;
        }

        if (counterfactual.ImpactSpeedMps is { } speed)
        {
            message.ImpactSpeedMps = speed;
        }

        return message;
    }

    public static IReadOnlyList<Counterfactual> From(RepeatedField<Messages.Counterfactual> messages, string at)
    {
        var read = new Counterfactual[messages.Count];
        var models = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < read.Length; i++)
        {
            string place = Field.Item(at, "counterfactuals", i);
            read[i] = From(messages[i], place);
            if (!models.Add(read[i].Model))
            {
                throw Field.Error(place, "model", $"is '{read[i].Model}', as an earlier counterfactual's");
            }
        }

        return read;
    }

    private static Counterfactual From(Messages.Counterfactual m, string at)
    {
        if (m.BandRuns < 0 || m.BandAvoids < 0 || m.BandAvoids > m.BandRuns)
        {
            throw Field.Error(at, "band_avoids", $"is {m.BandAvoids} of {m.BandRuns} runs; give 0 to band_runs");
        }

        Field.Count(m.Assumptions.Count, ContractLimits.ListItems, at, "assumptions");
        return new Counterfactual
        {
            Model = Field.Id(m.Model, at, "model"),
            Outcome = Enums.CounterfactualOutcome.From(m.Outcome, at, "outcome"),
            Reason = Field.Text(m.Reason, at, "reason"),
            Other = m.Other.Length == 0 ? null : Field.Id(m.Other, at, "other"),
            AlarmTimeUs = m.HasAlarmTimeUs ? m.AlarmTimeUs : null,
            ReactionTimeUs = m.HasReactionTimeUs ? m.ReactionTimeUs : null,
            ImpactTimeUs = m.HasImpactTimeUs ? m.ImpactTimeUs : null,
            ImpactSpeedMps = m.HasImpactSpeedMps ? Field.Finite(m.ImpactSpeedMps, at, "impact_speed_mps") : null,
            BandRuns = m.BandRuns,
            BandAvoids = m.BandAvoids,
            Assumptions = [.. m.Assumptions.Select(a => Field.Text(a, at, "assumptions"))],
        };
    }
}
