using System.Globalization;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Solving.Contacts;
using Sim.Simulation.Contacts;

namespace Sim.Plugins.CrashReports.Solving.Rules;

/// <summary>
/// Checks a finished scenario against the rules R6 to R9 (specification of scenario generation §11) from its states alone: nothing of how it was solved is
/// looked at. Sides that do not match are a finding under R5. Pure, thread-safe.
/// </summary>
internal static class ScenarioRules
{
    /// <summary>Greatest difference between planned and found time of contact (R7), s.</summary>
    public const double ArrivalS = 0.1;

    /// <summary>How far a contact may lie outside the junction area (R6), m.</summary>
    public const double AreaToleranceM = 1;

    /// <summary>Least share of the box area on the road (R9).</summary>
    public const double OnRoadShare = 0.95;

    private const double BrakeMps2 = 9, DriveMps2 = 4, LateralMps2 = 7, JerkMps3 = 25, SlipRad = Math.PI / 18, CurvaturePerM = 1 / 4.5;

    /// <summary>Checks.</summary>
    /// <param name="scenario">The scenario; its ego has a log.</param>
    /// <param name="impact">The contact it was solved for, or null.</param>
    /// <param name="junctionArea">Where a junction crash must lie, or null.</param>
    /// <param name="licences">What the record allows single actors.</param>
    public static IReadOnlyList<RecordFinding> Check(Scenario scenario, PlannedImpact? impact, Polygon? junctionArea, IReadOnlyList<ActorLicence> licences)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(licences);
        var findings = new List<RecordFinding>();
        int steps = scenario.StepCount;
        var tracks = scenario.Actors.Select(a => States(a, scenario.StepUs, steps)).ToArray();
        int end = impact is null ? steps : (int)Math.Min(steps, impact.TimeUs / scenario.StepUs);
        if (impact is not null)
        {
            Contact(scenario, tracks, impact, junctionArea, findings);
        }
        else
        {
            Untouched(scenario, tracks, findings);
        }

        for (int i = 0; i < tracks.Length; i++)
        {
            var actor = scenario.Actors[i];
            if (actor.Behaviour is StationaryBehaviour)
            {
                continue;
            }

            var licence = licences.FirstOrDefault(l => l.Id == actor.Id) ?? new ActorLicence(actor.Id, false, false);
            Kinematics(scenario, actor, tracks[i], impact, findings);
            if (actor.Class is not (ActorClass.Pedestrian or ActorClass.Animal))
            {
                Ground(scenario, actor, tracks[i], end, junctionArea, licence, findings);
            }
        }

        return findings;
    }

    /// <summary>The states of an actor at the steps of a scenario, from its log, its trajectory or its standing place.</summary>
    internal static ActorState[] States(Actor actor, long stepUs, int steps)
    {
        var timed = actor.Behaviour switch
        {
            DriverBehaviour driver => driver.Log,
            TrajectoryBehaviour trajectory => trajectory.States,
            _ => [],
        };
        var states = new ActorState[steps + 1];
        int at = 0;
        for (int k = 0; k <= steps; k++)
        {
            if (timed.Count == 0)
            {
                states[k] = actor.Initial;
                continue;
            }

            while (at + 1 < timed.Count && timed[at + 1].TimeUs <= k * stepUs)
            {
                at++;
            }

            long over = k * stepUs - timed[at].TimeUs;
            states[k] = over <= 0 || at + 1 == timed.Count
                ? timed[at].State
                : ContactFinder.Between(timed[at].State, timed[at + 1].State, over / (double)(timed[at + 1].TimeUs - timed[at].TimeUs));
        }

        return states;
    }

    /// <summary>First contact of two actors: step and fraction, or null.</summary>
    internal static (int Step, double Fraction)? FirstContact(Actor a, ActorState[] statesA, Actor b, ActorState[] statesB, double stepS)
    {
        for (int k = 0; k + 1 < statesA.Length; k++)
        {
            var moveA = new BoxMotion(statesA[k], statesA[k + 1], a.Body);
            var moveB = new BoxMotion(statesB[k], statesB[k + 1], b.Body);
            if (ContactFinder.TryFind(moveA, moveB, stepS, out double fraction))
            {
                return (k, fraction);
            }
        }

        return null;
    }

    /// <summary>Sides of two actors at a fraction of a step.</summary>
    internal static ContactSides SidesAt(Actor a, ActorState[] statesA, Actor b, ActorState[] statesB, int step, double fraction)
    {
        var sa = ContactFinder.Between(statesA[step], statesA[step + 1], fraction);
        var sb = ContactFinder.Between(statesB[step], statesB[step + 1], fraction);
        return ContactSides.Of(new OrientedBox(sa, a.Body), new OrientedBox(sb, b.Body), Velocity(sa), Velocity(sb));
    }

    private static Vector2d Velocity(in ActorState s) => new Vector2d(s.SpeedMps, s.LateralMps).FromAxis(s.Pose.ToDirection());

    private static void Contact(Scenario scenario, ActorState[][] tracks, PlannedImpact impact, Polygon? area, List<RecordFinding> findings)
    {
        double stepS = scenario.StepUs * 1e-6;
        int a = IndexOf(scenario, impact.A), b = IndexOf(scenario, impact.B);
        if (a < 0 || b < 0)
        {
            findings.Add(new RecordFinding("R6", "impacts", $"the scenario lacks '{(a < 0 ? impact.A : impact.B)}' of the planned contact"));
            return;
        }

        var (actorA, actorB) = (scenario.Actors[a], scenario.Actors[b]);
        var met = FirstContact(actorA, tracks[a], actorB, tracks[b], stepS);
        if (met is not { } contact)
        {
            findings.Add(new RecordFinding("R6", "impacts/1", $"the swept paths of {impact.A} and {impact.B} do not meet"));
            return;
        }

        double found = (contact.Step + contact.Fraction) * stepS;
        double planned = impact.TimeUs * 1e-6;
        if (Math.Abs(found - planned) > ArrivalS)
        {
            findings.Add(new RecordFinding("R7", "impacts/1", Text($"{impact.A} and {impact.B} touch at {found:0.00} s; planned is {planned:0.00} s, at most {ArrivalS} s apart")));
        }

        var sides = SidesAt(actorA, tracks[a], actorB, tracks[b], contact.Step, contact.Fraction);
        if (!sides.HasA(impact.PlaneA) || !sides.HasB(impact.PlaneB))
        {
            findings.Add(new RecordFinding("R5", "impacts/1",
                $"the text says {impact.A} {Words.Of(impact.PlaneA)} and {impact.B} {Words.Of(impact.PlaneB)}; with its headings and actions the first contact is {Words.Of(sides.A)} and {Words.Of(sides.B)}"));
        }

        if (impact.InJunction && area is not null && area.DistanceTo(sides.Point) > AreaToleranceM)
        {
            findings.Add(new RecordFinding("R6", "impacts/1", Text($"the contact at ({sides.Point.X:0.0}, {sides.Point.Y:0.0}) lies {area.DistanceTo(sides.Point):0.0} m outside the junction area; at most {AreaToleranceM} m")));
        }

        for (int i = 0; i < tracks.Length; i++)
        {
            foreach (int ours in (int[])[a, b])
            {
                if (i == a || i == b || IsStill(scenario.Actors[i]) && IsStill(scenario.Actors[ours]))
                {
                    continue;
                }

                if (FirstContact(scenario.Actors[ours], tracks[ours], scenario.Actors[i], tracks[i], stepS) is { } early && early.Step + early.Fraction < contact.Step + contact.Fraction)
                {
                    findings.Add(new RecordFinding("R7", "impacts/1", Text($"{scenario.Actors[ours].Id} touches {scenario.Actors[i].Id} at {(early.Step + early.Fraction) * stepS:0.00} s, before the planned contact")));
                }
            }
        }

        Gap(scenario, actorA, tracks[a][0], actorB, tracks[b][0], findings);
    }

    private static void Untouched(Scenario scenario, ActorState[][] tracks, List<RecordFinding> findings)
    {
        int ego = IndexOf(scenario, scenario.EgoId);
        for (int i = 0; i < tracks.Length; i++)
        {
            if (i != ego && FirstContact(scenario.Actors[ego], tracks[ego], scenario.Actors[i], tracks[i], scenario.StepUs * 1e-6) is not null)
            {
                findings.Add(new RecordFinding("R7", "impacts", $"{scenario.EgoId} touches {scenario.Actors[i].Id}; the record tells of no contact between them"));
            }
        }
    }

    // One vehicle length between bumpers of those who start in the same lane.
    private static void Gap(Scenario scenario, Actor a, in ActorState sa, Actor b, in ActorState sb, List<RecordFinding> findings)
    {
        if (a.Class is ActorClass.Pedestrian or ActorClass.Animal or ActorClass.StaticObject || b.Class is ActorClass.Pedestrian or ActorClass.Animal or ActorClass.StaticObject
            || Math.Abs(Pinned.AngleDifference(sa.HeadingRad, sb.HeadingRad)) > Math.PI / 4)
        {
            return;
        }

        var way = sa.Pose.PointToBody(sb.Pose.Position);
        if (Math.Abs(way.Y) > (a.Body.WidthM + b.Body.WidthM) / 2)
        {
            return;
        }

        double gap = Math.Abs(way.X) - (a.Body.LengthM + b.Body.LengthM) / 2;
        double least = Math.Min(a.Body.LengthM, b.Body.LengthM);
        if (gap < least)
        {
            findings.Add(new RecordFinding("R7", "impacts/1", Text($"{a.Id} and {b.Id} start {gap:0.0} m apart in the same lane; at least one vehicle length, {least:0.0} m")));
        }
    }

    private static void Kinematics(Scenario scenario, Actor actor, ActorState[] states, PlannedImpact? impact, List<RecordFinding> findings)
    {
        double dt = scenario.StepUs * 1e-6;
        double contact = impact is not null && (impact.A == actor.Id || impact.B == actor.Id) ? impact.TimeUs * 1e-6 : double.NaN;
        bool walks = actor.Class is ActorClass.Pedestrian or ActorClass.Animal;
        double before = double.NaN;
        var worst = new Worst(actor.Id);
        for (int k = 0; k + 1 < states.Length; k++)
        {
            var (s, n) = (states[k], states[k + 1]);
            double sense = Math.Abs(s.SpeedMps) >= Math.Abs(n.SpeedMps) ? Math.Sign(s.SpeedMps) : Math.Sign(n.SpeedMps);
            double accel = (Math.Abs(n.SpeedMps) - Math.Abs(s.SpeedMps)) / dt;
            double speed = (Math.Abs(s.SpeedMps) + Math.Abs(n.SpeedMps)) / 2;
            var way = n.Pose.Position - s.Pose.Position;
            double turned = Pinned.AngleDifference(n.HeadingRad, s.HeadingRad);
            worst.Take(accel < 0, -accel, BrakeMps2, k, "brakes with {0:0.0} m/s²; at most {1}");
            worst.Take(accel > 0, accel, DriveMps2, k, "accelerates with {0:0.0} m/s²; at most {1}");
            worst.Take(true, speed * Math.Abs(turned) / dt, LateralMps2, k, "takes a bend with {0:0.0} m/s² sideways; at most {1}");
            bool atContact = Math.Abs((k + 0.5) * dt - contact) <= 0.25;
            worst.Take(!atContact && !double.IsNaN(before), Math.Abs(accel - before) / dt, JerkMps3, k, "has a jerk of {0:0.0} m/s³; at most {1}");
            worst.Take(Math.Abs(way.Length - speed * dt) > 0.02 + 0.03 * speed * dt, Math.Abs(way.Length / dt - speed), 0, k, "moves {0:0.00} m/s faster or slower than its speed says; at most {1}");
            if (!walks && way.Length > 0.1)
            {
                worst.Take(true, Math.Abs(turned) / way.Length, CurvaturePerM, k, "turns with a curvature of {0:0.000} 1/m; at most {1:0.000}");
            }

            if (way.Length > 0.1)
            {
                double heading = (s.HeadingRad + turned / 2) + (sense < 0 ? Math.PI : 0);
                worst.Take(true, Math.Abs(Pinned.AngleDifference(way.ToHeading(), heading)), SlipRad, k, "slips by {0:0.00} rad; at most {1:0.00}");
            }

            before = accel;
        }

        worst.Report(findings, dt);
    }

    private static void Ground(Scenario scenario, Actor actor, ActorState[] states, int end, Polygon? area, ActorLicence licence, List<RecordFinding> findings)
    {
        var index = scenario.Map.Index();
        if (index.LaneCount == 0)
        {
            return;
        }

        int inside = 0, all = 0, against = 0;
        Span<int> lanes = stackalloc int[16];
        for (int k = 0; k <= end; k++)
        {
            var box = new OrientedBox(states[k], actor.Body);
            for (int i = -2; i <= 2 && !licence.BesideRoad; i++)
            {
                for (int j = -1; j <= 1; j++)
                {
                    var p = box.ToWorld(new(box.HalfLengthM * i * 0.4, box.HalfWidthM * j * (2.0 / 3)));
                    all++;
                    inside += index.IsDrivable(p) || area?.Contains(p) == true ? 1 : 0;
                }
            }

            if (licence.Opposing || area?.Contains(box.Centre) == true)
            {
                continue;
            }

            int count = index.LanesAt(box.Centre, lanes);
            bool legal = false, carried = false;
            for (int i = 0; i < count; i++)
            {
                var lane = index.LaneAt(lanes[i]);
                if (!index.CarriesTraffic(lanes[i]))
                {
                    continue;
                }

                carried = true;
                double along = lane.Centre.Project(box.Centre).ToHeading();
                double motion = states[k].HeadingRad + (states[k].SpeedMps < 0 ? Math.PI : 0);
                legal |= lane.Bidirectional || Math.Abs(Pinned.AngleDifference(motion, along)) <= Math.PI / 2;
            }

            against += carried && !legal ? 1 : 0;
        }

        if (all > 0 && inside < OnRoadShare * all)
        {
            findings.Add(new RecordFinding("R9", $"actors/{actor.Id}", Text($"{actor.Id} is on the road with {100.0 * inside / all:0.0} % of its area; at least {100 * OnRoadShare:0} %")));
        }

        if (against > Math.Max(1, (end + 1) / 50))
        {
            findings.Add(new RecordFinding("R9", $"actors/{actor.Id}", Text($"{actor.Id} goes against the direction of its lane for {against * scenario.StepUs * 1e-6:0.0} s; the record does not say so")));
        }
    }

    private static bool IsStill(Actor actor) => actor.Behaviour is StationaryBehaviour;

    private static int IndexOf(Scenario scenario, string id)
    {
        for (int i = 0; i < scenario.Actors.Count; i++)
        {
            if (scenario.Actors[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Keeps the worst breach of each limit.</summary>
    private sealed class Worst(string id)
    {
        private readonly List<(string Text, double Value, double Limit, int Step)> _breaches = [];

        public void Take(bool applies, double value, double limit, int step, string text)
        {
            if (!applies || value <= limit + 1e-9)
            {
                return;
            }

            int i = _breaches.FindIndex(b => b.Text == text);
            if (i < 0)
            {
                _breaches.Add((text, value, limit, step));
            }
            else if (value > _breaches[i].Value)
            {
                _breaches[i] = (text, value, limit, step);
            }
        }

        public void Report(List<RecordFinding> findings, double stepS)
        {
            foreach (var (text, value, limit, step) in _breaches)
            {
                string what = string.Format(CultureInfo.InvariantCulture, text, value, limit);
                findings.Add(new RecordFinding("R8", $"actors/{id}", string.Create(CultureInfo.InvariantCulture, $"{id} {what} (at {step * stepS:0.0} s)")));
            }
        }
    }
}
