namespace Sim.Storyboards;

/// <summary>An action of an entity.</summary>
public abstract record PrivateAction : StoryboardAction
{
    private protected PrivateAction()
    {
    }
}
