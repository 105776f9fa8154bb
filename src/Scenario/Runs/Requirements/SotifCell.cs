namespace Sim;

/// <summary>Cases of one category of ISO 34502 in one area of ISO 21448.</summary>
/// <param name="Category">perception, traffic, vehicle-control, or empty where nobody says.</param>
/// <param name="Area">1 known and not hazardous, 2 known and hazardous, 3 unknown and hazardous, 4 unknown and not hazardous.</param>
/// <param name="Cases">Ids, sorted.</param>
public sealed record SotifCell(string Category, int Area, IReadOnlyList<string> Cases);
