using Sim.Numerics;

namespace Sim.Simulation.Contacts;

public static partial class ContactFinder
{
    /// <summary>Contacts of a recording in order of time, then of its tracks; boxes as <see cref="Track.Body"/> says.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="options">Which pairs, and what is known about replay; null for the ego's contacts.</param>
    /// <returns>
    /// One entry per beginning contact. A pair that already overlaps when both are first present is reported at that step. Two actors that stand by their
    /// kind are never tested.
    /// </returns>
    public static IReadOnlyList<Contact> Find(Recording recording, ContactOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return new RecordingScan(recording, options ?? ContactOptions.Default).Run();
    }

    /// <summary>The state between two recorded ones: everything linear, the heading along the shortest arc.</summary>
    /// <param name="from">Earlier state.</param>
    /// <param name="to">Later state.</param>
    /// <param name="fraction">0 to 1.</param>
    public static ActorState Between(in ActorState from, in ActorState to, double fraction)
    {
        if (fraction <= 0.0)
            return from;
        return new ActorState(
            from.X + (to.X - from.X) * fraction,
            from.Y + (to.Y - from.Y) * fraction,
            from.HeadingRad + Pinned.AngleDifference(to.HeadingRad, from.HeadingRad) * fraction,
            from.SpeedMps + (to.SpeedMps - from.SpeedMps) * fraction,
            from.LateralMps + (to.LateralMps - from.LateralMps) * fraction,
            from.AccelMps2 + (to.AccelMps2 - from.AccelMps2) * fraction,
            from.YawRateRps + (to.YawRateRps - from.YawRateRps) * fraction,
            from.SteerRad + (to.SteerRad - from.SteerRad) * fraction);
    }

    // Arrays are made once; a step allocates nothing unless a contact begins.
    private sealed class RecordingScan
    {
        private readonly Recording _recording;
        private readonly ContactOptions _options;
        private readonly Track[] _tracks;
        private readonly BoxMotion[] _motions;
        private readonly bool[] _stays;
        private readonly double[] _minX;
        private readonly double[] _maxX;
        private readonly double[] _minY;
        private readonly double[] _maxY;
        private readonly int[] _order;
        private readonly Dictionary<(int A, int B), long> _lastTouchUs = [];
        private readonly List<(long TimeUs, int A, int B, Contact Contact)> _found = [];
        private readonly int _ego = -1;
        private int _present;

        public RecordingScan(Recording recording, ContactOptions options)
        {
            _recording = recording;
            _options = options;
            _tracks = [.. recording.Tracks];
            int n = _tracks.Length;
            _motions = new BoxMotion[n];
            _stays = new bool[n];
            _minX = new double[n];
            _maxX = new double[n];
            _minY = new double[n];
            _maxY = new double[n];
            _order = new int[n];
            _ego = recording.EgoId is null ? -1 : Array.FindIndex(_tracks, t => t.Id == recording.EgoId);
        }

        public Contact[] Run()
        {
            for (int step = 0; step < _recording.StepCount; step++)
            {
                Load(step);
                if (_options.Scope == ContactScope.Ego && _ego >= 0)
                    ScanEgo(step);
                else
                    ScanAll(step);
            }

            _found.Sort(static (x, y) => x.TimeUs != y.TimeUs ? x.TimeUs.CompareTo(y.TimeUs) : x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
            var contacts = new Contact[_found.Count];
            for (int i = 0; i < contacts.Length; i++)
                contacts[i] = _found[i].Contact;
            return contacts;
        }

        private void Load(int step)
        {
            _present = 0;
            for (int i = 0; i < _tracks.Length; i++)
            {
                var t = _tracks[i];
                if (!t.IsPresent(step))
                    continue;
                var from = t.At(step);
                _stays[i] = t.IsPresent(step + 1);
                var to = _stays[i] ? t.At(step + 1) : from;
                var motion = new BoxMotion(in from, in to, t.Body);
                _motions[i] = motion;
                double r = motion.RadiusM;
                _minX[i] = Math.Min(from.X, to.X) - r;
                _maxX[i] = Math.Max(from.X, to.X) + r;
                _minY[i] = Math.Min(from.Y, to.Y) - r;
                _maxY[i] = Math.Max(from.Y, to.Y) + r;
                _order[_present++] = i;
            }
        }

        private void ScanEgo(int step)
        {
            if (!_tracks[_ego].IsPresent(step))
                return;
            for (int k = 0; k < _present; k++)
            {
                int i = _order[k];
                if (i != _ego && _minX[i] <= _maxX[_ego] && _minX[_ego] <= _maxX[i])
                    Test(step, _ego, i);
            }
        }

        private void ScanAll(int step)
        {
            // Sort and sweep along x: each actor meets only those whose range begins before its own ends.
            var order = _order.AsSpan(0, _present);
            var keys = _minX;
            for (int k = 1; k < order.Length; k++)
            {
                int item = order[k];
                int place = k - 1;
                while (place >= 0 && keys[order[place]] > keys[item])
                {
                    order[place + 1] = order[place];
                    place--;
                }

                order[place + 1] = item;
            }

            for (int k = 0; k < order.Length; k++)
            {
                int i = order[k];
                for (int m = k + 1; m < order.Length && _minX[order[m]] <= _maxX[i]; m++)
                {
                    int j = order[m];
                    bool swap = j == _ego || (i != _ego && j < i);
                    Test(step, swap ? j : i, swap ? i : j);
                }
            }
        }

        private void Test(int step, int a, int b)
        {
            if (_minY[a] > _maxY[b] || _minY[b] > _maxY[a])
                return;
            var classA = _tracks[a].Class;
            if (classA is ActorClass.ParkedVehicle or ActorClass.StaticObject && _tracks[b].Class is ActorClass.ParkedVehicle or ActorClass.StaticObject)
                return;
            bool sweep = _stays[a] && _stays[b];
            var motionA = sweep ? _motions[a] : Still(in _motions[a]);
            var motionB = sweep ? _motions[b] : Still(in _motions[b]);
            if (!TryFind(in motionA, in motionB, _recording.StepUs * 1e-6, out double fraction))
                return;

            long timeUs = _recording.TimeUs(step) + (long)Math.Floor(fraction * _recording.StepUs + 0.5);
            bool touching = _lastTouchUs.TryGetValue((a, b), out long lastUs) && timeUs - lastUs <= _options.RearmUs;
            var endA = motionA.BoxAt(1.0);
            var endB = motionB.BoxAt(1.0);
            // While the two stay together the silence begins only when they part.
            _lastTouchUs[(a, b)] = sweep && endA.Overlaps(in endB) ? _recording.TimeUs(step + 1) : timeUs;
            if (!touching)
                _found.Add((timeUs, a, b, Describe(step, a, b, fraction, timeUs)));
        }

        private Contact Describe(int step, int a, int b, double fraction, long timeUs)
        {
            var partyA = Party(_tracks[a], step, fraction);
            var partyB = Party(_tracks[b], step, fraction);
            return ContactClassifier.Describe(in partyA, in partyB, timeUs, _recording.StepUs, _recording.Map, a == _ego ? _options.Replay : null);
        }

        private static ContactParty Party(Track track, int step, double fraction)
        {
            var from = track.At(step);
            var state = fraction > 0.0 ? Between(in from, track.At(step + 1), fraction) : from;
            return new ContactParty(track.Id, track.Class, track.Body, state);
        }

        private static BoxMotion Still(in BoxMotion motion) => new(motion.From, motion.From, motion.LengthM, motion.WidthM);
    }
}
