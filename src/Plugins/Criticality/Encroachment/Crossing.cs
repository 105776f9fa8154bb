namespace Sim.Plugins.Criticality.Encroachment;

/// <summary>How the ego and another actor use the place where their ways cross. Steps of the recording. Plain value.</summary>
/// <param name="Other">The other actor.</param>
/// <param name="PetS">Shortest time between one box leaving a place there and the other reaching it, s; 0 when both are there at once.</param>
/// <param name="EgoStep">The ego's step of that shortest time.</param>
/// <param name="OtherStep">The other's step of it.</param>
/// <param name="EgoEnter">First step at which the ego is on the shared place.</param>
/// <param name="EgoExit">Last step at which it is.</param>
/// <param name="OtherEnter">First step at which the other is.</param>
/// <param name="OtherExit">Last step at which it is.</param>
internal readonly record struct Crossing(
    Track Other, double PetS, int EgoStep, int OtherStep, int EgoEnter, int EgoExit, int OtherEnter, int OtherExit);
