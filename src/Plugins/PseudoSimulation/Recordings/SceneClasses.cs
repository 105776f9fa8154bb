using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>
/// Which of the scorer's kinds an actor is, after nuPlan's taxonomy: two wheels are bicycles (motorcycles too), animals and debris are generic
/// objects. Something that moves and that nobody could name is a vehicle, the kind that is judged hardest.
/// </summary>
internal static class SceneClasses
{
    public static SceneObjectType Of(ActorClass actor) => actor switch
    {
        ActorClass.Pedestrian => SceneObjectType.Pedestrian,
        ActorClass.Bicycle or ActorClass.Motorcycle => SceneObjectType.Bicycle,
        ActorClass.Animal or ActorClass.StaticObject => SceneObjectType.GenericObject,
        _ => SceneObjectType.Vehicle,
    };
}
