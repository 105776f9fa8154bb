using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Evasion;

/// <summary>
/// The shortest time over a recording within which one of some manoeuvres had to begin. From each step the latest start is looked for backwards from the
/// contact, step by step: a later start may help where an earlier one does not, so bisection would miss some. Not thread-safe.
/// </summary>
internal sealed class LatestStart
{
    // A deceleration that people would call braking.
    private const double BrakingMps2 = 1;

    private readonly EgoScene _scene;
    private readonly Manoeuvre[] _manoeuvres;
    private readonly bool _wanted;
    private int _best = int.MaxValue;
    private int _step = -1;
    private int _contact;
    private int _firstContactStep = -1;
    private int _enoughUntil = -1;
    private bool _tooLate;
    private ActorView? _other;
    private Manoeuvre _winner;

    public LatestStart(EgoScene scene, Manoeuvre[] manoeuvres, bool wanted) => (_scene, _manoeuvres, _wanted) = (scene, manoeuvres, wanted);

    /// <summary>Adds a step from which a contact is ahead.</summary>
    /// <param name="search">Has begun at the step.</param>
    /// <param name="step">The step.</param>
    /// <param name="contact">Steps until the contact.</param>
    /// <param name="other">With whom.</param>
    public void Add(EvasionSearch search, int step, int contact, ActorView other)
    {
        if (_tooLate || !_wanted)
        {
            return;
        }

        _firstContactStep = _firstContactStep < 0 ? step : _firstContactStep;
        int start = -1;
        var winner = _manoeuvres[0];
        for (int after = contact - 1; after >= 0 && start < 0; after--)
        {
            foreach (var manoeuvre in _manoeuvres)
            {
                if (search.Avoids(manoeuvre, after))
                {
                    (start, winner) = (after, manoeuvre);
                    break;
                }
            }
        }

        _enoughUntil = start < 0 ? _enoughUntil : Math.Max(_enoughUntil, step + start);
        if (start < _best)
        {
            (_best, _step, _contact, _other, _winner, _tooLate) = (start, step, contact, other, winner, start < 0);
        }
    }

    /// <summary>The shortest time.</summary>
    public Measured<double> Result(string noConflict, string verb, EvasionLimits limits)
    {
        if (_step < 0)
        {
            return Measured.NoConflict<double>(noConflict);
        }

        IReadOnlyList<string> actors = [_scene.Ego.Id, _other!.Track.Id];
        IReadOnlyList<MetricInput> inputs =
        [
            new("time to the contact", _contact * _scene.DtSeconds, "s"),
            new("ego speed", _scene.At(_step).SpeedMps, "m/s"),
            new("braking", limits.BrakeMps2, "m/s²"),
            new("steering", limits.LateralMps2, "m/s²"),
            new("acceleration", limits.KickdownMps2, "m/s²"),
        ];
        long time = _scene.Recording.TimeUs(_step);
        string late = _contact == 0
            ? $"the ego touches {_other.Track.Id} already"
            : FormattableString.Invariant($"{verb} at once does not avoid the contact with {_other.Track.Id} {_contact * _scene.DtSeconds:0.0#} s later");
        return _tooLate
            ? Measured.TooLate<double>(late + Missed(verb), time, actors, inputs)
            : Measured.Of(_best * _scene.DtSeconds, time, actors, inputs, FormattableString.Invariant($"{Words(_winner)} helps until {(time / 1e6) + _best * _scene.DtSeconds:0.0#} s"));
    }

    // What people ask first: until when would it have helped, and what did the ego do?
    private string Missed(string verb)
    {
        if (_enoughUntil < 0)
        {
            return "; it never helped since the contact was ahead";
        }

        string until = FormattableString.Invariant($"; {verb} was enough until {_scene.Recording.TimeUs(_enoughUntil) / 1e6:0.0#} s");
        if (!_manoeuvres.Contains(Manoeuvre.Brake))
        {
            return until;
        }

        // What an impact does to the speed is no braking of the driver.
        var contact = _scene.Recording.Contacts.FirstOrDefault(c => !c.ReplayArtefact && (c.A == _scene.Ego.Id || c.B == _scene.Ego.Id));
        for (int step = _firstContactStep; step < _scene.EndStep && (contact is null || _scene.Recording.TimeUs(step) <= contact.TimeUs); step++)
        {
            if (_scene.At(step) is { Present: true, AccelMps2: <= -BrakingMps2 })
            {
                return until + FormattableString.Invariant($", the ego brakes from {_scene.Recording.TimeUs(step) / 1e6:0.0#} s on");
            }
        }

        return until + ", the ego never brakes";
    }

    private static string Words(Manoeuvre manoeuvre) => manoeuvre switch
    {
        Manoeuvre.Brake => "braking",
        Manoeuvre.SteerLeft => "steering to the left",
        Manoeuvre.SteerRight => "steering to the right",
        _ => "accelerating",
    };
}
