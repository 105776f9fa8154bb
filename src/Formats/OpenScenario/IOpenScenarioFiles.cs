using Sim.Maps;

namespace Sim.Formats.OpenScenario;

/// <summary>
/// The files that an OpenSCENARIO file may name. An implementation decides what may be read (law 5: only below the suite's folder and declared
/// roots) and throws <see cref="InputException"/> for what may not.
/// </summary>
public interface IOpenScenarioFiles
{
    /// <summary>The file at a path relative to the one that names it; null when there is none.</summary>
    /// <param name="path">Path as the file has it.</param>
    /// <param name="from">The file that names it, as <see cref="OpenScenarioSource.File"/> or as given to the reader.</param>
    OpenScenarioSource? Find(string path, string from);

    /// <summary>The .xosc files of a folder, in ordinal order; empty when there is no such folder.</summary>
    /// <param name="folder">Path as the file has it.</param>
    /// <param name="from">The file that names it.</param>
    IReadOnlyList<OpenScenarioSource> Catalogs(string folder, string from);

    /// <summary>A road network that the user gave a name ("Town01"), with its road lines; null when there is none.</summary>
    /// <param name="name">What the file's LogicFile says.</param>
    RoadMap? Map(string name);
}
