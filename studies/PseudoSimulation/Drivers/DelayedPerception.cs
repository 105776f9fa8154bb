using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Others and lights as they were some time ago: the latest observation that is old enough, else the oldest there is.</summary>
/// <param name="delayUs">How old at least, µs.</param>
internal sealed class DelayedPerception(long delayUs) : IPerception
{
    private readonly Queue<(long TimeUs, ObservedActor[] Others, ObservedSignal[] Signals)> _past = new();

    /// <inheritdoc/>
    public void Apply(Observation observation)
    {
        _past.Enqueue((observation.TimeUs, observation.Others.ToArray(), observation.Signals.ToArray()));
        while (_past.Count > 1 && _past.ElementAt(1).TimeUs <= observation.TimeUs - delayUs)
        {
            _past.Dequeue();
        }

        var (_, others, signals) = _past.Peek();
        observation.Others = others;
        observation.Signals = signals;
    }
}
