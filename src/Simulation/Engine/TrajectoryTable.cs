using Sim.Numerics;

namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private readonly TrajectoryTable _trajectories;

    /// <summary>Timed states of all replayed actors in flat arrays: exact at stored times, linear (headings: shortest turn) between them.</summary>
    private sealed class TrajectoryTable
    {
        private readonly int[] _first;
        private readonly int[] _cursor;
        private readonly bool[] _hold;
        private readonly TimedState[] _states;

        private TrajectoryTable(int[] first, bool[] hold, TimedState[] states)
        {
            _first = first;
            _hold = hold;
            _states = states;
            _cursor = new int[hold.Length];
        }

        public static TrajectoryTable Build(Actor[] actors)
        {
            var first = new int[actors.Length + 1];
            var hold = new bool[actors.Length];
            var states = new List<TimedState>();
            for (int i = 0; i < actors.Length; i++)
            {
                if (actors[i].Behaviour is TrajectoryBehaviour trajectory)
                {
                    if (trajectory.States.Count == 0)
                    {
                        throw new InputException($"actor '{actors[i].Id}' has an empty trajectory; give it at least one state");
                    }

                    hold[i] = trajectory.HoldAtEnd;
                    states.AddRange(trajectory.States);
                }

                first[i + 1] = states.Count;
            }

            return new TrajectoryTable(first, hold, [.. states]);
        }

        public void Reset()
        {
            for (int i = 0; i < _cursor.Length; i++)
            {
                _cursor[i] = _first[i];
            }
        }

        public bool Enter(World world, int i)
        {
            long now = world.TimeUs;
            if (now < _states[_first[i]].TimeUs || (!_hold[i] && now > _states[_first[i + 1] - 1].TimeUs))
            {
                return false;
            }

            world.Place(i, At(i, now));
            return true;
        }

        public void Move(World world, int i)
        {
            long now = world.TimeUs;
            if (!_hold[i] && now > _states[_first[i + 1] - 1].TimeUs)
            {
                world.Leave(i);
                return;
            }

            world.Place(i, At(i, now));
        }

        private ActorState At(int i, long now)
        {
            int last = _first[i + 1] - 1;
            int k = _cursor[i];
            while (k < last && _states[k + 1].TimeUs <= now)
            {
                k++;
            }

            _cursor[i] = k;
            var a = _states[k];
            if (a.TimeUs == now)
            {
                return a.State;
            }

            return k == last ? a.State with { SpeedMps = 0, LateralMps = 0, AccelMps2 = 0, YawRateRps = 0 } : StateBlend.At(a, _states[k + 1], now);
        }
    }
}
