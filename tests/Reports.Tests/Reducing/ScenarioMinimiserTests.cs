using System.Text.Json;
using Sim.Geometry;
using Sim.Maps;
using Sim.Reports.Reducing;

namespace Sim.Tests.Reports;

public sealed class ScenarioMinimiserTests
{
    [Fact]
    public void What_is_needed_stays_the_rest_goes_and_no_single_element_of_the_result_can_go()
    {
        var trials = new Trials(s => Van(s) is { Speeds: [.., { SpeedMps: 0, RateMps2: >= 5.25 }] } && s.Environment.Friction <= 0.655);
        var found = trials.Minimise(Planted());

        Assert.True(found.Complete);
        Assert.Equal(["friction (0.4)", "actor 'van' (van)", "motion of 'van'", "speed step 2 of 'van'"], found.Elements.Where(e => e.Required).Select(e => e.Name));
        Assert.Equal(
            ["rain (5 mm/h)", "fog (60 m)", "light (night)", "tag road = rural", "goal 1 of the ego", "desired speed of the ego", "trigger of 'van'", "speed step 1 of 'van'",
                "actor 'p1' (parked vehicle)", "actor 'p2' (parked vehicle)", "actor 'far' (truck)", "motion of 'far'"],
            found.Elements.Where(e => !e.Required).Select(e => e.Name));
        Assert.Equal([new("friction", "", 0.4, 0.65, 1, 0.66), new("rate of speed step 2 of 'van'", "m/s²", 8, 5.3, 2, 5.2)], found.Numbers);
        Assert.Equal(["ego", "van"], found.Scenario.Actors.Select(a => a.Id));
        Assert.True(trials.Fails(found.Scenario));
        Assert.All(ScenarioElements.Of(found.Scenario), e => Assert.False(trials.Fails(e.Without(found.Scenario)), e.Name));
    }

    [Fact]
    public void Whatever_the_predicate_the_result_is_one_minimal_and_the_same_again()
    {
        var original = Planted();
        for (int seed = 0; seed < 40; seed++)
        {
            // A rule of the elements that are there: some combinations fail, others do not, in no order at all.
            string whole = Names(original);
            int kind = seed;
            bool Fails(Scenario s) => Names(s) == whole || Mixed(Names(s), kind) % 4 == 0;
            var trials = new Trials(Fails);
            var found = trials.Minimise(original);

            Assert.True(Fails(found.Scenario));
            Assert.All(ScenarioElements.Of(found.Scenario), e => Assert.False(Fails(e.Without(found.Scenario))));
            Assert.Equal(Text(found.Scenario), Text(new Trials(Fails).Minimise(original).Scenario));
        }
    }

    [Fact]
    public void When_it_is_stopped_it_gives_the_best_so_far()
    {
        var trials = new Trials(s => Van(s) is not null) { Limit = 12 };
        var found = trials.Minimise(Planted());

        Assert.False(found.Complete);
        Assert.Equal(12, trials.Asked);
        Assert.True(trials.Predicate(found.Scenario));
        Assert.True(found.Scenario.Actors.Count < Planted().Actors.Count || ScenarioElements.Of(found.Scenario).Count < ScenarioElements.Of(Planted()).Count);
    }

    [Fact]
    public void Elements_do_not_depend_on_the_order_in_which_they_go()
    {
        var original = Planted();
        var elements = ScenarioElements.Of(original);
        for (int i = 0; i < elements.Count; i++)
        {
            int[] kept = [.. Enumerable.Range(0, elements.Count).Where(k => k != i)];
            Assert.Equal(Text(elements[i].Without(original)), Text(ScenarioElements.Keep(original, elements, kept)));
            Assert.Equal(Text(elements[i].Without(original)), Text(elements[i].Name.StartsWith("speed step", StringComparison.Ordinal) ? elements[i].Without(original) : elements[i].Without(elements[i].Without(original))));
        }

        var bare = ScenarioElements.Keep(original, elements, []);
        Assert.Equal("ego", Assert.Single(bare.Actors).Id);
        Assert.Equal(new WorldEnvironment() with { Odd = bare.Environment.Odd }, bare.Environment);
        Assert.Empty(bare.Environment.Odd);
        Assert.Empty(ScenarioElements.Of(bare));
    }

    [Fact]
    public void The_gap_is_moved_along_the_egos_heading_with_everything_that_hangs_on_it()
    {
        var original = Planted();
        var gap = ScenarioValues.Of(original, "van").Single(v => v.Name == "gap");
        var moved = gap.With(original, gap.Value + 10).Actors.Single(a => a.Id == "van");

        Assert.Equal(40, gap.Value, 9);
        Assert.Equal([gap.Value + 100], gap.Ends);
        Assert.Equal((50.0, 0.0), (Math.Round(moved.Initial.X, 9), Math.Round(moved.Initial.Y, 9)));
        Assert.Equal(50, ((FollowPathBehaviour)moved.Behaviour).Path.Points[0].X, 9);
        Assert.Equal(["gap", "trigger_gap", "friction", "ego_speed"], ScenarioValues.Of(original, "van").Select(v => v.Name));
        Assert.Equal(["friction", "ego_speed"], ScenarioValues.Of(original, null).Select(v => v.Name));
    }

    private static FollowPathBehaviour? Van(Scenario scenario) => scenario.Actors.FirstOrDefault(a => a.Id == "van")?.Behaviour as FollowPathBehaviour;

    private static string Names(Scenario scenario) => string.Join('\n', ScenarioElements.Of(scenario).Select(e => e.Name));

    private static uint Mixed(string text, int kind) => text.Aggregate(2166136261u + (uint)kind, (hash, c) => (hash ^ c) * 16777619u) >> 7;

    private static string Text(Scenario scenario) => JsonSerializer.Serialize(scenario, SimJson.Default.Scenario);

    private static Scenario Planted()
    {
        static Actor Actor(string id, ActorClass kind, double x, double y, Behaviour behaviour, double speed = 0) =>
            new() { Id = id, Class = kind, Body = new(4.5, 1.8), Initial = new(x, y, 0, speed), Behaviour = behaviour };
        return new Scenario
        {
            Name = "planted",
            Map = RoadMap.Empty,
            StepUs = 100_000,
            HorizonUs = 5_000_000,
            EgoId = "ego",
            Actors =
            [
                Actor("ego", ActorClass.Car, 0, 0, new DriverBehaviour(), 20),
                Actor("van", ActorClass.Van, 40, 0, new FollowPathBehaviour
                {
                    Path = new Polyline([new(40, 0), new(400, 0)]),
                    Speeds = [new(0, 18, 1), new(1_000_000, 0, 8)],
                    Trigger = new() { GapM = 60 },
                }, 20),
                Actor("p1", ActorClass.ParkedVehicle, 20, -4, new StationaryBehaviour()),
                Actor("p2", ActorClass.ParkedVehicle, 30, -4, new StationaryBehaviour()),
                Actor("far", ActorClass.Truck, 300, 8, new ConstantVelocityBehaviour(), 15),
            ],
            Task = new() { Goals = [new() { LaneIds = ["x"] }], DesiredSpeedMps = 22 },
            Environment = new() { RainMmph = 5, FogVisibilityM = 60, Light = "night", Friction = 0.4, Odd = Ordered.Copy([new("road", "rural")]) },
            Provenance = new() { Generator = "test" },
        };
    }

    private sealed class Trials(Func<Scenario, bool> predicate)
    {
        public Func<Scenario, bool> Predicate => predicate;

        public int Limit { get; init; } = int.MaxValue;

        public int Asked { get; private set; }

        public MinimisedScenario Minimise(Scenario original) => new ScenarioMinimiser(original, Fails, static _ => { }).Run();

        public bool Fails(Scenario scenario) => Asked == Limit ? throw new TrialLimitException() : Counted(scenario);

        private bool Counted(Scenario scenario)
        {
            Asked++;
            return predicate(scenario);
        }
    }
}
