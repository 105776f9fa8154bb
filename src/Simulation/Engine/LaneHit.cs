namespace Sim.Simulation.Engine;

/// <summary>A point's place on a lane: arc length, offset to the left (m), cursor of the segment.</summary>
internal readonly record struct LaneHit(int Lane, int Cursor, double S, double D);
