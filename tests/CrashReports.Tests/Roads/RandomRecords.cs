using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Roads;

/// <summary>Records with any leaf known or not, as extractors may give them, sense or nonsense.</summary>
internal static class RandomRecords
{
    private static readonly TextSpan Said = new(0, 4, "said");

    public static CrashRecord Draw(ulong seed)
    {
        var random = new RandomStream(seed);
        bool Some(double share) => random.NextDouble() < share;
        int Below(int n) => (int)(random.NextDouble() * n);
        Leaf<T> Maybe<T>(double share, T empty, Func<T> value) => Some(share) ? Leaf.Stated(value(), Said) : Leaf.Unknown(empty);
        T One<T>() where T : struct, Enum => Enum.GetValues<T>()[1 + Below(Enum.GetValues<T>().Length - 1)];
        double Heading() => Some(0.85) ? 90 * Below(4) : 45 * Below(8);

        int legCount = Below(5);
        var legs = new List<LegRecord>();
        for (int i = 0; i < legCount; i++)
        {
            legs.Add(new LegRecord
            {
                Id = $"leg{i + 1}",
                HeadingDeg = Maybe<double?>(0.7, null, () => Heading()),
                LanesIn = Maybe<int?>(0.4, null, () => 1 + Below(5)),
                LanesOut = Maybe<int?>(0.2, null, () => Below(4)),
                OneWay = Maybe<bool?>(0.2, null, () => Some(0.5)),
                Divided = Maybe<bool?>(0.2, null, () => Some(0.5)),
                Driveway = Maybe<bool?>(0.1, null, () => Some(0.5)),
                SpeedLimitKmh = Maybe<double?>(0.5, null, () => 40 + 8 * Below(12)),
                Control = Maybe<IReadOnlyList<Control>>(0.3, [], () => [One<Control>()]),
                GradePercent = Maybe<double?>(0.2, null, () => Below(13) - 6),
                Alignment = Maybe(0.2, Alignment.Unknown, One<Alignment>),
                RadiusM = Maybe<double?>(0.1, null, () => 20 + Below(800)),
            });
        }

        int actorCount = 1 + Below(4);
        var actors = new List<ActorRecord>();
        for (int i = 0; i < actorCount; i++)
        {
            var actions = new List<ActionRecord>();
            for (int n = Below(3); n > 0; n--)
            {
                actions.Add(new ActionRecord
                {
                    Kind = Maybe(0.95, ActionKind.Unknown, One<ActionKind>),
                    TargetLane = Maybe<int?>(0.2, null, () => 1 + Below(3)),
                    BeforeImpact = Some(0.9),
                    Executed = Some(0.9),
                });
            }

            actors.Add(new ActorRecord
            {
                Id = $"{"VVVPCA"[Below(6)]}{i + 1}",
                Type = Maybe(0.6, ActorType.Unknown, One<ActorType>),
                Leg = Maybe<string?>(0.2, null, () => $"leg{1 + Below(4)}"),
                LaneFromRight = Maybe<int?>(0.2, null, () => 1 + Below(4)),
                HeadingDeg = Maybe<double?>(0.5, null, () => Heading()),
                SpeedKmh = Maybe<double?>(0.3, null, () => 10 * Below(14)),
                SpeedRelation = Maybe(0.2, SpeedRelation.Unknown, One<SpeedRelation>),
                Movement = Maybe(0.4, Movement.Unknown, One<Movement>),
                Actions = actions,
                RightOfWay = Maybe(0.3, RightOfWay.Unknown, One<RightOfWay>),
            });
        }

        var impacts = new List<ImpactRecord>();
        if (Some(0.7))
        {
            impacts.Add(new ImpactRecord
            {
                Order = 1,
                A = new ContactRecord { Actor = actors[0].Id, Plane = Maybe(0.6, ContactPlane.Unknown, One<ContactPlane>) },
                B = actorCount > 1 ? new ContactRecord { Actor = actors[1].Id, Plane = Maybe(0.6, ContactPlane.Unknown, One<ContactPlane>) } : new ContactRecord { Obstacle = Some(0.5) ? "tree" : "boulder" },
                Striking = Maybe<string?>(0.2, null, () => actors[0].Id),
            });
        }

        return new CrashRecord
        {
            Id = $"random-{seed}",
            TextSha256 = "",
            Extractor = "test",
            Road = new RoadRecord
            {
                Topology = Maybe(0.6, Topology.Unknown, One<Topology>),
                Junction = Maybe(0.5, JunctionKind.Unknown, One<JunctionKind>),
                Legs = legs,
                MaxLanes = Maybe<int?>(0.5, null, () => 1 + Below(7)),
                SpeedLimitsKmh = Maybe<IReadOnlyList<double>>(0.4, [], () => [48, 72]),
            },
            Actors = actors,
            Impacts = impacts,
            CrashClass = Maybe(0.5, CrashClass.Unknown, One<CrashClass>),
        };
    }
}
