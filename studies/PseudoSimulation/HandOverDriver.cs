using Sim.Plugins.Sdk;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Studies.PseudoSimulation;

/// <summary>
/// The expert drives the history, by its recorded answers, then the driver under test takes over. During the history the driver is shown the world
/// every half second, as pseudo-simulation shows it, so that it may remember; these answers are thrown away. From then on it is asked every
/// <paramref name="replanSteps"/> steps. Safe for concurrent use.
/// </summary>
/// <param name="inner">The driver under test.</param>
/// <param name="expert">The expert's answers, in order of step; empty: the driver under test drives from the start.</param>
/// <param name="replanSteps">Steps from one question to the next.</param>
internal sealed class HandOverDriver(IDriver inner, IReadOnlyList<RecordedAnswer> expert, int replanSteps = 1) : IDriver
{
    private const int HistoryEvery = 5;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public DriverInfo Info => inner.Info;

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        new Session(inner.Start(task, options, cancellationToken), expert, replanSteps);

    private sealed class Session(IDriverSession inner, IReadOnlyList<RecordedAnswer> expert, int replanSteps) : IDriverSession
    {
        private DriverAnswer? _answer;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            int step = observation.Step;
            if (step < StudyTimes.FirstStep && expert.Count > 0)
            {
                if (step % HistoryEvery == 0)
                {
                    inner.Decide(observation, cancellationToken);
                }

                return expert[step].Answer;
            }

            if (_answer is null || (step - StudyTimes.FirstStep) % replanSteps == 0)
            {
                _answer = inner.Decide(observation, cancellationToken);
            }

            return _answer;
        }

        public void Dispose() => inner.Dispose();
    }
}
