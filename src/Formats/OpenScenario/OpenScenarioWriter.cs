using System.Text;
using System.Xml;
using Sim.Maps;
using Sim.Storyboards;
using static Sim.Formats.OpenScenario.OscOut;

namespace Sim.Formats.OpenScenario;

/// <summary>
/// Writes a <see cref="Scenario"/> as ASAM OpenSCENARIO XML 1.1: positions in the world, timed trajectories, the scenario's own storyboard. Other tools
/// execute that; <see cref="OpenScenarioReader"/> gets the very scenario back, from a property of the ego, as long as nobody edits the file. The
/// road network is a file of its own beside it. Equal scenarios give equal bytes on every machine. Safe for concurrent use.
/// </summary>
public static class OpenScenarioWriter
{
    /// <summary>Writes a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="logicFile">Name of the road network's file; empty: none.</param>
    /// <returns>What OpenSCENARIO has no words for, sentences; empty when other tools are told everything.</returns>
    /// <exception cref="InputException">A name holds what XML cannot.</exception>
    public static IReadOnlyList<string> Write(Scenario scenario, Stream output, string logicFile = "")
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(logicFile);
        var losses = new OscLosses();
        string packed = OscPayload.Pack(scenario);
        bool carries = packed.Length <= OscPayload.MaxChars && scenario.Actors.Any(a => a.Id == scenario.EgoId);
        if (!carries)
        {
            losses.Add("the scenario is too large to lie in the file as a whole; it reads back as far as OpenSCENARIO has words for it");
        }

        try
        {
            var board = OscFlat.InWorld(new OscMotionStory(scenario, losses).Build(), scenario.Map, losses);
            using var buffer = new MemoryStream();
            using (var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = "  ", NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize }))
            {
                Document(writer, scenario, board, logicFile, carries, losses);
            }

            byte[] document = buffer.ToArray();
            output.Write(carries ? OscPayload.Fill(document, packed) : document);
        }
        catch (Exception e) when (e is ArgumentException or XmlException)
        {
            throw new InputException($"the scenario '{scenario.Name}' has an id or a name that XML cannot hold: {e.Message}", inner: e);
        }

        return losses.All;
    }

    private static void Document(XmlWriter writer, Scenario scenario, Storyboard board, string logicFile, bool carries, OscLosses losses)
    {
        var xml = new OscOut(writer);
        var positions = new OscPositionXml(xml);
        var actions = new OscActionXml(xml, positions, losses);
        var conditions = new OscConditionXml(xml, positions, losses);
        writer.WriteStartDocument();
        xml.Element("OpenSCENARIO", () =>
        {
            xml.Element("FileHeader", () =>
            {
                if (scenario.Provenance.Licence.Length > 0)
                {
                    xml.Empty("License", ("name", scenario.Provenance.Licence));
                }
            }, ("revMajor", "1"), ("revMinor", board.Version == "1.2" || board.Stories.Count == 0 ? "2" : "1"), ("date", "2000-01-01T00:00:00"), ("description", scenario.Name), ("author", "sim"));
            Values(xml, "Parameter", board.Parameters);
            Values(xml, "Variable", board.Variables);
            xml.Empty("CatalogLocations");
            xml.Element("RoadNetwork", () => Roads(xml, board, logicFile));
            xml.Element("Entities", () => Entities(xml, scenario, board, carries));
            xml.Element("Storyboard", () => Board(xml, board, actions, conditions));
        });
        writer.WriteEndDocument();
    }

    private static void Values(OscOut xml, string kind, IReadOnlyList<StoryboardValue> values)
    {
        if (values.Count > 0)
        {
            xml.Element(kind + "Declarations", () =>
            {
                foreach (var value in values)
                {
                    xml.Empty(kind + "Declaration", ("name", value.Name), (kind == "Parameter" ? "parameterType" : "variableType", OscParameters.TypeWord(value.Type)), ("value", value.Value));
                }
            });
        }
    }

    private static void Roads(OscOut xml, Storyboard board, string logicFile)
    {
        if (logicFile.Length > 0)
        {
            xml.Empty("LogicFile", ("filepath", logicFile));
        }

        if (board.SignalControllers.Count == 0)
        {
            return;
        }

        xml.Element("TrafficSignals", () =>
        {
            foreach (var controller in board.SignalControllers)
            {
                xml.Element("TrafficSignalController", () =>
                {
                    foreach (var phase in controller.Phases)
                    {
                        xml.Element("Phase", () =>
                        {
                            foreach (var state in phase.States)
                            {
                                xml.Empty("TrafficSignalState", ("trafficSignalId", state.SignalId), ("state", state.State));
                            }

                            if (phase.GroupState is { } group)
                            {
                                xml.Empty("TrafficSignalGroupState", ("state", group));
                            }
                        }, ("name", phase.Name), ("duration", Number(phase.DurationS)));
                    }
                }, ("name", controller.Name), ("delay", Number(controller.DelayS)), ("reference", controller.ReferenceName));
            }
        });
    }

    private static void Entities(OscOut xml, Scenario scenario, Storyboard board, bool carries)
    {
        foreach (var actor in scenario.Actors)
        {
            var known = board.Entities.FirstOrDefault(e => e.Id == actor.Id);
            xml.Element("ScenarioObject", () =>
            {
                OscBodyXml.Write(xml, actor, known, carries && actor.Id == scenario.EgoId);
                foreach (var controller in known?.Controllers ?? [])
                {
                    xml.Element("ObjectController", () => OscActionXml.Controller(xml, controller));
                }
            }, ("name", actor.Id));
        }

        foreach (var selection in board.Selections)
        {
            xml.Element("EntitySelection", () => xml.Element("Members", () =>
            {
                foreach (string id in selection.Members)
                {
                    xml.Empty("EntityRef", ("entityRef", id));
                }
            }), ("name", selection.Name));
        }
    }

    private static void Board(OscOut xml, Storyboard board, OscActionXml actions, OscConditionXml conditions)
    {
        xml.Element("Init", () => xml.Element("Actions", () =>
        {
            foreach (var action in board.Init.Actions)
            {
                actions.Action(action);
            }

            foreach (var entity in board.Init.Entities)
            {
                xml.Element("Private", () =>
                {
                    foreach (var action in entity.Actions.OfType<PrivateAction>())
                    {
                        actions.Action(action);
                    }
                }, ("entityRef", entity.EntityId));
            }
        }));
        foreach (var story in board.Stories)
        {
            xml.Element("Story", () =>
            {
                foreach (var act in story.Acts)
                {
                    Act(xml, act, actions, conditions);
                }
            }, ("name", story.Name));
        }

        conditions.Trigger("StopTrigger", board.StopTrigger ?? new StoryTrigger([]));
    }

    private static void Act(OscOut xml, StoryAct act, OscActionXml actions, OscConditionXml conditions) => xml.Element("Act", () =>
    {
        foreach (var group in act.Groups)
        {
            xml.Element("ManeuverGroup", () =>
            {
                xml.Element("Actors", () =>
                {
                    foreach (string id in group.Actors)
                    {
                        xml.Empty("EntityRef", ("entityRef", id));
                    }
                }, ("selectTriggeringEntities", Flag(group.SelectTriggeringEntities)));
                foreach (var manoeuvre in group.Manoeuvres)
                {
                    xml.Element("Maneuver", () =>
                    {
                        foreach (var item in manoeuvre.Events)
                        {
                            Event(xml, item, actions, conditions);
                        }
                    }, ("name", manoeuvre.Name));
                }
            }, ("name", group.Name), ("maximumExecutionCount", Number(group.MaxExecutions)));
        }

        conditions.Trigger("StartTrigger", act.StartTrigger ?? Always);
        conditions.Trigger("StopTrigger", act.StopTrigger);
    }, ("name", act.Name));

    private static void Event(OscOut xml, StoryEvent item, OscActionXml actions, OscConditionXml conditions) => xml.Element("Event", () =>
    {
        foreach (var action in item.Actions)
        {
            xml.Element("Action", () => actions.Action(action.Action), ("name", action.Name));
        }

        conditions.Trigger("StartTrigger", item.StartTrigger ?? Always);
    }, ("name", item.Name), ("maximumExecutionCount", Number(item.MaxExecutions)), ("priority", Word(OscWords.Priorities, item.Priority)));

    // The schema asks for a trigger where there is none.
    private static readonly StoryTrigger Always = new([new TriggerGroup([new SimulationTimeCondition { Name = "at once", ValueS = 0, Rule = ValueRule.GreaterOrEqual }])]);
}
