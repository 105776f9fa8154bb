namespace Sim.Storyboards;

/// <summary>A phase of a traffic light programme.</summary>
/// <param name="Name">Name that actions and conditions use.</param>
/// <param name="DurationS">Length, s, not negative.</param>
/// <param name="States">What each light shows.</param>
/// <param name="GroupState">What a whole group shows (1.2), or null.</param>
public sealed record SignalControllerPhase(string Name, double DurationS, IReadOnlyList<SignalControllerState> States, string? GroupState = null);
