using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Sim.Formats.OpenScenario;
using Sim.Numerics;
using Sim.Tests.OpenScenario;

namespace Sim.Tests.Fuzz;

public sealed class OpenScenarioFuzzTests
{
    private static readonly string[] Tokens =
    [
        "<Position>", "</Position>", "<LanePosition roadId=\"1\" laneId=\"1\" s=\"1\"/>", "<WorldPosition x=\"1e300\" y=\"0\"/>", "<CatalogReference catalogName=\"a\" entryName=\"b\"/>", "<Private entityRef=\"Ego\">", "</Private>",
        "<Route name=\"r\">", "<RouteRef>", "</RouteRef>", "<Trajectory name=\"t\">", "<Vertex time=\"1\">", "<Story name=\"s\">", "</Story>", "<Condition name=\"c\">", "</Condition>", "<ParameterDeclaration name=\"q\" parameterType=\"double\" value=\"$p\"/>",
        "$p", "$q", "${", "}", "${$p/0}", "${((((", "pow(9,999)", "-1", "1e999", "NaN", "INF", "true", "entityRef=\"", "value=\"", "name=\"\"", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<![CDATA[", "]]>", "<!--", "-->", "/>", "<a>", "revMinor=\"3\"",
    ];

    private static readonly string Everything = OpenScenarioElements.Everything();

    // The whole is long; most documents hold a few elements of each kind.
    private static readonly XDocument[] Whole = [XDocument.Parse(Everything), .. Parts().Select(XDocument.Parse)];
    private static readonly Mutator Mutants = new(0x05C, [.. Corpus.Of([Everything, .. Parts(), .. Parts()]).Concat(Corpus.Shared("schemas", "*.xosc"))], Tokens);

    [Fact]
    public void Damaged_OpenSCENARIO_is_read_or_refused_with_its_place() => FuzzRun.Check("fuzz.xosc", Mutants.Make, Read, lines: true);

    [Fact]
    public void OpenSCENARIO_with_elements_lost_doubled_and_exchanged_is_read_or_refused_with_its_place() => FuzzRun.Check("fuzz.xosc", Rebuilt, Read, lines: true);

    private static IEnumerable<string> Parts()
    {
        for (int i = 0; i < OpenScenarioElements.PrivateActions.Length; i++)
        {
            string action = OpenScenarioElements.PrivateActions[i].Xml;
            var entity = OpenScenarioElements.EntityConditions[i % OpenScenarioElements.EntityConditions.Length].Xml;
            var value = OpenScenarioElements.ValueConditions[i % OpenScenarioElements.ValueConditions.Length].Xml;
            var position = OpenScenarioElements.Positions[i % OpenScenarioElements.Positions.Length].Xml;
            yield return OpenScenarioXml.Document(
                OpenScenarioXml.Init($"<GlobalAction>{OpenScenarioElements.GlobalActions[i % OpenScenarioElements.GlobalActions.Length].Xml}</GlobalAction>" + OpenScenarioXml.Private($"<TeleportAction><Position>{position}</Position></TeleportAction>"))
                + OpenScenarioXml.Story($"<PrivateAction>{action}</PrivateAction>", OpenScenarioXml.Start(i % 2 == 0 ? OpenScenarioXml.ByEntity(entity) : OpenScenarioXml.ByValue(value))),
                before: "<ParameterDeclarations><ParameterDeclaration name=\"p\" parameterType=\"double\" value=\"3\"/></ParameterDeclarations>");
        }
    }

    private static void Read(byte[] bytes)
    {
        var file = OpenScenarioReader.Read(bytes, "fuzz.xosc", new OpenScenarioXml.Memory());
        Scenario scenario;
        try
        {
            file.ToScenario(new OpenScenarioOptions { Drive = OpenScenarioDrive.Driver });
            scenario = file.ToScenario();
        }
        catch (InputException)
        {
            // Places that the road network has not are known only now, and have no line any more.
            return;
        }

        SimJson.Parse(JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario), SimJson.Default.Scenario);
    }

    private static byte[] Rebuilt(int index)
    {
        var random = new RandomStream(0x5CE).Fork("document", index);
        var document = new XDocument(Whole[index % 12 == 0 ? 0 : 1 + (index % (Whole.Length - 1))]);
        for (int changes = 1 + random.NextInt(3); changes > 0; changes--)
        {
            var all = document.Root!.Descendants().ToList();
            var at = all[random.NextInt(all.Count)];
            var attributes = at.Attributes().ToList();
            switch (random.NextInt(6))
            {
                case 0:
                    at.Remove();
                    break;
                case 1:
                    at.AddAfterSelf(new XElement(at));
                    break;
                case 2:
                    all[random.NextInt(all.Count)].Add(new XElement(at));
                    break;
                case 3 when attributes.Count > 0:
                    attributes[random.NextInt(attributes.Count)].Remove();
                    break;
                case 4:
                    at.Name = all[random.NextInt(all.Count)].Name;
                    break;
                default:
                    if (attributes.Count > 0)
                    {
                        attributes[random.NextInt(attributes.Count)].Value = random.NextInt(3) == 0 ? Tokens[random.NextInt(Tokens.Length)].Replace("<", "", StringComparison.Ordinal)
                            : ((random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt(20) - 4)).ToString(CultureInfo.InvariantCulture);
                    }

                    break;
            }

            if (document.Root!.Descendants().Count() > 20_000)
            {
                break;
            }
        }

        return Encoding.UTF8.GetBytes(document.ToString());
    }
}
