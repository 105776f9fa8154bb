namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private readonly TrajectoryTable _trajectories;

    /// <summary>Timed states of all replayed actors: exact at stored times, linear (headings: shortest turn) between them.</summary>
    private sealed class TrajectoryTable
    {
        private readonly TimedState[][] _states;
        private readonly int[] _cursor;
        private readonly bool[] _hold;

        private TrajectoryTable(TimedState[][] states, bool[] hold)
        {
            _states = states;
            _hold = hold;
            _cursor = new int[hold.Length];
        }

        public static TrajectoryTable Build(Actor[] actors)
        {
            var states = new TimedState[actors.Length][];
            var hold = new bool[actors.Length];
            for (int i = 0; i < actors.Length; i++)
            {
                states[i] = [];
                if (actors[i].Behaviour is not TrajectoryBehaviour trajectory)
                {
                    continue;
                }

                if (trajectory.States.Count == 0)
                {
                    throw new InputException($"actor '{actors[i].Id}' has an empty trajectory; give it at least one state");
                }

                // Scenarios are immutable, so an array is used as it stands.
                states[i] = trajectory.States as TimedState[] ?? [.. trajectory.States];
                hold[i] = trajectory.HoldAtEnd;
            }

            return new TrajectoryTable(states, hold);
        }

        public void Reset() => _cursor.AsSpan().Clear();

        public bool Enter(World world, int i)
        {
            long now = world.TimeUs;
            if (now < _states[i][0].TimeUs || HasEnded(i, now))
            {
                return false;
            }

            world.Place(i, At(i, now));
            return true;
        }

        public void Move(World world, int i)
        {
            long now = world.TimeUs;
            if (HasEnded(i, now))
            {
                world.Leave(i);
                return;
            }

            world.Place(i, At(i, now));
        }

        private bool HasEnded(int i, long now) => !_hold[i] && now > _states[i][^1].TimeUs;

        private ActorState At(int i, long now)
        {
            var states = _states[i];
            int last = states.Length - 1;
            int k = _cursor[i];
            while (k < last && states[k + 1].TimeUs <= now)
            {
                k++;
            }

            _cursor[i] = k;
            ref readonly var a = ref states[k];
            if (a.TimeUs == now)
            {
                return a.State;
            }

            return k == last ? a.State with { SpeedMps = 0, LateralMps = 0, AccelMps2 = 0, YawRateRps = 0 } : StateBlend.At(a, states[k + 1], now);
        }
    }
}
