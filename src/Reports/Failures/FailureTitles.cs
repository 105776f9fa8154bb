using System.Globalization;

namespace Sim.Reports.Failures;

/// <summary>Says in one sentence what failures of a signature have in common. Pure.</summary>
internal static class FailureTitles
{
    /// <summary>The sentence, without a full stop.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="approach">The representative's approach where the signature alone does not tell the cluster from others; else null.</param>
    /// <param name="subject">Who fails, e.g. "idm" or "the ego".</param>
    public static string Of(FailureSignature signature, IReadOnlyList<double>? approach, string subject)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (signature.EgoManoeuvre is not { } manoeuvre)
        {
            return Broken(signature.Leading, subject);
        }

        string partner = signature.PartnerClass is { } actor ? $"{Who(actor)}{Doing(signature.Event)}" : "";
        string what = signature.ImpactHour is { } hour ? Contact(signature, partner.Length > 0 ? partner : "something", hour, subject)
            : IsExpectation(signature.Leading) ? $"{subject} violates '{signature.Leading}'{Near(" near ", partner)}"
            : signature.Leading.Length > 0 ? $"{subject} comes too close{Near(" to ", partner)} ({signature.Leading})"
            : $"{subject} fails{Near(" near ", partner)}";
        return what + While(manoeuvre) + From(approach);
    }

    private static string Contact(FailureSignature signature, string partner, int hour, string subject)
    {
        string at = string.Create(CultureInfo.InvariantCulture, $" at {hour} o'clock");
        return signature.Event switch
        {
            PreCrashEvents.ReplayArtefact => $"{subject} has left its recording, and {partner} drives into it{at}",
            PreCrashEvents.Follows => $"{subject} is hit by {partner}{at}",
            _ when signature.EgoManoeuvre == DrivenManoeuvre.Stopped || hour is > 1 and < 11 => $"{subject} and {partner} collide{at}",
            _ => $"{subject} hits {partner}{at}",
        };
    }

    private static string Broken(string leading, string subject)
    {
        int colon = leading.IndexOf(": ", StringComparison.Ordinal);
        string word = colon < 0 ? leading : leading[..colon], reason = colon < 0 ? "" : leading[colon..];
        return word switch
        {
            "driver failed" => $"{subject} breaks down{reason}",
            "refused" => reason.Length > 0 ? leading : "the scenario is refused",
            "timed out" => $"the time limit is exceeded{reason}",
            _ => $"the case could not be evaluated{reason}",
        };
    }

    private static bool IsExpectation(string leading) => leading.Contains(": ", StringComparison.Ordinal);

    private static string Near(string word, string partner) => partner.Length > 0 ? word + partner : "";

    private static string Who(ActorClass actor) => actor switch
    {
        ActorClass.Car => "a car",
        ActorClass.Van => "a van",
        ActorClass.Truck => "a truck",
        ActorClass.Trailer => "a trailer",
        ActorClass.Bus => "a bus",
        ActorClass.Emergency => "an emergency vehicle",
        ActorClass.Motorcycle => "a motorcycle",
        ActorClass.Bicycle => "a cyclist",
        ActorClass.Pedestrian => "a pedestrian",
        ActorClass.Animal => "an animal",
        ActorClass.Train => "a train",
        ActorClass.ParkedVehicle => "a parked vehicle",
        ActorClass.StaticObject => "an obstacle",
        _ => "an object",
    };

    private static string Doing(string happened) => happened switch
    {
        PreCrashEvents.Stopped => " that stands",
        PreCrashEvents.Reverses => " that reverses",
        PreCrashEvents.TurnsAcross => " that turns across its way",
        PreCrashEvents.TurnsIn => " that turns into its way",
        PreCrashEvents.Oncoming => " that comes towards it",
        PreCrashEvents.CrossesFromLeft => " that crosses from the left",
        PreCrashEvents.CrossesFromRight => " that crosses from the right",
        PreCrashEvents.CutsInFromLeft => " that cuts in from the left",
        PreCrashEvents.CutsInFromRight => " that cuts in from the right",
        PreCrashEvents.Brakes => " that brakes ahead",
        PreCrashEvents.DrivesAhead => " that goes ahead",
        PreCrashEvents.DrivesBeside => " that goes beside it",
        PreCrashEvents.Follows => " from behind",
        _ => "",
    };

    private static string While(DrivenManoeuvre manoeuvre) => manoeuvre switch
    {
        DrivenManoeuvre.Stopped => ", while standing",
        DrivenManoeuvre.Reversing => ", while reversing",
        DrivenManoeuvre.LeftTurn => ", while turning left",
        DrivenManoeuvre.RightTurn => ", while turning right",
        DrivenManoeuvre.LaneChangeLeft => ", while moving to the left",
        DrivenManoeuvre.LaneChangeRight => ", while moving to the right",
        _ => "",
    };

    private static string From(IReadOnlyList<double>? approach)
    {
        if (approach is null || approach.Count < 6)
        {
            return "";
        }

        double metres = Math.Sqrt(approach[0] * approach[0] + approach[1] * approach[1]);
        double seconds = (approach.Count / 3 - 1) * Motion.SampleUs / 1e6;
        return string.Create(CultureInfo.InvariantCulture, $", {metres:0} m away {seconds:0.0} s before");
    }
}
