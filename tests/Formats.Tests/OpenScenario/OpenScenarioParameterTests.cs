using Sim.Formats.OpenScenario;
using Sim.Storyboards;
using static Sim.Tests.OpenScenario.OpenScenarioXml;

namespace Sim.Tests.OpenScenario;

public sealed class OpenScenarioParameterTests
{
    private const string Declared = """
        <ParameterDeclarations>
          <ParameterDeclaration name="v" parameterType="double" value="12"/>
          <ParameterDeclaration name="w" parameterType="double" value="${$v / 4 + 1}"/>
          <ParameterDeclaration name="who" parameterType="string" value="Other"/>
          <ParameterDeclaration name="on" parameterType="boolean" value="1"/>
        </ParameterDeclarations>
        """;

    [Theory]
    [InlineData("$v", 12)]
    [InlineData("$w", 4)]
    [InlineData("${$v * 2 - 3}", 21)]
    [InlineData("${ -$v + 20 }", 8)]
    [InlineData("${(1 + 2) * 3 % 4}", 1)]
    [InlineData("${pow($w, 2) / sqrt(16)}", 4)]
    [InlineData("${round(2.5) + floor(-1.5) + ceil(1.2)}", 3)]
    [InlineData("${max(1, min(5, 3)) * sign(-2) + abs(-4)}", 1)]
    [InlineData("${sin(0) + cos(0) + tan(0) + asin(0) + acos(1) + atan(0)}", 1)]
    [InlineData("${1e1 - 2.5e-1}", 9.75)]
    public void References_and_expressions_are_resolved(string text, double expected) =>
        Assert.Equal(expected, Speed(Read(Speeding(text, Declared))));

    [Theory]
    [InlineData("$x", "found the parameter \"$x\" in <AbsoluteTargetSpeed>, which is not declared")]
    [InlineData("${$x}", "the parameter 'x' is not declared")]
    [InlineData("${1 / 0}", "it divides by zero")]
    [InlineData("${1 +}", "it ends where a number, $parameter or function is expected")]
    [InlineData("${system(1)}", "'system' is no function of OpenSCENARIO")]
    [InlineData("${sqrt(-1)}", "it takes the root of a negative number")]
    [InlineData("${1 2}", "found '2' after the expression")]
    [InlineData("${$who + 1}", "the parameter 'who' is 'Other', which is no number")]
    [InlineData("${pow(1e300, 9)}", "the value is not a finite number")]
    [InlineData("${true}", "expected a finite number")]
    [InlineData("${1", "expected it to end with '}'")]
    public void Wrong_expressions_are_refused_with_the_reason(string text, string reason)
    {
        var e = Assert.Throws<InputException>(() => Read(Speeding(text, Declared)));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.True(e is { Line: > 0, File: "test.xosc" });
    }

    [Fact]
    public void Nested_expressions_are_bounded()
    {
        string deep = "${" + new string('(', 5000) + "1" + new string(')', 5000) + "}";
        Assert.Contains("nested more than 64 deep", Assert.Throws<InputException>(() => Read(Speeding(deep, Declared))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_values_go_before_the_files_and_must_be_declared()
    {
        var file = Read(Speeding("$w", Declared), Ordered.Copy([KeyValuePair.Create("v", "40")]));
        Assert.Equal(11, Speed(file));
        Assert.Equal("40", file.Storyboard!.Parameters.Single(p => p.Name == "v").Value);
        var e = Assert.Throws<InputException>(() => Read(Speeding("$w", Declared), Ordered.Copy([KeyValuePair.Create("vv", "40")])));
        Assert.Contains("the scenario declares no parameter 'vv'; did you mean 'v'?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_declaration_wins_and_ends_with_its_element()
    {
        string inner = Story("<PrivateAction>" + Action("$v") + "</PrivateAction>").Replace("<Story name=\"s\">", "<Story name=\"s\"><ParameterDeclarations><ParameterDeclaration name=\"v\" parameterType=\"double\" value=\"7\"/></ParameterDeclarations>", StringComparison.Ordinal);
        string outer = Story("<PrivateAction>" + Action("$v") + "</PrivateAction>");
        var board = Read(Document(inner + outer, before: Declared)).Storyboard!;
        Assert.Equal([7, 12], board.Stories.Select(s => Target(s.Acts[0].Groups[0].Manoeuvres[0].Events[0].Actions[0].Action)));
    }

    [Fact]
    public void Parameters_and_variables_are_kept_with_their_types()
    {
        var board = Read(Speeding("1", Declared + "<VariableDeclarations><VariableDeclaration name=\"n\" variableType=\"int\" value=\"3\"/></VariableDeclarations>")).Storyboard!;
        Assert.Equal([new("v", StoryboardValueType.Number, "12"), new("w", StoryboardValueType.Number, "4"), new("who", StoryboardValueType.Text, "Other"), new("on", StoryboardValueType.Flag, "true")], board.Parameters);
        Assert.Equal([new("n", StoryboardValueType.Whole, "3")], board.Variables);
    }

    [Theory]
    [InlineData("5", true)]
    [InlineData("15", false)]
    [InlineData("30", true)]
    public void Constraint_groups_hold_the_value(string value, bool allowed)
    {
        string declared = $"""
            <ParameterDeclarations><ParameterDeclaration name="v" parameterType="double" value="{value}">
              <ConstraintGroup><ValueConstraint rule="greaterOrEqual" value="0"/><ValueConstraint rule="lessThan" value="10"/></ConstraintGroup>
              <ConstraintGroup><ValueConstraint rule="equalTo" value="30"/></ConstraintGroup>
            </ParameterDeclaration></ParameterDeclarations>
            """;
        var error = Record.Exception(() => Read(Speeding("$v", declared)));
        Assert.Equal(allowed, error is null);
        Assert.True(error is null or InputException);
    }

    [Fact]
    public void Catalog_entries_come_with_their_own_parameters_and_the_references_assignments()
    {
        string catalog = Catalog("Cars", Car.Replace("name=\"sedan\"", "name=\"entry\"", StringComparison.Ordinal)
            .Replace("<ParameterDeclarations/>", "<ParameterDeclarations><ParameterDeclaration name=\"size\" parameterType=\"double\" value=\"4\"/></ParameterDeclarations>", StringComparison.Ordinal)
            .Replace("length=\"4.6\"", "length=\"$size\"", StringComparison.Ordinal));
        string entities = Reference("Ego", "") + Reference("Other", "<ParameterAssignments><ParameterAssignment parameterRef=\"size\" value=\"${$v / 2}\"/></ParameterAssignments>");
        var file = Read(Document("", entities: entities, before: Declared), files: new Memory(("cars.xosc", catalog)));
        Assert.Equal([4, 6], file.Entities.Select(e => e.Body.LengthM));
        Assert.Equal(["cars.xosc"], file.Parents);
    }

    [Fact]
    public void A_manoeuvre_of_a_catalog_runs_with_its_assignments()
    {
        string catalog = Catalog("Moves", "<Maneuver name=\"go\"><ParameterDeclarations><ParameterDeclaration name=\"to\" parameterType=\"double\" value=\"1\"/></ParameterDeclarations><Event name=\"e\" priority=\"skip\"><Action name=\"x\"><PrivateAction>" + Action("$to") + "</PrivateAction></Action></Event></Maneuver>");
        string story = "<Story name=\"s\"><Act name=\"a\"><ManeuverGroup name=\"g\"><Actors selectTriggeringEntities=\"true\"/><CatalogReference catalogName=\"Moves\" entryName=\"go\"><ParameterAssignments><ParameterAssignment parameterRef=\"to\" value=\"9\"/></ParameterAssignments></CatalogReference></ManeuverGroup></Act></Story>";
        var group = Read(Document(story), files: new Memory(("moves.xosc", catalog))).Storyboard!.Stories[0].Acts[0].Groups[0];
        Assert.True(group.SelectTriggeringEntities);
        Assert.Equal(9, Target(group.Manoeuvres[0].Events[0].Actions[0].Action));
    }

    [Theory]
    [InlineData("Cras", "entry", "found catalogName=\"Cras\" in <CatalogReference>; expected a catalog in one of the folders of <CatalogLocations>; did you mean 'Cars'?")]
    [InlineData("Cars", "entri", "expected an entry of the catalog 'Cars'; did you mean 'entry'?")]
    public void A_reference_to_what_is_not_there_names_what_is(string catalog, string entry, string message)
    {
        string text = Document("", entities: Reference("Ego", "").Replace("Cars", catalog, StringComparison.Ordinal).Replace("\"entry\"", $"\"{entry}\"", StringComparison.Ordinal));
        var e = Assert.Throws<InputException>(() => Read(text, files: new Memory(("cars.xosc", Catalog("Cars", Car.Replace("sedan", "entry", StringComparison.Ordinal))))));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogs_that_refer_to_themselves_end()
    {
        string route = "<Route name=\"r\"><Waypoint routeStrategy=\"shortest\"><Position><RoutePosition><RouteRef><CatalogReference catalogName=\"Routes\" entryName=\"r\"/></RouteRef><InRoutePosition><FromCurrentEntity entityRef=\"Ego\"/></InRoutePosition></RoutePosition></Position></Waypoint><Waypoint routeStrategy=\"shortest\">" + At + "</Waypoint></Route>";
        string text = Document(Init(Private("<RoutingAction><AssignRouteAction><CatalogReference catalogName=\"Routes\" entryName=\"r\"/></AssignRouteAction></RoutingAction>")));
        Assert.Contains("more than 8 deep", Assert.Throws<InputException>(() => Read(text, files: new Memory(("r.xosc", Catalog("Routes", route))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalog_is_read_on_its_own()
    {
        var file = Read(Catalog("Cars", Car + "<Controller name=\"c\"><Properties/></Controller><Maneuver name=\"m\"><Event name=\"e\" priority=\"skip\"><Action name=\"x\"><PrivateAction>" + Action("$open") + "</PrivateAction></Action></Event></Maneuver>"));
        Assert.Equal((OpenScenarioContent.Catalog, "Cars"), (file.Content, file.CatalogName));
        Assert.Equal(["sedan", "c", "m"], file.Entries);
        Assert.Contains(file.Unsupported, u => u.Reason.Contains("on its own this entry cannot be read: found the parameter \"$open\"", StringComparison.Ordinal));
        Assert.Contains("holds a catalog and no scenario", Assert.Throws<InputException>(() => file.ToScenario()).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Read(Catalog("Cars", Car.Replace("length=\"4.6\"", "length=\"long\"", StringComparison.Ordinal))));
    }

    [Fact]
    public void Deterministic_distributions_become_every_combination()
    {
        var file = Read(Distribution("""
            <Deterministic>
              <DeterministicMultiParameterDistribution><ValueSetDistribution>
                <ParameterValueSet><ParameterAssignment parameterRef="a" value="1"/><ParameterAssignment parameterRef="b" value="x"/></ParameterValueSet>
                <ParameterValueSet><ParameterAssignment parameterRef="a" value="2"/></ParameterValueSet>
              </ValueSetDistribution></DeterministicMultiParameterDistribution>
              <DeterministicSingleParameterDistribution parameterName="c"><DistributionRange stepWidth="0.2"><Range lowerLimit="1.1" upperLimit="1.5"/></DistributionRange></DeterministicSingleParameterDistribution>
            </Deterministic>
            """));
        Assert.Equal((OpenScenarioContent.Distribution, "cut-in.xosc"), (file.Content, file.ScenarioFile));
        Assert.Equal(["a=1,b=x,c=1.1", "a=1,b=x,c=1.3", "a=1,b=x,c=1.5", "a=2,c=1.1", "a=2,c=1.3", "a=2,c=1.5"], file.ParameterSets.Select(s => string.Join(',', s.Values.Select(v => $"{v.Key}={v.Value}"))));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], file.ParameterSets.Select(s => s.Name));
    }

    [Fact]
    public void Stochastic_distributions_are_named_as_unsupported()
    {
        var file = Read(Distribution("<Stochastic numberOfTestRuns=\"9\"><StochasticDistribution parameterName=\"a\"/></Stochastic>"));
        Assert.Empty(file.ParameterSets);
        Assert.Contains(file.Unsupported, u => u.Path == "OpenSCENARIO/ParameterValueDistribution/Stochastic" && u.Reason.StartsWith("stochastic distributions are not supported", StringComparison.Ordinal));
    }

    [Fact]
    public void Distributions_are_bounded()
    {
        string many = string.Concat(Enumerable.Repeat("<DeterministicSingleParameterDistribution parameterName=\"c\"><DistributionRange stepWidth=\"1\"><Range lowerLimit=\"0\" upperLimit=\"999\"/></DistributionRange></DeterministicSingleParameterDistribution>", 3));
        Assert.Contains("at most 100000 combinations", Assert.Throws<InputException>(() => Read(Distribution($"<Deterministic>{many}</Deterministic>"))).Message, StringComparison.Ordinal);
    }

    private static string Distribution(string inner) => $"""<OpenSCENARIO><FileHeader revMajor="1" revMinor="2" date="" description="" author=""/><ParameterValueDistribution><ScenarioFile filepath="cut-in.xosc"/>{inner}</ParameterValueDistribution></OpenSCENARIO>""";

    private static string Catalog(string name, string entries) => $"""<OpenSCENARIO><FileHeader revMajor="1" revMinor="1" date="" description="" author=""/><Catalog name="{name}">{entries}</Catalog></OpenSCENARIO>""";

    private static string Reference(string name, string assignments) => $"""<ScenarioObject name="{name}"><CatalogReference catalogName="Cars" entryName="entry">{assignments}</CatalogReference></ScenarioObject>""";

    private static string Action(string value) => $"<LongitudinalAction><SpeedAction><SpeedActionDynamics dynamicsShape=\"step\" dynamicsDimension=\"time\" value=\"0\"/><SpeedActionTarget><AbsoluteTargetSpeed value=\"{value}\"/></SpeedActionTarget></SpeedAction></LongitudinalAction>";

    private static string Speeding(string value, string declared) => Document(Init(Private(Action(value))), before: declared);

    private static double Speed(OpenScenarioFile file) => Target(file.Storyboard!.Init.Entities[0].Actions[0]);

    private static double Target(StoryboardAction action) => ((SpeedAction)action).Target.Value;
}
