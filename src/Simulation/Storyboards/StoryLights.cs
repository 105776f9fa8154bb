using Sim.Maps;
using Sim.Simulation.Engine;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Traffic lights of a storyboard: its programmes and what actions set, over the map's own programmes. Not thread-safe.</summary>
internal sealed class StoryLights
{
    private readonly SignalPlan _plan;
    private readonly StoryEngine _engine;
    private readonly Programme[] _programmes;
    private readonly string?[] _text;
    private readonly int[] _phase;
    private readonly double[] _since;

    public StoryLights(SignalPlan plan, StoryEngine engine, Storyboard storyboard, Action<string> problem)
    {
        (_plan, _engine) = (plan, engine);
        _text = new string?[plan.Count];
        _programmes = [.. storyboard.SignalControllers.Select(c => Compile(c, storyboard, problem))];
        (_phase, _since) = (new int[_programmes.Length], new double[_programmes.Length]);
    }

    /// <summary>The light of an id, or -1; "id=7" is the light 7.</summary>
    public int Find(string id) => _plan.Find(id.StartsWith("id=", StringComparison.Ordinal) ? id[3..] : id);

    /// <summary>The programme of a name, or -1.</summary>
    public int FindProgramme(string name) => Array.FindIndex(_programmes, p => p.Name == name);

    /// <summary>The phase of a name in a programme, or -1.</summary>
    public int FindPhase(int programme, string name) => Array.FindIndex(_programmes[programme].Phases, p => p.Name == name);

    public int Phase(int programme) => _phase[programme];

    public bool Shows(int light, string text, SignalState? state) => _text[light] is { } shown
        ? string.Equals(shown, text, StringComparison.OrdinalIgnoreCase) || (state is { } s && _plan.State(light) == s)
        : state is { } wanted && _plan.State(light) == wanted;

    public void Show(int light, string text, SignalState state)
    {
        _text[light] = text;
        _plan.Hold(light, state);
    }

    public void Enter(int programme, int phase)
    {
        (_phase[programme], _since[programme]) = (phase, _engine.TimeS);
        foreach (var (light, text, state) in _programmes[programme].Phases[phase].Lights)
        {
            Show(light, text, state);
        }
    }

    public void Reset()
    {
        _text.AsSpan().Clear();
        _plan.Clear();
        for (int p = 0; p < _programmes.Length; p++)
        {
            (_phase[p], _since[p]) = (-1, 0);
            if (_programmes[p].Phases.Length > 0 && _programmes[p].DelayS <= 0)
            {
                Enter(p, 0);
            }
        }
    }

    /// <summary>Lets the programmes run on to the present time.</summary>
    public void Advance()
    {
        double now = _engine.TimeS + 1e-9;
        for (int p = 0; p < _programmes.Length; p++)
        {
            var programme = _programmes[p];
            if (_phase[p] < 0)
            {
                if (programme.Phases.Length > 0 && now >= programme.DelayS)
                {
                    Enter(p, 0);
                }

                continue;
            }

            // A programme without a length stays where it is; one phase change a phase and step is enough.
            for (int n = 0; n < programme.Phases.Length && programme.LengthS > 0; n++)
            {
                double end = _since[p] + programme.Phases[_phase[p]].DurationS;
                if (now < end)
                {
                    break;
                }

                Enter(p, (_phase[p] + 1) % programme.Phases.Length);
                _since[p] = end;
            }
        }
    }

    /// <summary>What a state of OpenSCENARIO says, or null: a colour, or "on" and "off" of red, yellow and green from the top down.</summary>
    public static SignalState? Read(string text)
    {
        switch (text.Trim().ToLowerInvariant())
        {
            case "red" or "stop":
                return SignalState.Red;
            case "yellow" or "amber" or "caution" or "attention":
                return SignalState.Yellow;
            case "green" or "go":
                return SignalState.Green;
            case "redyellow" or "red_yellow" or "red-yellow":
                return SignalState.RedYellow;
            case "off" or "none":
                return SignalState.Off;
        }

        string[] lamps = text.Split(';', StringSplitOptions.TrimEntries);
        if (lamps.Length != 3 || !Array.TrueForAll(lamps, l => l is "on" or "off" or "true" or "false"))
        {
            return null;
        }

        bool red = lamps[0] is "on" or "true", yellow = lamps[1] is "on" or "true", green = lamps[2] is "on" or "true";
        return green ? SignalState.Green : red ? yellow ? SignalState.RedYellow : SignalState.Red : yellow ? SignalState.Yellow : SignalState.Off;
    }

    private Programme Compile(SignalController controller, Storyboard storyboard, Action<string> problem)
    {
        double delay = 0;
        var at = controller;
        // A chain of references as long as the list is a circle.
        for (int n = 0; n < storyboard.SignalControllers.Count && at.ReferenceName is { } name; n++)
        {
            delay += at.DelayS ?? 0;
            at = storyboard.SignalControllers.FirstOrDefault(c => c.Name == name) ?? new SignalController { Name = "" };
        }

        var phases = new List<PhaseOf>();
        foreach (var phase in controller.Phases)
        {
            var lights = new List<(int, string, SignalState)>();
            foreach (var state in phase.States)
            {
                int light = Find(state.SignalId);
                if (light < 0)
                {
                    problem($"a traffic light '{state.SignalId}' that the road network does not have (controller '{controller.Name}')");
                }
                else if (Read(state.State) is { } shown)
                {
                    lights.Add((light, state.State, shown));
                }
                else
                {
                    problem($"the state '{state.State}' of a traffic light (controller '{controller.Name}')");
                }
            }

            phases.Add(new PhaseOf(phase.Name, Math.Max(phase.DurationS, 0), [.. lights]));
        }

        return new Programme(controller.Name, delay, [.. phases], phases.Sum(p => p.DurationS));
    }

    private sealed record Programme(string Name, double DelayS, PhaseOf[] Phases, double LengthS);

    private sealed record PhaseOf(string Name, double DurationS, (int Light, string Text, SignalState State)[] Lights);
}
