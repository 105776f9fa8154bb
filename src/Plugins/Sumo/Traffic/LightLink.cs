using Sim.Maps;
using Sim.Plugins.Sumo.Networks;
using Sim.Plugins.Sumo.Traci;
using Sim.Simulation.Engine;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>
/// Keeps the lights of the map and of SUMO equal: a SUMO light all of whose signals have a programme in the map shows the map's programme, any other one
/// keeps SUMO's and the map's signals show that. Not thread-safe.
/// </summary>
internal sealed class LightLink
{
    private readonly List<Ours> _ours = [];
    private readonly Dictionary<string, List<(int Light, int Link)>> _theirs = new(StringComparer.Ordinal);

    public LightLink(World world, SumoRoads roads)
    {
        var held = new Dictionary<string, (SumoLight Light, List<(int Signal, int Link)> Links)>(StringComparer.Ordinal);
        for (int i = 0; i < world.LightCount; i++)
        {
            foreach (var (light, links) in roads.Links(world.LightId(i)))
            {
                if (!held.TryGetValue(light.Id, out var known))
                {
                    held[light.Id] = known = (light, []);
                }

                known.Links.AddRange(links.Select(l => (i, l)));
            }
        }

        foreach (var (light, links) in held.Values.OrderBy(h => h.Light.Id, StringComparer.Ordinal))
        {
            if (links.TrueForAll(l => world.ProgrammeOf(l.Signal, 0) != SignalState.Unknown))
            {
                _ours.Add(new Ours(light, links));
            }
            else
            {
                _theirs[light.Id] = [.. links.Select(l => (l.Signal, l.Link))];
            }
        }
    }

    /// <summary>Forgets what SUMO was told.</summary>
    public void Reset()
    {
        foreach (var ours in _ours)
        {
            ours.Shown = "";
        }
    }

    /// <summary>Asks for the states of SUMO's own lights.</summary>
    public void Subscribe(TraciWriter message)
    {
        foreach (string id in _theirs.Keys)
        {
            message.Begin(TraciIds.SubscribeLight).Double(TraciIds.Always).Double(TraciIds.Always).Text(id).Byte(1).Byte(TraciIds.LightState).End();
        }
    }

    /// <summary>Number of lights that are asked for.</summary>
    public int Subscriptions => _theirs.Count;

    /// <summary>Tells SUMO what the map's lights show, where that has changed.</summary>
    /// <returns>Number of commands.</returns>
    public int Tell(World world, TraciWriter message)
    {
        int told = 0;
        foreach (var ours in _ours)
        {
            string state = ours.At(world);
            if (state != ours.Shown)
            {
                message.Begin(TraciIds.SetLight).Byte(TraciIds.LightState).Text(ours.Light.Id).TypedText(state).End();
                ours.Shown = state;
                told++;
            }
        }

        return told;
    }

    /// <summary>Takes the state of one of SUMO's lights over.</summary>
    public void Take(World world, string light, string state)
    {
        if (!_theirs.TryGetValue(light, out var links))
        {
            return;
        }

        for (int i = links.Count - 1; i >= 0; i--)
        {
            // The first link of a signal decides: it is the straight one.
            if (links[i].Link < state.Length)
            {
                world.Show(links[i].Light, SumoNetworkMap.StateOf(state[links[i].Link]));
            }
        }
    }

    private sealed class Ours
    {
        private readonly List<(int Signal, int Link)> _links;
        private readonly char[] _green;
        private readonly char[] _letters;

        public Ours(SumoLight light, List<(int Signal, int Link)> links)
        {
            Light = light;
            _links = links;
            _letters = new char[light.Links];
            _green = new char[light.Links];
            for (int i = 0; i < _green.Length; i++)
            {
                // A small g yields to others, as netconvert found that this link must.
                _green[i] = light.Phases.Any(p => i < p.State.Length && p.State[i] == 'G') ? 'G' : light.Phases.Any(p => i < p.State.Length && p.State[i] == 'g') ? 'g' : 'G';
            }
        }

        public SumoLight Light { get; }

        public string Shown { get; set; } = "";

        public string At(World world)
        {
            Array.Fill(_letters, 'o');
            for (int i = _links.Count - 1; i >= 0; i--)
            {
                var (signal, link) = _links[i];
                _letters[link] = world.LightState(signal) switch
                {
                    SignalState.Green => _green[link],
                    SignalState.Yellow => 'y',
                    SignalState.Red => 'r',
                    SignalState.RedYellow => 'u',
                    SignalState.Off => 'O',
                    _ => 'o',
                };
            }

            // Most steps change nothing.
            return _letters.AsSpan().SequenceEqual(Shown) ? Shown : new string(_letters);
        }
    }
}
