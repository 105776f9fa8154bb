using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation;

/// <summary>
/// The expert drives the history, by its recorded answers, then the driver under test takes over. During the history the driver is shown the world
/// every half second, as pseudo-simulation shows it, so that it may remember; these answers are thrown away. From then on it is asked at every
/// step. Safe for concurrent use.
/// </summary>
/// <param name="inner">The driver under test.</param>
/// <param name="expert">The expert's answers, in order of step.</param>
/// <param name="firstStep">Step at which the driver under test takes over; 0: it drives from the start.</param>
internal sealed class HandOverDriver(IDriver inner, IReadOnlyList<RecordedAnswer> expert, int firstStep) : IDriver
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
        new Session(inner.Start(task, options, cancellationToken), expert, firstStep);

    private sealed class Session(IDriverSession inner, IReadOnlyList<RecordedAnswer> expert, int firstStep) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            int step = observation.Step;
            if (step >= firstStep)
            {
                return inner.Decide(observation, cancellationToken);
            }

            if (step % HistoryEvery == firstStep % HistoryEvery)
            {
                inner.Decide(observation, cancellationToken);
            }

            return expert[step].Answer;
        }

        public void Dispose() => inner.Dispose();
    }
}
