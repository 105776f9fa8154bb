using Sim.Simulation.Contacts;

namespace Sim.Simulation;

public sealed partial class RunRecorder
{
    private readonly ReplayContext? _replay;
    private readonly bool[] _touching;

    // The ego against everybody else, swept from the last instant to the one that is placed; a pair counts again after a step without touch.
    private void FindContacts()
    {
        int ego = Task.EgoIndex;
        for (int i = 0; i < _states.Length; i++)
        {
            bool touches = false;
            double fraction = 0;
            if (i != ego && _present[ego] && _present[i])
            {
                var a = Motion(ego);
                var b = Motion(i);
                touches = ContactFinder.TryFind(in a, in b, Task.StepUs * 1e-6, out fraction);
            }

            if (touches && !_touching[i])
            {
                Touch(Describe(ego, i, fraction, Step == 0 ? 0 : (Step - 1) * Task.StepUs + (long)Math.Round(fraction * Task.StepUs)));
            }

            _touching[i] = touches;
        }
    }

    private BoxMotion Motion(int i) => new(Before(i), _states[i], Task.Actors[i].Body);

    private ActorState Before(int i) => _wasPresent[i] ? _before[i] : _states[i];

    private Contact Describe(int a, int b, double fraction, long timeUs)
    {
        var one = Party(a, fraction);
        var other = Party(b, fraction);
        return ContactClassifier.Describe(in one, in other, timeUs, Task.StepUs, _scenario.Map, a == Task.EgoIndex ? _replay : null);
    }

    private ContactParty Party(int i, double fraction)
    {
        var actor = Task.Actors[i];
        return new ContactParty(actor.Id, actor.Class, actor.Body, ContactFinder.Between(Before(i), _states[i], fraction));
    }
}
