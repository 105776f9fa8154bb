using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Traffic;

/// <summary>
/// Reactive traffic: each vehicle on a lane follows that lane's centre line with the intelligent driver model and yields to whatever is in its
/// way, the simulated ego included; everybody else follows the log (specs/pseudo-simulation.md §6). <see cref="Compatibility.Navsim22"/> moves
/// them as NAVSIM does, <see cref="Compatibility.Sane"/> without the quirks listed in docs/pseudo-simulation/traffic.md. Thread-safe.
/// </summary>
/// <param name="options">Settings; null: NAVSIM's.</param>
/// <param name="compatibility">Whose behaviour.</param>
public sealed class IdmTraffic(IdmTrafficOptions? options = null, Compatibility compatibility = Compatibility.Navsim22) : ITrafficPolicy
{
    private readonly IdmTrafficOptions _options = options ?? new();

    /// <inheritdoc/>
    public string Name => "idm";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The ego has other than <see cref="Horizon.Samples"/> samples.</exception>
    public IReadOnlyList<SceneObject> Move(PseudoScene scene, ReadOnlySpan<EgoState> ego)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (ego.Length != Horizon.Samples)
        {
            throw new ArgumentException($"The ego needs {Horizon.Samples} samples, found {ego.Length}.", nameof(ego));
        }

        var lanes = LaneTable.Of(scene.Map);
        return compatibility == Compatibility.Sane
            ? new SaneIdm(_options, lanes, scene).Run(ego)
            : new NavsimIdm(_options, lanes, scene).Run(ego);
    }
}
