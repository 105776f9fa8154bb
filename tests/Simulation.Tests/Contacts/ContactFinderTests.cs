using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Simulation.Contacts;

namespace Sim.Tests.Contacts;

public sealed class ContactFinderTests
{
    private static BoxMotion Car(double x0, double y0, double h0, double x1, double y1, double h1) =>
        new(new Pose2d(x0, y0, h0), new Pose2d(x1, y1, h1), 4.5, 1.8);

    [Fact]
    public void A_rear_end_contact_happens_when_the_gap_is_closed()
    {
        // Bumpers at 2.25 and 4.75: gap 2.5 m closes at 25 m/s of a 0.1 s step exactly at its end; at 50 m/s in its middle.
        var still = Car(7, 0, 0, 7, 0, 0);
        var fast = Car(0, 0, 0, 5, 0, 0);
        Assert.True(ContactFinder.TryFind(in fast, in still, 0.1, out double fraction));
        Assert.Equal(0.5, fraction, 12);
        var slow = Car(0, 0, 0, 2.4, 0, 0);
        Assert.False(ContactFinder.TryFind(in slow, in still, 0.1, out _));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.1)]
    [InlineData(1.1499)]
    public void A_pedestrian_is_not_tunnelled_at_forty_metres_per_second(double lateral)
    {
        // 4 m of way in one step; the pedestrian of 0.5 m stands between the sampled instants of a thin, short cart.
        var cart = new BoxMotion(new Pose2d(0, 0, 0), new Pose2d(4, 0, 0), 1.0, 1.8);
        var person = new BoxMotion(new Pose2d(2, lateral, 0), new Pose2d(2, lateral, 0), 0.5, 0.5);
        Assert.False(cart.BoxAt(0).Overlaps(person.BoxAt(0)));
        Assert.False(cart.BoxAt(1).Overlaps(person.BoxAt(1)));
        Assert.True(ContactFinder.TryFind(in cart, in person, 0.1, out double fraction));
        Assert.Equal((2 - 0.25 - 0.5) / 4, fraction, 12);
    }

    [Fact]
    public void A_pass_beside_the_box_is_no_contact()
    {
        var cart = new BoxMotion(new Pose2d(0, 0, 0), new Pose2d(4, 0, 0), 1.0, 1.8);
        var person = new BoxMotion(new Pose2d(2, 1.1501, 0), new Pose2d(2, 1.1501, 0), 0.5, 0.5);
        Assert.False(ContactFinder.TryFind(in cart, in person, 0.1, out _));
    }

    [Fact]
    public void A_corner_that_only_grazes_is_found_while_rotating()
    {
        // A long box turns in place by 40 degrees; its corner sweeps past a post that it touches at neither end.
        var door = new BoxMotion(new Pose2d(0, 0, -0.35), new Pose2d(0, 0, 0.35), 6.0, 0.2);
        var post = new BoxMotion(new Pose2d(3.04, 0, 0), new Pose2d(3.04, 0, 0), 0.1, 0.1);
        Assert.False(door.BoxAt(0).Overlaps(post.BoxAt(0)));
        Assert.False(door.BoxAt(1).Overlaps(post.BoxAt(1)));
        Assert.True(ContactFinder.TryFind(in door, in post, 0.1, out double fraction));
        Assert.InRange(fraction, 0.3, 0.6);
    }

    [Fact]
    public void The_heading_takes_the_shortest_arc()
    {
        var turning = new BoxMotion(new Pose2d(0, 0, 3.1), new Pose2d(0, 0, -3.1), 6.0, 0.2);
        Assert.Equal(2 * Math.PI - 6.2, turning.TurnRad, 12);
        var side = new BoxMotion(new Pose2d(0, 2, 0), new Pose2d(0, 2, 0), 0.5, 0.5);
        Assert.False(ContactFinder.TryFind(in turning, in side, 0.1, out _));
    }

    [Fact]
    public void Random_motions_agree_with_a_fine_scan_to_a_millisecond()
    {
        var random = new RandomStream(77);
        int touched = 0;
        for (int run = 0; run < 400; run++)
        {
            double Uniform(double low, double high) => random.NextUniform(low, high);
            double h = Uniform(-3, 3), g = Uniform(-3, 3);
            var a = new BoxMotion(
                new Pose2d(Uniform(-6, 6), Uniform(-6, 6), h), new Pose2d(Uniform(-6, 6), Uniform(-6, 6), h + Uniform(-0.3, 0.3)), Uniform(0.5, 6), Uniform(0.5, 2.5));
            var b = new BoxMotion(
                new Pose2d(Uniform(-6, 6), Uniform(-6, 6), g), new Pose2d(Uniform(-6, 6), Uniform(-6, 6), g + Uniform(-0.3, 0.3)), Uniform(0.5, 6), Uniform(0.5, 2.5));
            bool found = ContactFinder.TryFind(in a, in b, 0.1, out double fraction);

            const int Samples = 2000;
            double first = double.NaN;
            for (int k = 0; k <= Samples && double.IsNaN(first); k++)
            {
                if (a.BoxAt(k / (double)Samples).Overlaps(b.BoxAt(k / (double)Samples)))
                    first = k / (double)Samples;
            }

            if (!double.IsNaN(first))
            {
                touched++;
                Assert.True(found);
                Assert.InRange(fraction * 100, Math.Max(0, first * 100 - 1.0), first * 100 + 0.1);
            }
            else if (found)
            {
                // Only a graze shorter than a sample may be missing from the scan.
                double gap = a.BoxAt(fraction).SeparationM(b.BoxAt(fraction));
                Assert.InRange(gap, -0.05, 0.01);
            }
        }

        Assert.InRange(touched, 50, 390);
    }

    [Fact]
    public void Finding_allocates_nothing()
    {
        var a = Car(0, 0, 0, 3, 0, 0.1);
        var b = Car(6, 0.5, 0.3, 5, 0.4, 0.2);
        ContactFinder.TryFind(in a, in b, 0.1, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool found = false;
        for (int i = 0; i < 1000; i++)
            found = ContactFinder.TryFind(in a, in b, 0.1, out _);
        Assert.True(found);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_recording_names_the_contact_with_time_place_and_zones()
    {
        // The ego at 10 m/s closes on a parked car: bumpers 17.75 m apart at t = 0, contact at 1.775 s.
        var recording = Make("ego", Straight("ego", ActorClass.Car, 0, 0, 10, 30), Straight("parked", ActorClass.ParkedVehicle, 22.25, 0.9, 0, 30));
        var contact = Assert.Single(ContactFinder.Find(recording));
        Assert.Equal(1_775_000, contact.TimeUs);
        Assert.Equal(("ego", "parked"), (contact.A, contact.B));
        Assert.Equal(17.75 + 2.25, contact.X, 2);
        Assert.Equal(0.45, contact.Y, 2);
        Assert.Equal(ImpactZone.FrontLeft, contact.ZoneA);
        Assert.Equal(ImpactZone.RearRight, contact.ZoneB);
        Assert.Equal(10, contact.RelativeSpeedMps, 9);
        Assert.Equal(CollisionClass.StoppedTrack, contact.Class);
        Assert.True(contact.AtFault);
        Assert.False(contact.ReplayArtefact);
    }

    [Fact]
    public void A_pair_is_reported_once_while_it_stays_together_and_again_after_a_pause()
    {
        var pass = Straight("ego", ActorClass.Car, 0, 0, 10, 60);
        double[] x = [.. Enumerable.Range(0, 60).Select(k => k < 20 ? k : k < 45 ? 20 - (k - 20) * 0.8 : (k - 45.0) * 1.5)];
        pass = pass with { X = x };
        var recording = Make("ego", pass, Straight("other", ActorClass.Car, 15, 0, 0, 60));
        var contacts = ContactFinder.Find(recording);
        Assert.Equal(2, contacts.Count);
        Assert.Single(ContactFinder.Find(recording, new ContactOptions { RearmUs = 60_000_000 }));
    }

    [Fact]
    public void Scope_decides_whether_others_count()
    {
        var recording = Make(
            "ego", Straight("a", ActorClass.Car, 0, 20, 10, 30), Straight("ego", ActorClass.Car, 0, 0, 10, 30), Straight("b", ActorClass.Car, 20, 20, 0, 30));
        Assert.Empty(ContactFinder.Find(recording));
        var contact = Assert.Single(ContactFinder.Find(recording, new ContactOptions { Scope = ContactScope.AllPairs }));
        Assert.Equal(("a", "b"), (contact.A, contact.B));
    }

    [Fact]
    public void The_ego_is_always_named_first()
    {
        var recording = Make("ego", Straight("a", ActorClass.Car, 20, 0, 0, 30), Straight("ego", ActorClass.Car, 0, 0, 10, 30));
        Assert.Equal("ego", Assert.Single(ContactFinder.Find(recording, new ContactOptions { Scope = ContactScope.AllPairs })).A);
        Assert.Equal("ego", Assert.Single(ContactFinder.Find(recording)).A);
    }

    [Fact]
    public void An_absent_actor_touches_nobody()
    {
        var ghost = Straight("ghost", ActorClass.Car, 10, 0, 0, 30) with { Presence = new bool[30] };
        Assert.Empty(ContactFinder.Find(Make("ego", Straight("ego", ActorClass.Car, 0, 0, 10, 30), ghost)));
    }

    [Fact]
    public void All_pairs_equal_a_test_of_every_pair_without_the_broad_phase()
    {
        var random = new RandomStream(4);
        var tracks = new Track[40];
        for (int i = 0; i < tracks.Length; i++)
            tracks[i] = Straight("t" + i, ActorClass.Car, random.NextUniform(0, 120), random.NextUniform(0, 40), random.NextUniform(0, 20), 20);
        var found = ContactFinder.Find(Make(null, tracks), new ContactOptions { Scope = ContactScope.AllPairs, RearmUs = 60_000_000 });
        var expected = new List<(string, string)>();
        for (int i = 0; i < tracks.Length; i++)
        {
            for (int j = i + 1; j < tracks.Length; j++)
            {
                if (ContactFinder.Find(Make(null, tracks[i], tracks[j]), new ContactOptions { RearmUs = 60_000_000 }).Count > 0)
                    expected.Add((tracks[i].Id, tracks[j].Id));
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(), found.Select(c => (c.A, c.B)).Order());
    }

    internal static Track Straight(string id, ActorClass kind, double x, double y, double speed, int count, double heading = 0)
    {
        var (sin, cos) = Pinned.SinCos(heading);
        var states = new ActorState[count];
        for (int k = 0; k < count; k++)
            states[k] = new ActorState(x + speed * cos * k * 0.1, y + speed * sin * k * 0.1, heading, speed);
        return Track.FromStates(id, kind, new BodyBox(4.5, 1.8, 1.5, 1.3), 0, states);
    }

    internal static Recording Make(string? ego, params Track[] tracks) => new()
    {
        Name = "contacts",
        StepUs = 100_000,
        StepCount = tracks.Max(t => t.EndStep),
        Map = RoadMap.Empty,
        EgoId = ego,
        Tracks = tracks,
        Provenance = new Provenance { Generator = "test", Version = "1" },
    };
}
