using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>Puts the models and the reference drivers in the ego's place. Stateless and thread-safe.</summary>
internal static class CarefulStudy
{
    private const int Band = 3;
    private const double GravityMps2 = 9.81;
    private const string NotHere = "5.2.5.2 speaks of cut-ins only (" + R157Scope.Regulation + " 5.2.5.2)";
    private static readonly (CarefulModel Model, string Name)[] Models =
    [
        (CarefulModel.CarefulHuman, "careful-human"), (CarefulModel.Reg157, "reg157"), (CarefulModel.Fuzzy, "fuzzy"), (CarefulModel.Rss, "rss"),
    ];

    /// <summary>Asks everybody about a contact or a worst instant.</summary>
    /// <param name="scene">The recording.</param>
    /// <param name="other">With whom the ego has its conflict.</param>
    /// <param name="step">When.</param>
    /// <param name="timeUs">The same to the µs.</param>
    /// <param name="contact">True when they really touch.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static CarefulVerdict Of(EgoScene scene, ActorView other, int step, long timeUs, bool contact, CancellationToken cancellationToken)
    {
        var options = scene.Options.Careful;
        int from = FirstStep(scene, step, options);
        int end = step + 2 + (int)Math.Ceiling(options.AfterS / scene.DtSeconds);
        var played = new PlayedScene(scene, from, end, cancellationToken);
        var subject = played.Find(other.Track.Id)!;
        double grip = scene.Recording.Environment.Friction * GravityMps2;
        var what = R157Scope.Classify(played, subject, step, options, out string reason);
        var drivers = new List<Counterfactual>();
        int[] avoiding = new int[Band * Band];
        bool preventable = false;
        foreach (var (model, name) in Models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (what is null || (model == CarefulModel.Reg157 && what.Situation != CarefulSituation.CutIn))
            {
                drivers.Add(new Counterfactual { Model = name, Outcome = CounterfactualOutcome.NotApplicable, Reason = what is null ? reason : NotHere, Other = other.Track.Id });
                continue;
            }

            var with = CarefulParameters.Of(model);
            var driver = Ask(name, played, options, other, (reaction, brake) => PlayedRun.Drive(
                played, new ModelDriver(model, what, with.Shifted(reaction, brake).OnFriction(grip), played)), avoiding);
            preventable |= driver.Outcome == CounterfactualOutcome.Avoids;
            drivers.Add(driver with { Reason = reason, Assumptions = [.. Assumptions(scene, from, what, grip), Of(model, with)] });
        }

        foreach (var driver in References(scene, played, options, other, from, grip, what is null ? avoiding : null, cancellationToken))
        {
            preventable |= what is null && driver.Outcome == CounterfactualOutcome.Avoids;
            drivers.Add(driver);
        }

        int band = avoiding.Count(a => a > 0);
        double brake = Math.Min(CarefulParameters.Of(CarefulModel.CarefulHuman).MaxBrakeMps2, grip);
        return new CarefulVerdict
        {
            Drivers = drivers,
            Applies = what is not null,
            Reason = reason,
            Preventable = preventable,
            Disputed = band != 0 && band != avoiding.Length,
            BandPreventable = band,
            BandRuns = avoiding.Length,
            Step = step,
            TimeUs = timeUs,
            Other = other,
            Contact = contact,
            LatestBrakeStep = contact ? LatestBrake(played, step, brake, cancellationToken) : null,
            BrakeMps2 = brake,
        };
    }

    private static IEnumerable<Counterfactual> References(
        EgoScene scene, PlayedScene played, CarefulOptions options, ActorView other, int from, double grip, int[]? avoiding, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rss = scene.Options.Rss;
        yield return Ask("rss-ego", played, options, other, (reaction, brake) => PlayedRun.Drive(played, new RssDriver(
            rss.Ego with { ResponseTimeS = Math.Max(rss.Ego.ResponseTimeS + reaction, 0) }, rss.Other, Math.Min(Math.Max(rss.Ego.BrakeMinMps2 + brake, 0), grip))), avoiding) with
        {
            Reason = "proper response of RSS along the ego's path; no clause of a regulation",
            Assumptions =
            [
                .. Assumptions(scene, from, null, grip),
                FormattableString.Invariant($"rss-ego responds after {rss.Ego.ResponseTimeS:0.##} s and brakes with {Math.Min(rss.Ego.BrakeMinMps2, grip):0.0} m/s²; crossing traffic has the right of way."),
            ],
        };
        cancellationToken.ThrowIfCancellationRequested();
        string chosen = "brakes";
        var reference = Ask("brake-and-steer", played, options, other, (reaction, brake) => Best(scene, played, options, reaction, brake, grip, out chosen), avoiding);
        Best(scene, played, options, 0, 0, grip, out chosen);
        yield return reference with
        {
            Reason = $"reference driver that {chosen}; no clause of a regulation",
            Assumptions =
            [
                .. Assumptions(scene, from, null, grip),
                FormattableString.Invariant($"brake-and-steer is alarmed {options.ReferenceTtcS:0.##} s before a contact at constant velocity, reacts after {options.ReferenceReactionS:0.##} s, brakes with up to {Math.Min(options.ReferenceBrakeMps2, grip):0.0} m/s² and swerves up to {scene.Options.SteerWidthM:0.0} m at {options.ReferenceLateralMps2:0.0} m/s² where that helps and stays on the road."),
            ],
        };
    }

    // Braking alone where it is enough, else braking with a swerve, else whatever ends mildest.
    private static PlayedResult Best(EgoScene scene, PlayedScene played, CarefulOptions options, double reaction, double brake, double grip, out string how)
    {
        PlayedResult? best = null;
        how = "brakes";
        foreach (int side in (ReadOnlySpan<int>)[0, 1, -1])
        {
            if (side != 0 && !RoadBeside(scene, played, side))
            {
                continue;
            }

            var driver = new ReferenceDriver(
                options, side, scene.Options.SteerWidthM, Math.Max(options.ReferenceReactionS + reaction, 0), Math.Min(Math.Max(options.ReferenceBrakeMps2 + brake, 0.1), grip));
            var result = PlayedRun.Drive(played, driver);
            if (best is null || (!best.Avoids && (result.Avoids || result.ImpactMps < best.ImpactMps)))
            {
                (best, how) = (result, side switch { 0 => "brakes", 1 => "brakes and swerves left", _ => "brakes and swerves right" });
            }
        }

        return best!;
    }

    private static bool RoadBeside(EgoScene scene, PlayedScene played, int side)
    {
        var index = scene.Recording.Map.Index();
        double s = scene.At(played.FromStep).S;
        for (double ahead = 0; ahead <= 100; ahead += 10)
        {
            if (index.IsDrivable(played.Place(s + ahead, 0)) && !index.IsDrivable(played.Place(s + ahead, side * scene.Options.SteerWidthM)))
            {
                return false;
            }
        }

        return true;
    }

    private static Counterfactual Ask(string name, PlayedScene scene, CarefulOptions options, ActorView other, Func<double, double, PlayedResult> drive, int[]? avoiding)
    {
        var nominal = drive(0, 0);
        int avoids = 0;
        for (int i = 0; i < Band * Band; i++)
        {
            double reaction = (i % Band - 1) * options.ReactionBandS, brake = (i / Band - 1) * options.BrakeBandMps2;
            bool free = (reaction == 0 && brake == 0 ? nominal : drive(reaction, brake)).Avoids;
            avoids += free ? 1 : 0;
            if (avoiding is not null && free)
            {
                avoiding[i]++;
            }
        }

        long? Time(int step) => step < 0 ? null : scene.Scene.Recording.TimeUs(step);
        return new Counterfactual
        {
            Model = name,
            Outcome = nominal.Avoids ? CounterfactualOutcome.Avoids : CounterfactualOutcome.Collides,
            Other = nominal.With ?? other.Track.Id,
            AlarmTimeUs = Time(nominal.AlarmStep),
            ReactionTimeUs = Time(nominal.ReactionStep),
            ImpactTimeUs = nominal.ImpactTimeUs,
            ImpactSpeedMps = nominal.Avoids ? null : nominal.ImpactMps,
            BandRuns = Band * Band,
            BandAvoids = avoids,
        };
    }

    private static int? LatestBrake(PlayedScene scene, int step, double brake, CancellationToken cancellationToken)
    {
        for (int from = step; from >= scene.FromStep; from--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (PlayedRun.Drive(scene, new BrakeFromDriver(from, brake)).Avoids)
            {
                return from;
            }
        }

        return null;
    }

    private static int FirstStep(EgoScene scene, int step, CarefulOptions options)
    {
        int from = Math.Min(step, scene.EndStep - 1);
        int earliest = Math.Max(scene.FromStep, step - (int)Math.Round(options.BeforeS / scene.DtSeconds));
        while (from > earliest && (scene.At(from - 1).Present || !scene.At(from).Present))
        {
            from--;
        }

        return from;
    }

    private static IEnumerable<string> Assumptions(EgoScene scene, int from, CarefulCase? what, double grip)
    {
        yield return FormattableString.Invariant($"The other driver takes over at {scene.Recording.TimeUs(from) / 1e6:0.00} s on the ego's recorded path and keeps the recorded speed, changing it by at most 1 m/s², until it is alarmed.");
        yield return $"Others are replayed as recorded and do not react; traffic in the recording: {scene.Recording.Traffic}.";
        yield return "After the recording's end others go on: braking to standstill if they braked, else at constant speed.";
        yield return "Contacts from behind are not counted: a replayed follower cannot brake.";
        yield return FormattableString.Invariant($"The road allows {grip:0.0} m/s² (friction {scene.Recording.Environment.Friction:0.##}).");
        yield return FormattableString.Invariant($"The band varies the reaction time by ±{scene.Options.Careful.ReactionBandS:0.##} s and the deceleration by ±{scene.Options.Careful.BrakeBandMps2:0.##} m/s².");
        if (what is { Situation: CarefulSituation.Deceleration })
        {
            yield return FormattableString.Invariant($"The careful human looks from {scene.Recording.TimeUs(what.LookStep) / 1e6:0.00} s on, when the vehicle ahead exceeds {scene.Options.Careful.LeadBrakeMps2:0.##} m/s² of deceleration.");
        }
        else if (what is { Situation: CarefulSituation.CutOut })
        {
            yield return FormattableString.Invariant($"The models see the revealed vehicle from {scene.Recording.TimeUs(what.LookStep) / 1e6:0.00} s on, when the one that leaves is 0.375 m off.");
        }
    }

    private static string Of(CarefulModel model, CarefulParameters with) => model switch
    {
        CarefulModel.Reg157 => FormattableString.Invariant($"reg157 reacts after {with.ReactionTimeS:0.##} s with {with.MaxBrakeMps2:0.0} m/s²."),
        CarefulModel.Fuzzy => FormattableString.Invariant($"fuzzy reacts after {with.ReactionTimeS:0.##} s and brakes as hard as it finds the situation unsafe, at most {with.FuzzyBrakeMaxMps2:0.0} m/s²."),
        CarefulModel.Rss => FormattableString.Invariant($"rss reacts after {with.ReactionTimeS:0.##} s with {with.JerkMps3:0.00} m/s³ up to {with.MaxBrakeMps2:0.00} m/s²."),
        _ => FormattableString.Invariant($"careful-human releases the accelerator for {with.ReactionTimeS:0.##} s ({with.ReleaseMps2:0.0} m/s²), then brakes with {with.JerkMps3:0.00} m/s³ up to {with.MaxBrakeMps2:0.00} m/s²."),
    };
}
