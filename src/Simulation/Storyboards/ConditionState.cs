using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>A condition with its edge and delay. The delay shifts what comes out of the edge by whole steps, rounded up. Not thread-safe.</summary>
internal sealed class ConditionState
{
    private readonly StoryEngine _engine;
    private readonly ConditionEdge _edge;
    private readonly bool[] _history;
    private readonly int _delay;
    private readonly bool _isNever;
    private int _first;
    private int _last;
    private bool _wasTrue;
    private bool _isKnown;

    public ConditionState(StoryEngine engine, ConditionTest test, ConditionEdge edge, double delayS, double dt, int steps)
    {
        (_engine, Test, _edge) = (engine, test, edge);
        double delay = Math.Ceiling(Math.Max(delayS, 0) / dt - 1e-6);
        // A delay beyond the horizon never ends within it, so nothing has to be kept.
        _isNever = !(delay <= steps);
        _delay = _isNever ? 0 : (int)delay;
        _history = new bool[_delay + 1];
        Reset();
    }

    /// <summary>How many looks are kept.</summary>
    public int Looks => _history.Length;

    public ConditionTest Test { get; }

    public bool Holds()
    {
        int step = _engine.StepIndex;
        bool now = Test.IsTrue();
        bool value = _edge switch
        {
            ConditionEdge.None => now,
            ConditionEdge.Rising => _isKnown && now && !_wasTrue,
            ConditionEdge.Falling => _isKnown && !now && _wasTrue,
            _ => _isKnown && now != _wasTrue,
        };
        (_wasTrue, _isKnown) = (now, true);
        if (_delay == 0)
        {
            return value && !_isNever;
        }

        if (_first < 0)
        {
            (_first, _last) = (step, step);
        }

        // Steps without a look at the condition keep what the last look saw.
        bool kept = _history[_last % _history.Length];
        for (int i = Math.Max(_last + 1, step - _delay); i < step; i++)
        {
            _history[i % _history.Length] = kept;
        }

        _history[step % _history.Length] = value;
        _last = step;
        int then = step - _delay;
        return then >= _first && _history[then % _history.Length];
    }

    /// <summary>After the trigger has held, an edge is looked for afresh.</summary>
    public void ForgetEdge() => _isKnown = false;

    public void Reset()
    {
        (_first, _last, _isKnown, _wasTrue) = (-1, -1, false, false);
        Test.Reset();
    }
}
