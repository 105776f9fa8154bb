using Sim.Maps;

namespace Sim.Reports.Ci;

/// <summary>All rules for files.</summary>
internal static class FindingRules
{
    /// <summary>A suite cannot be read or planned.</summary>
    public static readonly FindingRule Suite = new("SIM001", "InvalidSuite", FindingLevel.Error, "suite", "A suite cannot be read or planned.",
        "sim run would end with exit code 2. The message says what was found, what was expected and what to do; sim schema writes a JSON Schema for editors.");

    /// <summary>A vehicle cannot be read.</summary>
    public static readonly FindingRule Vehicle = new("SIM002", "InvalidVehicle", FindingLevel.Error, "vehicle", "A vehicle file cannot be read.",
        "A suite that names it ends with exit code 2. The message says what was found and what was expected.");

    /// <summary>A scenario cannot be read, or would be refused.</summary>
    public static readonly FindingRule Scenario = new("SIM003", "InvalidScenario", FindingLevel.Error, "scenario", "A scenario cannot be read, or would be refused.",
        "A run counts a refused scenario neither as passed nor as failed: it tests nothing. The message says why.");

    /// <summary>A map or recording cannot be read.</summary>
    public static readonly FindingRule Unreadable = new("SIM004", "UnreadableFile", FindingLevel.Error, "file", "A map, recording or other file cannot be read.",
        "Cases that need it end in an error. The message says where reading stopped and what was expected.");

    /// <summary>An OpenDRIVE file that is hardly meant.</summary>
    public static readonly FindingRule OpenDrive = new("SIM120", "DoubtfulOpenDrive", FindingLevel.Warning, "map", "An OpenDRIVE file holds what is hardly meant.",
        "The file can be read, but its reference lines have gaps, its links lead nowhere or its lanes have no area. Mend it in the editor that it comes from.");

    /// <summary>A waiver that ended.</summary>
    public static readonly FindingRule WaiverExpired = new("SIM201", "WaiverExpired", FindingLevel.Error, "waiver", "A waiver under known: has expired.",
        "The cases that it covered count as failed again, and the run ends with exit code 1. Mend the cause, or extend the waiver with a reason.");

    /// <summary>A waiver of cases that pass.</summary>
    public static readonly FindingRule WaiverPasses = new("SIM202", "WaiverPasses", FindingLevel.Error, "waiver", "A waiver under known: covers cases that pass.",
        "A waiver that is not needed hides the next failure. Remove it, or narrow its pattern to the cases that still fail.");

    /// <summary>A waiver of nothing.</summary>
    public static readonly FindingRule WaiverUnmatched = new("SIM203", "WaiverUnmatched", FindingLevel.Warning, "waiver", "A waiver under known: matches no case.",
        "Its pattern is misspelt, or its cases are gone. Case ids: sim run SUITE --list.");

    /// <summary>A requirement without cases.</summary>
    public static readonly FindingRule RequirementUntested = new("SIM301", "RequirementUntested", FindingLevel.Warning, "requirement", "No case covers a requirement.",
        "A requirement that nothing covers is never green. Name it in covers: of an entry whose cases test it.");

    /// <summary>A requirement that nobody declares.</summary>
    public static readonly FindingRule RequirementUnknown = new("SIM302", "RequirementUnknown", FindingLevel.Warning, "requirement", "A case covers a requirement that no file declares.",
        "The id under covers: is misspelt, or the requirement is missing in the files under requirements:.");

    /// <summary>A case without a requirement.</summary>
    public static readonly FindingRule CaseWithoutRequirement = new("SIM303", "CaseWithoutRequirement", FindingLevel.Note, "requirement", "Cases cover no requirement.",
        "Where requirements are declared, a case that covers none cannot be traced. Add covers: to its entry.");

    private static readonly (MapRule Rule, string Short, string Help)[] Maps =
    [
        (MapRule.UniqueId, "Two elements of a map have one id.", "Whatever names the id may mean either. Rename one."),
        (MapRule.KnownReference, "A map names an element that does not exist.", "The link leads nowhere: traffic ends there, or a light governs nothing. Correct the id, or add the element."),
        (MapRule.EqualPointCount, "Bounds, centreline and profiles of a lane differ in their number of points.", "Cross-sections cannot be told. Sample all of them at the same stations."),
        (MapRule.FiniteNumber, "A number of a map is not finite, or a speed limit not positive.", "Replace it by a finite number, or leave it out."),
        (MapRule.PositiveLength, "A lane has no length.", "Remove the lane, or give its centreline two different points."),
        (MapRule.BoundsInOrder, "A lane's left bound lies to the right of its right bound.", "Vehicles on it would be off the road. Swap the bounds, or correct the width."),
        (MapRule.SimpleOutline, "A lane's outline crosses itself.", "What lies inside the lane cannot be told. Correct bounds that cross."),
        (MapRule.MutualLink, "Lanes do not link each other back.", "Routes depend on the direction of search. Name the lane as predecessor and successor on both sides."),
        (MapRule.JoinedEnds, "Lanes that are linked do not meet.", "A vehicle would jump at the joint. Move the ends together."),
        (MapRule.MutualNeighbour, "Neighbouring lanes do not name each other back.", "Lane changes work in one direction only. Name the neighbour on both sides."),
    ];

    /// <summary>All rules in the order of their ids.</summary>
    public static IReadOnlyList<FindingRule> All { get; } =
    [
        Suite, Vehicle, Scenario, Unreadable,
        .. Maps.Select(m => new FindingRule($"SIM{101 + (int)m.Rule}", m.Rule.ToString(), FindingLevel.Warning, "map", m.Short, m.Help)),
        OpenDrive, WaiverExpired, WaiverPasses, WaiverUnmatched, RequirementUntested, RequirementUnknown, CaseWithoutRequirement,
    ];

    /// <summary>The rule for a kind of finding in maps.</summary>
    public static FindingRule Of(MapRule rule) => All.First(r => r.Name == rule.ToString());
}
