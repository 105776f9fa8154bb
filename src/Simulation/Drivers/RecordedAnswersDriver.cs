using Sim.Plugins.Sdk;

namespace Sim.Simulation.Drivers;

/// <summary>Gives back the answers of a recording's plan channel step by step, so that a run can be reproduced without its driver. Safe for concurrent use.</summary>
public sealed class RecordedAnswersDriver : IDriver
{
    private readonly IReadOnlyList<RecordedAnswer> _answers;

    /// <summary>A driver over recorded answers.</summary>
    /// <param name="answers">The plan channel, in order of step.</param>
    /// <param name="original">Handshake of the driver that gave them: says whether plans were followed exactly.</param>
    public RecordedAnswersDriver(IReadOnlyList<RecordedAnswer> answers, DriverInfo original)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(original);
        _answers = answers;
        Info = original with { Reproducibility = Reproducibility.Bit };
    }

    /// <inheritdoc/>
    public string Name => "recorded-answers";

    /// <inheritdoc/>
    public string Description => "Repeats the answers that a recording keeps.";

    /// <inheritdoc/>
    public DriverInfo Info { get; }

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => new Session(_answers);

    private sealed class Session(IReadOnlyList<RecordedAnswer> answers) : IDriverSession
    {
        private int _next;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            while (_next < answers.Count && answers[_next].Step < observation.Step)
            {
                _next++;
            }

            return _next < answers.Count && answers[_next].Step == observation.Step
                ? answers[_next].Answer
                : throw new InvalidOperationException($"the recording holds no answer for step {observation.Step}");
        }

        public void Dispose()
        {
        }
    }
}
