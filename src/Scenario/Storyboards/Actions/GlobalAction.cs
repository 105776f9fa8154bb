namespace Sim.Storyboards;

/// <summary>An action on the world.</summary>
public abstract record GlobalAction : StoryboardAction
{
    private protected GlobalAction()
    {
    }
}
