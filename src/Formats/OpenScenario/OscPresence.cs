using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Which entities are there from the start.</summary>
internal static class OscPresence
{
    /// <summary>Absent is what an action adds later and the init does not place.</summary>
    public static Func<string, bool> Of(Storyboard board)
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entity in board.Init.Entities)
        {
            if (entity.Actions.Any(a => a is TeleportAction))
            {
                placed.Add(entity.EntityId);
                placed.UnionWith(board.Selections.FirstOrDefault(s => s.Name == entity.EntityId)?.Members ?? []);
            }
        }

        var actions = board.Init.Actions.Concat(board.Stories.SelectMany(s => s.Acts).SelectMany(a => a.Groups).SelectMany(g => g.Manoeuvres).SelectMany(m => m.Events).SelectMany(e => e.Actions).Select(a => a.Action));
        var added = actions.OfType<AddEntityAction>().Select(a => a.EntityId).ToHashSet(StringComparer.Ordinal);
        return id => placed.Contains(id) || !added.Contains(id);
    }
}
