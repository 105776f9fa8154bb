using System.Globalization;
using Sim.Geometry;
using Sim.Simulation.Contacts;

namespace Sim.Plugins.Leaderboards;

/// <summary>Contacts as CARLA's CollisionTest counts them: whoever is at fault, but not while the ego stands; one place and one actor count once.</summary>
internal static class CarlaCollisions
{
    public static IEnumerable<Infraction> Of(EgoSamples ego, int end, CarlaOptions options)
    {
        var recording = ego.Recording;
        var contacts = recording.Contacts.Count > 0 ? recording.Contacts : ContactFinder.Find(recording);
        Vector2d? lastPlace = null;
        string? lastActor = null;
        long lastUs = 0;
        foreach (var contact in contacts)
        {
            if ((contact.A != recording.EgoId && contact.B != recording.EgoId) || (contact.ReplayArtefact && !options.CountReplayArtefacts)
                || contact.TimeUs < ego.TimeUs(0) || contact.TimeUs > ego.TimeUs(end - 1))
            {
                continue;
            }

            string other = EgoContacts.Other(recording, contact);
            var place = ego.Position(ego.SampleFrom(contact.TimeUs));
            if ((lastActor == other && contact.TimeUs - lastUs <= options.SameActorUs) || (lastPlace is { } last && Stayed(ego, last, lastUs, contact.TimeUs, options)))
            {
                continue;
            }

            double speed = contact.A == recording.EgoId ? contact.SpeedAMps : contact.SpeedBMps;
            if (speed < options.StandingMps)
            {
                continue;
            }

            (lastPlace, lastActor, lastUs) = (place, other, contact.TimeUs);
            yield return new Infraction(
                NameOf(recording.Find(other)?.Class ?? ActorClass.Unknown),
                contact.TimeUs,
                new Vector2d(contact.X, contact.Y),
                string.Create(CultureInfo.InvariantCulture, $"the ego touches {other} at {contact.RelativeSpeedMps:0.0} m/s relative speed{(contact.ReplayArtefact ? ", a replay artefact" : "")}"),
                [ego.Ego.Id, other]);
        }
    }

    private static string NameOf(ActorClass actorClass) => actorClass switch
    {
        ActorClass.Pedestrian => "collisions_pedestrian",
        ActorClass.StaticObject or ActorClass.Animal => "collisions_layout",
        _ => "collisions_vehicle",
    };

    // Until the ego has once been further away, another contact belongs to the last.
    private static bool Stayed(EgoSamples ego, Vector2d last, long fromUs, long toUs, CarlaOptions options)
    {
        for (int i = ego.SampleFrom(fromUs); i <= ego.SampleFrom(toUs); i++)
        {
            if (ego.Position(i).DistanceTo(last) > options.SamePlaceM)
            {
                return false;
            }
        }

        return true;
    }
}
